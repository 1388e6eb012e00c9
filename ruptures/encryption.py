"""Free text as it lies in the database: encrypted with a key that is not in it.

The first of the keys encrypts, every one of them decrypts, so that a key can be
replaced (`manage.py rotate_keys`) while the server runs.
"""

from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from ruptures.keys import keys

__all__ = ["InvalidToken", "decrypt", "encrypt", "is_current"]


def encrypt(text: str) -> str:
    """A token with the time and a random part in it: never twice the same."""
    return cipher().encrypt(text.encode()).decode("ascii")


def decrypt(token: str) -> str:
    """Raises InvalidToken where no key here fits, also for what is no token at all.

    So it does where the keys are gone under a running server: pages then say that a
    note cannot be read, and only writing one fails.
    """
    try:
        found = cipher()
    except (OSError, ValueError) as error:
        raise InvalidToken from error
    return found.decrypt(token.encode()).decode()


def is_current(token: str) -> bool:
    """Whether the key that encrypts today made the token."""
    try:
        Fernet(keys()[0]).decrypt(token.encode())
    except InvalidToken:
        return False
    return True


def cipher() -> MultiFernet:
    return _cipher(keys())


@lru_cache(maxsize=2)
def _cipher(of: tuple[str, ...]) -> MultiFernet:
    return MultiFernet(Fernet(key) for key in of)
