"""Where the bench keeps its databases and results, and how its parts are started."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

HOUSE = Path(__file__).resolve().parents[2]
KEPT = HOUSE / "var" / "bench"


def part(module: str, *arguments: str, database: str) -> Any:
    """What a part of the bench finds out, as a process of its own with that database.

    Raises CalledProcessError where it fails; what it says goes to the terminal.
    """
    answer = KEPT / "answer.json"
    command = [sys.executable, "-m", f"tools.bench.{module}", str(answer), *arguments]
    environment = os.environ | {"DATABASE_URL": database}
    subprocess.run(command, cwd=HOUSE, env=environment, check=True)  # noqa: S603 - ours
    return json.loads(answer.read_text(encoding="utf-8"))


def answered(found: Any) -> None:
    """Leave what was found where `part` looks for it."""
    Path(sys.argv[1]).write_text(json.dumps(found), encoding="utf-8")


def set_up() -> None:
    """Django, with the settings that the server has."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
