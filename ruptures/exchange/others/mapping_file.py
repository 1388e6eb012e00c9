"""A mapping as JSON: strict when it is read, as people write it by hand."""

import dataclasses
import json
from typing import Any

from django.utils.translation import gettext as _

from ruptures.exchange.others.fields import OF_COLUMN, OF_FILE, UNKNOWN, Field
from ruptures.exchange.others.mapping import Mapping, Meaning
from ruptures.exchange.problems import Problem, Problems, Refused

LONGEST = 2**20  # characters


def as_json(mapping: Mapping) -> str:
    """Without what says nothing, one column a line."""
    found = dataclasses.asdict(mapping)
    columns = [lean(each) for each in found.pop("columns")]
    if found["start"]:
        found["start"] = found["start"].isoformat()
    head = json.dumps(lean(found), ensure_ascii=False, indent=2)
    lines = [f"    {json.dumps(each, ensure_ascii=False)}" for each in columns]
    return f'{head[:-2]},\n  "columns": [\n' + ",\n".join(lines) + "\n  ]\n}\n"


def lean(found: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in found.items() if value not in (None, "", {})}


def from_json(text: str) -> Mapping:
    """Raises Refused, naming every field that is not as it has to be."""
    problems = Problems()
    try:
        found = json.loads(text) if len(text) <= LONGEST else None
    except (ValueError, RecursionError):
        found = None
    columns = found.pop("columns", None) if isinstance(found, dict) else None
    if not isinstance(columns, list) or not columns:
        raise Refused(Problem(_("This is no mapping."), _("The mapping")))
    head = known(found, OF_FILE, (), "", problems)
    meanings = [
        known(each, OF_COLUMN, ("column", "means"), f"columns {number}", problems)
        for number, each in enumerate(columns, 1)
    ]
    problems.refuse()
    mapping = Mapping(**head, columns=tuple(Meaning(**each) for each in meanings))
    mapping.refuse()
    return mapping


def as_content(mapping: Mapping) -> dict[str, Any]:
    """Also of one that is not whole, for the database."""
    content: dict[str, Any] = json.loads(as_json(mapping))
    return content


def of_content(content: dict[str, Any]) -> Mapping:
    """As `as_content` gave it; without columns that cannot be named any more."""
    told, head = Problems(), dict(content)
    columns = [known(each, OF_COLUMN, (), "", told) for each in head.pop("columns")]
    fields = known(head, OF_FILE, (), "", told)
    whole = [each for each in columns if {"column", "means"} <= each.keys()]
    return Mapping(**fields, columns=tuple(Meaning(**each) for each in whole))


def known(
    found: Any,
    fields: dict[str, Field],
    needed: tuple[str, ...],
    where: str,
    problems: Problems,
) -> dict[str, Any]:
    """The values of these fields; what is wrong goes to `problems`."""

    def tell(said: str, name: str, value: Any = "") -> None:
        place = " ".join(filter(None, [where, name]))
        problems.add(Problem(said, _("The mapping"), column=place, value=str(value)))

    values: dict[str, Any] = {}
    if not isinstance(found, dict):
        tell(_("A column with its meaning was expected."), "", found)
        return values
    for name in needed:
        if name not in found:
            tell(_("This is missing."), name)
    for name, value in found.items():
        read, expected = fields.get(name, UNKNOWN)
        try:
            values[name] = read(value)
        except (ValueError, TypeError):
            tell(str(expected), name, value)
    return values
