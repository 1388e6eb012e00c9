"""Put plotly.js where the pages find it: var/plotly/plotly.min.js.

The basic bundle comes through npm, a quarter of the full one's bytes; without npm it is
the full file inside the installed plotly wheel. var/plotly/source.txt says which.
"""

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from importlib.metadata import version
from pathlib import Path

PACKAGE = "plotly.js-basic-dist-min@4.1.1"
MEMBER = "package/plotly-basic.min.js"
SHA256 = "99784e3abfb07b142a15e521a439e6d9addceadb3f79553fd24c72774f0649ba"

# Chromium then compiles all of it beside the page's own work while it arrives, instead
# of a thousand functions one by one while the first chart is drawn.
HINT = b"//# allFunctionsCalledOnLoad\n"

OPENS, CLOSES = b", () => {\n", b"}));"  # around all that the file holds

NPM_PACK = ["pack", PACKAGE, "--silent", "--ignore-scripts", "--fetch-retries=1"]
TARGET = Path(__file__).resolve().parent.parent / "var" / "plotly"


def basic_bundle(npm: str) -> bytes:
    """The one file of the npm package, refused if a single byte of it differs."""
    with tempfile.TemporaryDirectory() as folder:
        command = [npm, *NPM_PACK, f"--pack-destination={folder}"]
        subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603 - found by shutil.which
        [archive] = Path(folder).glob("*.tgz")
        with tarfile.open(archive) as members:
            content = members.extractfile(MEMBER).read()
    if hashlib.sha256(content).hexdigest() != SHA256:
        sys.exit(f"{PACKAGE} is not the file that was chosen: not installed.")
    return content


def wheel_file() -> bytes:
    import plotly

    return (Path(plotly.__file__).parent / "package_data/plotly.min.js").read_bytes()


def plotly_js() -> tuple[bytes, str]:
    """The file and what it is."""
    full = f"full, from the Python package plotly {version('plotly')}"
    npm = shutil.which("npm")
    if npm is None:
        print("No npm on this machine: charts use the full plotly.js, 4 x the bytes.")
        return wheel_file(), full
    try:
        return HINT + basic_bundle(npm), f"basic, from the npm package {PACKAGE}"
    except (OSError, subprocess.SubprocessError):
        print("npm could not fetch the basic plotly.js: charts use the full one.")
        return wheel_file(), full


def compiled_early(content: bytes) -> bytes:
    """The file with its one big function in parentheses; one of another form as it is.

    By them a browser knows that the function is called at once and compiles it while it
    still arrives. Without them it reads it twice: once to skip it, once to run it.
    """
    before, opens, function = content.partition(OPENS)
    if not opens or not function.endswith(CLOSES):
        return content
    return before + b", (() => {\n" + function.removesuffix(CLOSES) + b"})));"


def main() -> None:
    content, source = plotly_js()
    TARGET.mkdir(parents=True, exist_ok=True)
    (TARGET / "plotly.min.js").write_bytes(compiled_early(content))
    (TARGET / "source.txt").write_text(source + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
