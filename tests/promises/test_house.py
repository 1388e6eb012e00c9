"""The shape of the house: short functions and files, rows reached by a scope alone."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

pytestmark = pytest.mark.one_engine

HOUSE = Path(__file__).parents[2]
SOURCES = [
    path
    for layer in ("config", "dashboard", "ruptures")
    for path in sorted((HOUSE / layer).rglob("*.py"))
    if "migrations" not in path.parts
]

SCOPES = {"visible_to", "editable_by"}
# Narrower ones, each for one user or for grants that were found by one of these.
SCOPES |= {"offered_to", "supervising", "observing", "to_observe", "given_by"}
SCOPES |= {"shared_with", "observed_by", "opened_by"}
# Not clinical: what signing in needs is looked up before anybody is signed in.
ACCOUNT_MODELS = {"CacheEntry", "Device", "Invitation", "SetupCode", "User"}


def where(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(HOUSE)}:{node.lineno}"


def nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def function_sizes() -> dict[str, int]:
    return {
        f"{where(path, node)} {node.name}": node.end_lineno - node.lineno + 1
        for path in SOURCES
        for node in nodes(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def file_sizes() -> dict[str, int]:
    """Lines that say something: neither blank nor only a comment."""
    return {
        str(path.relative_to(HOUSE)): sum(
            bool(line.strip()) and not line.strip().startswith("#")
            for line in path.read_text(encoding="utf-8").splitlines()
        )
        for path in SOURCES
    }


def test_no_function_is_longer_than_forty_lines():
    long = {name: size for name, size in function_sizes().items() if size > 40}

    assert long == {}


def test_the_usual_function_has_eight_lines_at_most():
    assert median(function_sizes().values()) <= 8


def test_no_file_is_longer_than_three_hundred_lines():
    long = {name: size for name, size in file_sizes().items() if size > 300}

    assert long == {}


def test_the_usual_file_has_seventy_lines_at_most():
    assert median(file_sizes().values()) <= 70


def test_no_model_overrides_save_and_nothing_listens_to_signals():
    found = [
        where(path, node)
        for path in SOURCES
        for node in nodes(path)
        if (isinstance(node, ast.FunctionDef) and node.name == "save")
        and path.is_relative_to(HOUSE / "ruptures" / "models")
        or (isinstance(node, ast.ImportFrom) and "signals" in str(node.module))
    ]

    assert found == []


def test_the_domain_knows_nothing_of_http_or_html():
    web = {"django.http", "django.shortcuts", "django.template", "django.forms"}

    found = [
        where(path, node)
        for path in SOURCES
        for node in nodes(path)
        if path.is_relative_to(HOUSE / "ruptures")
        and isinstance(node, ast.ImportFrom)
        and node.module in web
    ]

    assert found == []


def test_no_file_is_named_for_nothing():
    nothings = {"utils.py", "helpers.py", "services.py", "common.py", "misc.py"}

    assert [str(path) for path in SOURCES if path.name in nothings] == []


def unscoped(code: str) -> list[int]:
    """Lines that reach rows without saying for whom."""
    tree = list(ast.walk(ast.parse(code)))
    scoped = {
        id(node.value)
        for node in tree
        if isinstance(node, ast.Attribute) and node.attr in SCOPES
    }
    return [
        node.lineno
        for node in tree
        if is_manager(node) and id(node) not in scoped or is_shortcut_to_all(node)
    ]


def is_manager(node: ast.AST) -> bool:
    """`Case.objects`, and the other two names by which a manager is reached."""
    managers = {"objects", "_default_manager", "_base_manager"}
    return (
        isinstance(node, ast.Attribute)
        and node.attr in managers
        and getattr(node.value, "id", None) not in ACCOUNT_MODELS
    )


def is_shortcut_to_all(node: ast.AST) -> bool:
    """`get_object_or_404(Case, ...)`, which asks the manager without naming it."""
    shortcuts = {"get_object_or_404", "get_list_or_404"}
    return (
        isinstance(node, ast.Call)
        and getattr(node.func, "id", None) in shortcuts
        and isinstance(node.args[0], ast.Name)
        and node.args[0].id[0].isupper()
        and node.args[0].id not in ACCOUNT_MODELS
    )


def test_the_dashboard_reaches_rows_by_a_scope_alone():
    views = [path for path in SOURCES if path.is_relative_to(HOUSE / "dashboard")]

    found = {str(path): unscoped(path.read_text(encoding="utf-8")) for path in views}

    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    ("line", "places"),
    [
        ("Case.objects.visible_to(user)", 0),
        ("Case.objects.editable_by(user).get(code=code)", 0),
        ("User.objects.get(email=email)", 0),
        ("get_object_or_404(Case.objects.visible_to(user), code=code)", 0),
        ("Case.objects.filter(code=code)", 1),
        ("Case._default_manager.get(code=code)", 1),
        ("get_object_or_404(Case, code=code)", 1),
    ],
)
def test_an_unscoped_query_is_noticed(line, places):
    assert len(unscoped(line)) == places


def test_a_commit_is_checked_by_exactly_the_steps_of_make_check():
    makefile = (HOUSE / "Makefile").read_text(encoding="utf-8")
    hooks = (HOUSE / ".pre-commit-config.yaml").read_text(encoding="utf-8")

    steps = re.search(r"^check: setup (.+)$", makefile, re.MULTILINE)[1].split()

    assert re.findall(r"entry: make (\w+)", hooks) == steps
