"""A key file of a test's own, so that keys can be added, lost and forgotten."""

import pytest
from cryptography.fernet import Fernet


def new_key():
    return Fernet.generate_key().decode("ascii")


@pytest.fixture
def key_file(settings, tmp_path):
    """Holds one key, as after the first start; no key is in the environment."""
    file = tmp_path / "notes_keys"
    file.write_text(f"{new_key()}\n")
    settings.NOTES_KEYS, settings.NOTES_KEYS_FILE = [], file
    return file


def lose_keys(file):
    """What happens where the key file is not saved: another takes its place."""
    file.unlink()
    file.write_text(f"{new_key()}\n")
