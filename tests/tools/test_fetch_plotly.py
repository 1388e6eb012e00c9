import io
import tarfile
from hashlib import sha256
from pathlib import Path

import plotly
import pytest

from tools.fetch_plotly import MEMBER, PACKAGE, compiled_early, plotly_js

WHEELS_FILE = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"


@pytest.fixture
def npm(tmp_path, monkeypatch):
    """The only program on the path: an npm that does what the test writes into it."""
    program = tmp_path / "npm"
    monkeypatch.setenv("PATH", str(tmp_path))

    def write(script: str) -> None:
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)

    return write


def test_without_npm_the_wheels_file_is_taken(npm, capsys):
    content, source = plotly_js()

    assert content == WHEELS_FILE.read_bytes()
    assert source == f"full, from the Python package plotly {plotly.__version__}"
    assert capsys.readouterr().out.count("\n") == 1


def test_an_npm_that_fails_leads_to_the_wheels_file(npm, capsys):
    npm("exit 1")

    content, _ = plotly_js()

    assert content == WHEELS_FILE.read_bytes()
    assert capsys.readouterr().out.count("\n") == 1


@pytest.fixture
def packed(npm, tmp_path):
    """An npm whose package holds four bytes."""
    archive = tmp_path / "other"
    with tarfile.open(archive, "w:gz") as members:
        member = tarfile.TarInfo(MEMBER)
        member.size = 4
        members.addfile(member, io.BytesIO(b"evil"))
    npm(f'for last in "$@"; do :; done; /bin/cp {archive} "${{last#*=}}/other.tgz"')


def test_a_bundle_that_differs_is_refused(packed):
    with pytest.raises(SystemExit, match="not the file that was chosen"):
        plotly_js()


def test_the_basic_bundle_asks_to_be_compiled_while_it_arrives(packed, monkeypatch):
    monkeypatch.setattr("tools.fetch_plotly.SHA256", sha256(b"evil").hexdigest())

    content, source = plotly_js()

    assert content == b"//# allFunctionsCalledOnLoad\nevil"
    assert source == f"basic, from the npm package {PACKAGE}"


def test_the_big_function_is_put_in_parentheses_and_nothing_else_changes():
    content = WHEELS_FILE.read_bytes()

    early = compiled_early(content)

    before = early.replace(b", (() => {", b", () => {", 1)
    assert len(early) == len(content) + 2
    assert before == content.removesuffix(b"}));") + b"})));"


def test_a_file_of_another_form_stays_as_it_is():
    assert compiled_early(b"window.Plotly = {};") == b"window.Plotly = {};"
