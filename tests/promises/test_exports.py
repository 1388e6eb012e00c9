"""Any two choices of the form that takes the records along go together."""

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO
from itertools import combinations
from typing import Any
from zipfile import ZipFile

from django.forms import BooleanField
from django.urls import reverse

from dashboard.forms.package import PackageForm, new_salt
from ruptures.exchange.package.tables import TABLES

DAYS = {"start": "2026-01-01", "end": "2026-01-31"}
TYPED = {"start", "end", "cases", "salt"}


def choices(code: str) -> dict[str, list[str]]:
    """By field, each choice but the one that stands there."""
    asked = PackageForm.base_fields.keys() - TYPED - {"case", "rater", "type"}
    found = {name: choices_of(name) for name in asked}
    return found | {"cases": [code], "give": ["key"]}


def choices_of(name: str) -> list[str]:
    field: Any = PackageForm.base_fields[name]
    if isinstance(field, BooleanField):
        return ["on"]
    return [code for code, _label in field.choices if code not in {"", "all"}]


def pairs(by_name: dict[str, list[str]]) -> Iterator[dict[str, str]]:
    single = [(name, code) for name, codes in by_name.items() for code in codes]
    for one, other in combinations(sorted(single), 2):
        if one[0] != other[0]:
            yield dict([one, other])


def strangers(package: bytes, delimiter: str) -> Iterator[str]:
    """Cells that point to a row that is not in the package."""
    archive = ZipFile(BytesIO(package))
    lines = {
        table.name: [
            *csv.DictReader(
                StringIO(archive.read(f"{table.name}.csv").decode("utf-8-sig")),
                delimiter=delimiter,
                strict=True,
            )
        ]
        for table in TABLES
        if f"{table.name}.csv" in archive.namelist()
    }
    keys = {name: {line["key"] for line in each} for name, each in lines.items()}
    for table in TABLES:
        for column in filter(lambda each: each.points_to, table.columns):
            for line in lines.get(table.name, []):
                if line[column.name] not in keys[column.points_to] | {""}:
                    yield f"{table.name}.{column.name}"


def test_any_two_choices_give_a_whole_file(client, rows):
    client.force_login(rows.therapist)
    sent = {"period": "all", "salt": new_salt(), **DAYS}

    for chosen in pairs(choices(rows.case.code)):
        response = client.post(reverse("dashboard:data-package"), sent | chosen)
        content = response.getvalue()

        assert response.status_code == 200, chosen
        if response["Content-Type"] == "application/zip":
            delimiter = ";" if chosen.get("flavour") == "excel_comma" else ","
            assert [*strangers(content, delimiter)] == [], chosen
        else:
            assert content.startswith(b"code,fresh_code\r\n" + rows.case.code.encode())
