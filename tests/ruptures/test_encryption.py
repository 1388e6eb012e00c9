"""Text under a key: it comes back, and without the key it does not."""

import os

import pytest
from cryptography.fernet import Fernet, InvalidToken
from hypothesis import given
from hypothesis import strategies as st

from ruptures.encryption import decrypt, encrypt, is_current
from ruptures.keys import add_key, forget_old_keys, keys
from tests.ruptures.keys import lose_keys, new_key


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back(text):
    assert decrypt(encrypt(text)) == text


@pytest.mark.parametrize("plane", range(17))
def test_a_character_of_every_plane_comes_back(plane):
    text = chr(plane * 0x10000 + 0xFFF0)

    assert decrypt(encrypt(text)) == text


def test_the_same_text_is_never_twice_the_same_token(key_file):
    assert len({encrypt("the same") for _ in range(5)}) == 5


def test_the_token_is_that_of_a_plain_fernet_key(key_file):
    token = encrypt("Came late.")

    assert Fernet(key_file.read_text().strip()).decrypt(token) == b"Came late."


def test_another_key_opens_nothing(key_file):
    token = encrypt("Came late.")
    lose_keys(key_file)

    with pytest.raises(InvalidToken):
        decrypt(token)


@pytest.mark.parametrize("text", ["", "in the clear", '{"reason": "é"}', "\x00"])
def test_what_is_no_token_is_refused_as_one(text, key_file):
    with pytest.raises(InvalidToken):
        decrypt(text)
    assert not is_current(text)


@pytest.mark.parametrize("left", [None, "", "rubbish"])
def test_keys_that_went_away_open_nothing_and_are_no_error_of_a_page(left, key_file):
    token = encrypt("Came late.")
    key_file.unlink()
    if left is not None:
        key_file.write_text(left)

    with pytest.raises(InvalidToken):
        decrypt(token)


def test_a_file_that_changes_is_read_anew(key_file):
    token = encrypt("Came late.")
    key_file.write_text(f"{new_key()}\n\n  {key_file.read_text()}")

    assert decrypt(token) == "Came late."
    assert [is_current(token), is_current(encrypt("Came late."))] == [False, True]


def test_keys_of_the_environment_go_before_the_file(key_file, settings):
    settings.NOTES_KEYS = [new_key(), new_key()]

    assert keys() == tuple(settings.NOTES_KEYS)


def test_a_new_key_stands_before_the_others_and_its_file_is_the_owners_alone(key_file):
    before = keys()

    add_key()

    assert keys()[1:] == before
    assert key_file.stat().st_mode & 0o777 == 0o600
    assert list(key_file.parent.iterdir()) == [key_file]


def test_keys_that_a_killed_run_left_aside_are_gone_with_the_next(key_file):
    left_aside = key_file.with_name("notes_keys.new")
    left_aside.write_text(new_key())

    add_key()

    assert list(key_file.parent.iterdir()) == [key_file]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_the_key_file_stays_the_servers_where_root_rotates(key_file):
    os.chown(key_file, 65534, 65534)

    add_key()

    there = key_file.stat()
    assert (there.st_uid, there.st_gid, there.st_mode & 0o777) == (65534, 65534, 0o600)


def test_forgetting_keeps_the_key_that_encrypts(key_file):
    add_key()
    first, _former = keys()

    assert (forget_old_keys(), keys()) == (1, (first,))
