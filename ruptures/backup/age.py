"""Files under a passphrase in the age format, so that `age --decrypt` opens them too.

https://c2sp.org/age: a header with the wrapped file key, then chunks of 64 KiB, each
authenticated and the last one marked, so that a file cut short is noticed.
"""

import io
import os
import re
from base64 import b64decode, b64encode
from typing import IO, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from ruptures.backup.errors import BackupError

MAGIC = b"age-encryption.org/v1\n"
HEAD = re.compile(MAGIC + rb"-> scrypt ([\w+/]{22}) ([1-9]\d?)\n([\w+/]{43})\n---")
END = re.compile(rb" ([\w+/]{43})\n")
LONGEST_HEADER = 256
CHUNK, TAG = 64 * 1024, 16  # bytes
WORK = 17  # 2**17 rounds, 128 MiB: OWASP's first choice for scrypt
MOST_WORK = 20  # 1 GiB of memory; a forged header could ask for any amount

WRONG = "The passphrase does not open it, or it was changed or cut short."


class Writable(Protocol):
    def write(self, data: bytes, /) -> object: ...


class Sealer:
    """Encrypts what is written to it; only with `finish` is it whole."""

    def __init__(self, file: Writable, passphrase: str) -> None:
        self.file, self.count, self.pending = file, 0, bytearray()
        file_key, nonce = os.urandom(16), os.urandom(16)
        file.write(header(passphrase, file_key) + nonce)
        self.cipher = payload_cipher(file_key, nonce)

    def write(self, data: bytes, /) -> int:
        self.pending += data
        while len(self.pending) > CHUNK:  # the last chunk must not be empty
            self._put(bytes(self.pending[:CHUNK]), last=False)
            del self.pending[:CHUNK]
        return len(data)

    def flush(self) -> None:
        """Nothing: a chunk is written when it is full."""

    def close(self) -> None:
        """Nothing: the file is its owner's to close."""

    def finish(self) -> None:
        self._put(bytes(self.pending), last=True)

    def _put(self, chunk: bytes, *, last: bool) -> None:
        nonce = chunk_nonce(self.count, last=last)
        self.file.write(self.cipher.encrypt(nonce, chunk, None))
        self.count += 1


class Opener(io.RawIOBase):
    """Reads a sealed file as if it were plain, from any place; BackupError if it fails.

    A chunk is given only once it was authenticated.
    """

    def __init__(self, file: IO[bytes], passphrase: str) -> None:
        self.file, self.place = file, 0
        start, file_key = opened_header(file.read(LONGEST_HEADER), passphrase)
        file.seek(start)
        self.cipher = payload_cipher(file_key, file.read(16))
        self.start = start + 16
        sealed = file.seek(0, io.SEEK_END) - self.start
        self.chunks = max(1, -(-sealed // (CHUNK + TAG)))
        self.size = sealed - self.chunks * TAG
        self.held: tuple[int, bytes] = (-1, b"")

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        self.place = (0, self.place, self.size)[whence] + offset
        return self.place

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        number, skip = divmod(self.place, CHUNK)
        if number >= self.chunks:
            return 0
        found = self._chunk(number)[skip : skip + len(buffer)]
        buffer[: len(found)] = found
        self.place += len(found)
        return len(found)

    def _chunk(self, number: int) -> bytes:
        if self.held[0] != number:
            self.file.seek(self.start + number * (CHUNK + TAG))
            nonce = chunk_nonce(number, last=number == self.chunks - 1)
            try:
                plain = self.cipher.decrypt(nonce, self.file.read(CHUNK + TAG), None)
            except InvalidTag:
                raise BackupError(WRONG) from None
            self.held = number, plain
        return self.held[1]


def header(passphrase: str, file_key: bytes) -> bytes:
    salt = os.urandom(16)
    wrapped = wrapping(passphrase, salt, WORK).encrypt(bytes(12), file_key, None)
    lines = b"-> scrypt %s %d\n%s\n---" % (b64(salt), WORK, b64(wrapped))
    return MAGIC + lines + b" " + b64(mac(file_key, MAGIC + lines)) + b"\n"


def opened_header(text: bytes, passphrase: str) -> tuple[int, bytes]:
    """Its length and the file key."""
    head = HEAD.match(text)
    end = head and END.match(text, head.end())
    if not head or not end or int(head[2]) > MOST_WORK:
        raise BackupError("It is encrypted in another way than by a passphrase here.")
    try:
        cipher = wrapping(passphrase, unb64(head[1]), int(head[2]))
        file_key = cipher.decrypt(bytes(12), unb64(head[3]), None)
    except InvalidTag:
        raise BackupError(WRONG) from None
    if b64(mac(file_key, head[0])) != end[1]:
        raise BackupError(WRONG)
    return end.end(), file_key


def wrapping(passphrase: str, salt: bytes, work: int) -> ChaCha20Poly1305:
    salt = b"age-encryption.org/v1/scrypt" + salt
    scrypt = Scrypt(salt=salt, length=32, n=2**work, r=8, p=1)
    return ChaCha20Poly1305(scrypt.derive(passphrase.encode()))


def payload_cipher(file_key: bytes, nonce: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(derived(file_key, nonce, b"payload"))


def chunk_nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def mac(file_key: bytes, text: bytes) -> bytes:
    code = HMAC(derived(file_key, b"", b"header"), SHA256())
    code.update(text)
    return code.finalize()


def derived(key: bytes, salt: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), length=32, salt=salt, info=purpose).derive(key)


def b64(value: bytes) -> bytes:
    return b64encode(value).rstrip(b"=")


def unb64(text: bytes) -> bytes:
    return b64decode(text + b"=" * (-len(text) % 4))
