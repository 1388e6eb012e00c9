"""The real server on a port of its own: how soon it answers, what its worker weighs."""

import os
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.bench.files import HOUSE

PORT = os.environ.get("BENCH_PORT", "8130")
BASE = f"http://127.0.0.1:{PORT}"
COMMAND = [".venv/bin/gunicorn", "--config", "config/gunicorn.py", "config.wsgi"]
PATIENCE = 60  # seconds


@dataclass(frozen=True)
class Running:
    process: subprocess.Popen[bytes]
    cold_start: float  # seconds from the command to the first answer

    def worker(self) -> int:
        """The process id of the worker, the first of them where there are several."""
        pid = self.process.pid
        return int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])

    def memory(self) -> tuple[float, float]:
        """Megabytes of the worker, resident and not shared with any other process."""
        lines = Path(f"/proc/{self.worker()}/smaps_rollup").read_text().splitlines()[1:]
        kib = {line.split(":")[0]: int(line.split()[1]) for line in lines}
        unique = kib["Private_Clean"] + kib["Private_Dirty"]
        return kib["Rss"] * 1024 / 1e6, unique * 1024 / 1e6


@contextmanager
def serving(database: str) -> Iterator[Running]:
    """The server as `make run` starts it, with that database; ended afterwards."""
    environment = os.environ | {"DATABASE_URL": database, "PORT": PORT}
    started = time.perf_counter()
    process = subprocess.Popen(COMMAND, cwd=HOUSE, env=environment)  # noqa: S603 - ours
    try:
        wait_for_an_answer(process, started)
        yield Running(process, time.perf_counter() - started)
    finally:
        process.terminate()
        process.wait()


def wait_for_an_answer(process: subprocess.Popen[bytes], since: float) -> None:
    """Raises TimeoutError, or RuntimeError where the server ended."""
    while time.perf_counter() < since + PATIENCE:
        if process.poll() is not None:
            raise RuntimeError(f"The server ended with {process.returncode}.")
        try:
            urllib.request.urlopen(f"{BASE}/sign-in/").read()  # noqa: S310 - our own
        except OSError:
            time.sleep(0.01)
        else:
            return
    raise TimeoutError("The server did not answer.")
