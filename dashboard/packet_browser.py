"""The machine's Chromium, without any network: it is spoken to over two pipes.

What its page asks for is answered from here, over the same pipes, and nothing else
can be reached. docs/decisions/0018 says why.
"""

import base64
import fcntl
import json
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from threading import Timer
from typing import Any

Answer = Callable[[str], "Asset | None"]
Message = dict[str, Any]

FLAGS = (
    "--headless",
    "--remote-debugging-pipe",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-gpu",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--no-first-run",
    "--proxy-server=127.0.0.1:9",  # the port that throws away what it gets
    "--window-size=1100,1500",
)
READS_FROM, WRITES_TO = 3, 4  # Chromium's numbers for the two pipes
END = b"\0"  # of a message
CHUNK = 1 << 16  # bytes


class BrowserError(Exception):
    """Chromium did not start, ended too early, took too long or refused."""


@dataclass(frozen=True, slots=True)
class Asset:
    """What is answered to one request of the page."""

    content: bytes
    type: str
    headers: tuple[tuple[str, str], ...] = ()

    def fulfilment(self) -> Message:
        named = (("Content-Type", self.type), *self.headers)
        return {
            "responseCode": 200,
            "responseHeaders": [{"name": n, "value": v} for n, v in named],
            "body": base64.b64encode(self.content).decode(),
        }


class Tab:
    """One page of a Chromium, and what was heard of it."""

    def __init__(self, reads: int, writes: int, answer: Answer):
        self._writes, self._answer = writes, answer
        self._messages = _messages(reads)
        self._count = 0
        self._session: str | None = None
        self._heard: set[str] = set()

    def open(self) -> None:
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        found = self.ask("Target.attachToTarget", targetId=target, flatten=True)
        self._session = found["sessionId"]
        self.ask("Page.enable")
        self.ask("Fetch.enable")  # from here on nothing is asked of a network

    def ask(self, method: str, **params: Any) -> Message:
        """Have something done, and give what Chromium says to it."""
        number = self._send(method, params)
        for message in self._messages:
            if message.get("id") == number:
                return _result(message)
            self._hear(message)
        raise BrowserError(f"ended during {method}")

    def wait_for(self, event: str) -> None:
        while event not in self._heard:
            try:
                self._hear(next(self._messages))
            except StopIteration:
                raise BrowserError(f"ended before {event}") from None

    def _send(self, method: str, params: Message) -> int:
        self._count += 1
        message: Message = {"id": self._count, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        try:
            _write(self._writes, json.dumps(message).encode() + END)
        except OSError as error:
            raise BrowserError(f"ended before {method}") from error
        return self._count

    def _hear(self, message: Message) -> None:
        method = message.get("method", "")
        self._heard.add(method)
        if method == "Fetch.requestPaused":
            self._give(message["params"])

    def _give(self, paused: Message) -> None:
        asset = self._answer(paused["request"]["url"])
        which = {"requestId": paused["requestId"]}
        if asset:
            self._send("Fetch.fulfillRequest", which | asset.fulfilment())
        else:
            refusal = {"errorReason": "BlockedByClient"}
            self._send("Fetch.failRequest", which | refusal)


@contextmanager
def browsed(path: str, seconds: float, answer: Answer) -> Iterator[Tab]:
    """A page of the Chromium at `path`, which ends with the block or after `seconds`.

    Its profile is a folder of its own, removed whatever happens.
    """
    with (
        TemporaryDirectory(prefix="packet-", ignore_cleanup_errors=True) as folder,
        _running(path, folder, seconds) as (reads, writes),
    ):
        tab = Tab(reads, writes, answer)
        tab.open()
        yield tab


@contextmanager
def _running(path: str, folder: str, seconds: float) -> Iterator[tuple[int, int]]:
    """Start it, give our ends of the pipes, end it and all that it started."""
    reads, theirs_out = os.pipe()
    theirs_in, writes = os.pipe()
    try:
        group = _spawn(path, folder, theirs_in, theirs_out)
    except OSError as error:
        _close(reads, writes)
        raise BrowserError("could not be started") from error
    finally:
        _close(theirs_in, theirs_out)
    clock = Timer(seconds, _end, (group,))
    clock.start()
    try:
        yield reads, writes
    finally:
        clock.cancel()
        clock.join()
        _end(group)
        os.waitpid(group, 0)
        _close(reads, writes)


def _spawn(path: str, folder: str, theirs_in: int, theirs_out: int) -> int:
    """Start it as the head of a process group, with no more of us than its pipes."""
    least = WRITES_TO + 1  # so that neither takes the other's place
    high_in = fcntl.fcntl(theirs_in, fcntl.F_DUPFD_CLOEXEC, least)
    high_out = fcntl.fcntl(theirs_out, fcntl.F_DUPFD_CLOEXEC, least)
    nothing = [(os.POSIX_SPAWN_OPEN, n, os.devnull, os.O_RDWR, 0) for n in range(3)]
    pipes = [
        (os.POSIX_SPAWN_DUP2, high_in, READS_FROM),
        (os.POSIX_SPAWN_DUP2, high_out, WRITES_TO),
    ]
    # Without rights of its own a root's Chromium has no sandbox to start in.
    rights = ["--no-sandbox"] if os.geteuid() == 0 else []
    try:
        return os.posix_spawn(
            path,
            [path, *FLAGS, *rights, f"--user-data-dir={folder}"],
            {"HOME": folder, "TMPDIR": folder, "PATH": os.defpath},
            file_actions=[*nothing, *pipes],
            setpgroup=0,
        )
    finally:
        _close(high_in, high_out)


def _end(group: int) -> None:
    os.killpg(group, signal.SIGKILL)


def _close(*files: int) -> None:
    for file in files:
        os.close(file)


def _write(file: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(file, rest) :]


def _messages(file: int) -> Iterator[Message]:
    """What Chromium says, until it ends."""
    kept = bytearray()
    while chunk := os.read(file, CHUNK):
        *whole, rest = chunk.split(END)
        for part in whole:
            yield _understood(bytes(kept) + part)
            kept.clear()
        kept += rest


def _understood(message: bytes) -> Message:
    try:
        understood: Message = json.loads(message)
    except ValueError as error:
        raise BrowserError("said what nobody understands") from error
    return understood


def _result(message: Message) -> Message:
    if "error" in message:
        raise BrowserError(str(message["error"].get("message", "")))
    result: Message = message["result"]
    return result
