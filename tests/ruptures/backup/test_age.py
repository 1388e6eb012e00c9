"""The age format, against its authors' test vectors and bent in every way."""

import io
from base64 import b64decode
from hashlib import sha256

import pytest

from ruptures.backup import age
from ruptures.backup.age import CHUNK, TAG, Opener, Sealer
from ruptures.backup.errors import BackupError

PASSPHRASE = "correct horse battery staple"

# `age/testdata/scrypt` of https://github.com/C2SP/CCTV (CC0), passphrase "password".
VECTOR = b64decode(
    "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCByRjAvTndibFVISFRwZ1FnUnBlNUNRIDEw"
    "CmdVakV5bUZLTVZYUUVLZE1NSEwyNG9ZZXhqRTNUSUMwTzB6R1NxSjJhVVkKLS0tIElPWGlRWVN0"
    "a29UMW12WlcydEZPcVpkaFJWdmo1OGVnQUJ4L3NXZlpRYmMKGzXG5ofdANo6w3msn3QsIf0YWhue"
    "Pe1znRSsappQEk24Ztg="
)
VECTOR_HOLDS = "013f54400c82da08037759ada907a8b864e97de81c088a182062c4b5622fd2ab"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Guessing need not be slow here."""
    monkeypatch.setattr(age, "WORK", 10)


def sealed(text, passphrase=PASSPHRASE):
    file = io.BytesIO()
    sealer = Sealer(file, passphrase)
    sealer.write(text)
    sealer.finish()
    return file.getvalue()


def opened(sealed, passphrase=PASSPHRASE):
    return io.BufferedReader(Opener(io.BytesIO(sealed), passphrase)).read()


def test_what_age_sealed_is_opened():
    text = opened(VECTOR, "password")

    assert sha256(text).hexdigest() == VECTOR_HOLDS


@pytest.mark.parametrize(
    "size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 5]
)
def test_what_is_sealed_is_opened_again(size):
    text = bytes(number % 251 for number in range(size))

    assert opened(sealed(text)) == text


def test_any_place_can_be_read_at_once():
    text = bytes(number % 251 for number in range(3 * CHUNK))
    file = io.BufferedReader(Opener(io.BytesIO(sealed(text)), PASSPHRASE))

    file.seek(-10, io.SEEK_END)
    end = file.read()
    file.seek(CHUNK - 5)
    middle = file.read(10)

    assert (end, middle) == (text[-10:], text[CHUNK - 5 : CHUNK + 5])


def test_the_same_is_never_sealed_the_same_twice():
    assert sealed(b"Same.") != sealed(b"Same.")


def test_another_passphrase_does_not_open_it():
    with pytest.raises(BackupError, match="The passphrase does not open it"):
        opened(sealed(b"Secret."), "correct horse battery stable")


@pytest.mark.parametrize("left", [CHUNK + TAG, 2 * (CHUNK + TAG), 100])
def test_a_file_cut_short_is_not_taken_for_a_whole_one(left):
    whole = sealed(bytes(3 * CHUNK))
    start = len(whole) - 3 * (CHUNK + TAG)

    with pytest.raises(BackupError, match="cut short"):
        opened(whole[: start + left])


@pytest.mark.parametrize("place", [30, 60, 120, 160, 190, 1000, -1])
def test_no_byte_can_be_changed(place):
    bent = bytearray(sealed(bytes(2 * CHUNK)))
    bent[place] ^= 1

    with pytest.raises(BackupError):
        opened(bytes(bent))


def test_chunks_cannot_change_places():
    whole = sealed(bytes(CHUNK) + b"1" * CHUNK + b"2")
    start = len(whole) - 2 * (CHUNK + TAG) - 1 - TAG
    first, second = start + CHUNK + TAG, start + 2 * (CHUNK + TAG)

    with pytest.raises(BackupError):
        opened(
            whole[:start] + whole[first:second] + whole[start:first] + whole[second:]
        )


def test_a_header_that_asks_for_all_of_the_memory_is_refused():
    greedy = sealed(b"").replace(b" 10\n", b" 23\n", 1)

    with pytest.raises(BackupError, match="in another way"):
        opened(greedy)


def test_a_file_for_keys_instead_of_a_passphrase_is_refused():
    other = b"age-encryption.org/v1\n-> X25519 abc\nabc\n--- abc\n"

    with pytest.raises(BackupError, match="in another way"):
        opened(other)
