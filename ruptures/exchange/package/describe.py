"""What the package says of itself: for programs, and for people who know REDCap."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import override

from ruptures.exchange.package.column import Column
from ruptures.exchange.package.kinds import FALSE, KEY, NUMBER, TRUE
from ruptures.exchange.package.tables import Table
from ruptures.exchange.package.wanted import Wanted

NAME = "rupture-and-repair"
TITLE = "Ruptures and repair attempts of one therapist's cases"
DESCRIPTION = (
    'Sessions of psychotherapy, what each rater answered to "Any strain between you?", '
    "ruptures and attempts at repair. Clinical data: with an appointment book beside "
    "it, a code is a person. A session that a rater did not answer is missing, never "
    '"no". Never pool raters. A text that a spreadsheet might calculate has one \' '
    "before it; take exactly one away where a text begins with one."
)


@dataclass(slots=True)
class Written:
    """What went into a table's file so far."""

    table: Table
    size: int = 0
    digest: Any = field(default_factory=hashlib.sha256)

    def add(self, piece: bytes) -> None:
        self.size += len(piece)
        self.digest.update(piece)


def datapackage(wanted: Wanted, written: Sequence[Written]) -> str:
    """`datapackage.json`: Frictionless, tabular data package 1."""
    described = {
        "profile": "tabular-data-package",
        "name": NAME,
        "title": TITLE,
        "description": DESCRIPTION,
        "resources": [resource(each, wanted) for each in written],
    }
    return json.dumps(described, ensure_ascii=False, indent=2) + "\n"


def resource(written: Written, wanted: Wanted) -> dict[str, Any]:
    table = written.table
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "description": table.meaning,
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": written.size,
        "hash": f"sha256:{written.digest.hexdigest()}",
        "dialect": {
            "delimiter": wanted.form.delimiter,
            "lineTerminator": "\r\n",
            "quoteChar": '"',
            "doubleQuote": True,
        },
        "schema": schema(table, wanted),
    }


def schema(table: Table, wanted: Wanted) -> dict[str, Any]:
    columns = wanted.columns(table)
    return {
        "fields": [described(column, wanted) for column in columns],
        "missingValues": [""],
        "primaryKey": "key",
        "foreignKeys": [
            {
                "fields": column.name,
                "reference": {"resource": column.points_to, "fields": "key"},
            }
            for column in columns
            if column.points_to
        ],
    }


def described(column: Column, wanted: Wanted) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": column.name,
        "type": column.kind.type,
        "description": column.meaning,
        "constraints": constraints(column),
    }
    if column.kind is KEY:
        found["format"] = column.kind.format
    if column.kind.type == "boolean":
        found |= {"trueValues": [TRUE], "falseValues": [FALSE]}
    if column.kind is NUMBER:
        found["decimalChar"] = wanted.form.decimal
    if column.unit:
        found["unit"] = column.unit
    return found


def constraints(column: Column) -> dict[str, Any]:
    found: dict[str, Any] = {"required": column.required}
    if column.unique:
        found["unique"] = True
    if column.values and not column.many:
        found["enum"] = list(column.values)
    if column.many:
        one = "|".join(column.values)
        found["pattern"] = f"(({one})( ({one}))*)?"
    if column.low is not None:
        found["minimum"] = column.low
    if column.high is not None:
        found["maximum"] = column.high
    return found


# REDCap's own headings, in its order.
HEADINGS = (
    "Variable / Field Name",
    "Form Name",
    "Section Header",
    "Field Type",
    "Field Label",
    "Choices, Calculations, OR Slider Labels",
    "Field Note",
    "Text Validation Type OR Show Slider Number",
    "Text Validation Min",
    "Text Validation Max",
    "Identifier?",
    "Branching Logic (Show field only if...)",
    "Required Field?",
    "Custom Alignment",
    "Question Number (surveys only)",
    "Matrix Group Name",
    "Matrix Ranking?",
    "Field Annotation",
)
VALIDATION = {
    "integer": "integer",
    "number": "number",
    "date": "date_ymd",
    "time": "time",
    "datetime": "datetime_seconds_ymd",
}


def dictionary(wanted: Wanted) -> Iterator[Sequence[str]]:
    """`dictionary.csv`: a line a column, in English wherever it is read."""
    yield HEADINGS
    with override("en"):
        for table in wanted.tables:
            for column in wanted.columns(table):
                yield line(table, column)


def line(table: Table, column: Column) -> Sequence[str]:
    said = {
        "Variable / Field Name": f"{table.name}_{column.name}",
        "Form Name": table.name,
        "Field Type": field_type(column),
        "Field Label": column.meaning,
        "Choices, Calculations, OR Slider Labels": " | ".join(
            f"{code}, {label}" for code, label in column.labels
        ),
        "Field Note": column.unit,
        "Text Validation Type OR Show Slider Number": VALIDATION.get(
            column.kind.type, ""
        ),
        "Text Validation Min": "" if column.low is None else str(column.low),
        "Text Validation Max": "" if column.high is None else str(column.high),
        "Identifier?": "y" if column.is_identifier else "",
        "Required Field?": "y" if column.required else "",
    }
    return [said.get(heading, "") for heading in HEADINGS]


def field_type(column: Column) -> str:
    if column.kind.type == "boolean":
        return "yesno"
    if column.many:
        return "checkbox"
    return "radio" if column.values else "text"
