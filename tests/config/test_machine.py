import stat

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.machine import (
    checked_keys,
    checked_site,
    kept_key,
    local_zone,
    new_notes_key,
    own_folder,
)


def test_kept_key_is_made_once_for_its_owner_alone(tmp_path):
    path = tmp_path / "var" / "secret_key"

    first, second = kept_key(path), kept_key(path)

    assert first == second
    assert len(first) == 86
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("there_before", [True, False])
def test_own_folder_is_open_to_its_owner_alone(tmp_path, there_before):
    path = tmp_path / "var"
    if there_before:
        path.mkdir(mode=0o755)

    assert own_folder(path) == path
    assert stat.S_IMODE(path.stat().st_mode) == 0o700


def test_kept_key_differs_from_place_to_place(tmp_path):
    assert kept_key(tmp_path / "one") != kept_key(tmp_path / "two")


def test_local_zone_is_the_name_behind_the_link(tmp_path):
    zone = tmp_path / "zoneinfo" / "Europe" / "Vienna"
    zone.parent.mkdir(parents=True)
    zone.touch()
    link = tmp_path / "localtime"
    link.symlink_to(zone)

    assert local_zone(link) == "Europe/Vienna"


def test_local_zone_without_a_link_is_utc(tmp_path):
    assert local_zone(tmp_path / "localtime") == "UTC"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://127.0.0.1:8000", ("127.0.0.1", True)),
        ("http://localhost:9000", ("localhost", True)),
        ("http://[::1]:8000", ("::1", True)),
        ("https://tracker.example.org", ("tracker.example.org", False)),
        ("https://localhost", ("localhost", False)),
    ],
)
def test_site_is_loopback_or_over_tls(url, expected):
    assert checked_site(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "http://tracker.example.org",
        "http://192.168.1.5:8000",
        "http://127.0.0.1.example.org",
        "tracker.example.org",
        "ftp://localhost",
        "https://tracker.example.org/practice",
        "https://*",
        "https://.example.org",
        "",
    ],
)
def test_any_other_site_refuses_to_start(url):
    with pytest.raises(ImproperlyConfigured, match="SITE_URL"):
        checked_site(url)


def test_keys_of_notes_are_taken_as_they_are_without_blanks():
    one, two = new_notes_key(), new_notes_key()

    assert checked_keys([f" {one}", "", two], "NOTES_KEYS") == [one, two]


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (["abc"], "NOTES_KEYS: entry 1 is no key."),
        ([new_notes_key(), "x" * 44], "NOTES_KEYS: entry 2 is no key."),
        (["Schlüssel"], "NOTES_KEYS: entry 1 is no key."),
        (["", " "], "NOTES_KEYS: no key is in it."),
    ],
)
def test_what_is_no_key_refuses_to_start_and_is_not_quoted(keys, words):
    with pytest.raises(ImproperlyConfigured) as refused:
        checked_keys(keys, "NOTES_KEYS")

    assert str(refused.value).startswith(words)
    assert not any(key in str(refused.value) for key in keys if key.strip())
