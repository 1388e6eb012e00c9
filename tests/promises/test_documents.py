"""The documents say what is there, and only that."""

import dataclasses
import re
import tomllib
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.urls import get_resolver

from ruptures.exchange.columns import SESSION_COLUMNS, Column
from ruptures.exchange.others.mapping import Mapping
from ruptures.exchange.others.targets import TARGETS, Target
from ruptures.instruments import instruments
from ruptures.taxonomy import (
    BARRIERS,
    CAUSES,
    MARKERS,
    RESPONSES,
    SKILLS,
    STRATEGIES,
    THERAPIST_STATES,
)

pytestmark = pytest.mark.one_engine

HOUSE = Path(__file__).parents[2]
DOCUMENTS = [
    *sorted(HOUSE.glob("*.md")),
    *sorted((HOUSE / "docs").rglob("*.md")),
]
SETTINGS = HOUSE / "config" / "settings.py"


def read(path: str | Path) -> str:
    return (HOUSE / path).read_text(encoding="utf-8")


def all_text() -> str:
    return "\n".join(read(path) for path in DOCUMENTS)


def own_commands() -> set[str]:
    return {name for name, app in get_commands().items() if app == "ruptures"}


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):(?!=)", read("Makefile"), re.MULTILINE))


def environment() -> set[str]:
    """Names that the settings read."""
    return set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', SETTINGS.read_text()))


def table_rows(document: str) -> set[str]:
    """First cells of the document's tables, without their back ticks."""
    return {
        cell.strip("` ").split()[0]
        for cell in re.findall(r"^\| (`[^|]+) \|", read(document), re.MULTILINE)
    }


def as_line(column: Column) -> str:
    words = ", ".join(f"`{value}`" for value in column.values)
    cells = (
        f"`{column.name}`",
        column.kind.label,
        column.meaning,
        words,
        column.source,
    )
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def test_every_command_is_described():
    assert own_commands() <= table_rows("docs/architecture.md")


def test_no_document_names_a_command_that_is_not_there():
    named = set(re.findall(r"manage\.py (?!…|\.\.\.)(\w+)", all_text()))
    named |= table_rows("docs/architecture.md")

    assert named - set(get_commands()) == set()


def test_every_target_for_people_is_in_the_readme_or_make_help():
    told = set(re.findall(r"make ([a-z-]+)", read("README.md") + read("Makefile")))

    steps = re.search(r"^check: setup (.+)$", read("Makefile"), re.MULTILINE)[1].split()
    assert make_targets() - set(steps) <= told


def test_no_document_names_a_target_that_is_not_there():
    named = set(re.findall(r"`make ([a-z-]+)", all_text()))
    named |= set(re.findall(r"^make ([a-z-]+) +#", all_text(), re.MULTILINE))

    assert named - make_targets() == set()


@pytest.mark.parametrize("document", ["README.md", "docs/operations.md"])
def test_the_environment_is_described_whole_and_nothing_else(document):
    assert environment()
    assert table_rows(document) == environment()


def test_every_column_of_the_export_is_described_as_it_is():
    flat = read("docs/data-format.md").partition("# The package")[0]

    lines = [line for line in flat.splitlines() if line.startswith("| `")]
    assert lines == [as_line(column) for column in SESSION_COLUMNS]


def test_every_meaning_of_a_column_and_every_field_of_a_mapping_is_described():
    told = read("docs/data-format.md").partition("# Files of other programs")[2]

    fields = [field.name for field in dataclasses.fields(Mapping)]
    assert [name for name in fields if f"`{name}`" not in told] == []
    assert [line for line in map(in_table, TARGETS) if line not in told] == []


def in_table(target: Target) -> str:
    codes = ", ".join(f"`{code}`" for code in target.codes)
    return f"\n| `{target.name}` | {target.meaning} | {codes} |\n"


def test_every_published_range_is_described():
    ranges = tomllib.loads(read("ruptures/reference_data/ranges.toml"))["range"]

    told = re.findall(
        r"^### `([\w-]+)`: .*?([\d.]+)–([\d.]+) %$",  # noqa: RUF001
        read("docs/reference-ranges.md"),
        re.MULTILINE,
    )

    assert told == [
        (each["key"], f"{each['low']:.0%}"[:-1], f"{each['high']:.0%}"[:-1])
        for each in ranges
    ]


def test_every_instrument_is_described_with_all_that_is_known_of_it():
    text = read("docs/instruments.md")

    told = re.findall(r"^## `([\w-]+)`: (.+)$", text, re.MULTILINE)
    missing = [
        (each.key, fact)
        for each in instruments().values()
        for fact in (
            each.about,
            each.citation,
            each.doi,
            each.line_source,
            each.reliability_source,
            each.verified,
            each.checked_on.isoformat(),
            f"filled in by: {', '.join(each.raters)};",
        )
        if fact not in text
    ]

    assert missing == []
    assert told == [
        (key, f"{each.name}, {each.given_as} {each.minimum:g} to {each.maximum:g}")
        for key, each in instruments().items()
    ]


@pytest.mark.parametrize(
    "catalogue",
    [MARKERS, STRATEGIES, CAUSES, BARRIERS, THERAPIST_STATES, RESPONSES, SKILLS],
)
def test_every_code_is_in_the_glossary(catalogue):
    glossary = read("docs/domain.md")

    missing = [
        entry.code
        for entry in catalogue
        if f"`{entry.code}` {entry.label}" not in " ".join(glossary.split())
    ]

    assert missing == []


@pytest.mark.parametrize(
    "document", DOCUMENTS, ids=lambda path: str(path.relative_to(HOUSE))
)
def test_every_link_between_documents_leads_somewhere(document):
    text = document.read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?://)([^)#]+)", text)

    lost = [target for target in targets if not (document.parent / target).exists()]

    assert lost == []


def test_every_path_of_the_site_that_a_document_names_exists():
    known = {str(entry.pattern) for entry in get_resolver().url_patterns}
    for resolver in get_resolver().url_patterns:
        known |= {str(entry.pattern) for entry in getattr(resolver, "url_patterns", [])}
    starts = {route.split("/")[0].lstrip("^") for route in known}

    named = set(re.findall(r"`/([a-z-]+)/", all_text()))

    assert named - starts == set()


def test_decisions_are_short_and_say_context_decision_and_cost():
    for path in sorted((HOUSE / "docs" / "decisions").glob("0*.md")):
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 40
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == [
            "Context",
            "Decision",
            "Cost",
        ]
