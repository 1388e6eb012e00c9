"""Values as the cells of a CSV file, safe to open in a spreadsheet."""

import datetime
import re
import uuid

Value = str | int | bool | datetime.date | datetime.time | uuid.UUID | None

# What a spreadsheet may take for a formula, full-width signs too; and the mark itself.
FORMULA = re.compile(r"'|\s*[=+\-@＝＋－＠]|[^\S\t\r\n]*[\t\r\n]")  # noqa: RUF001


def cell(value: Value) -> str:
    """Numbers as they are, ISO dates and times, yes and no, text under guard."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime.datetime):
        return f"{value.astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%SZ}"
    if isinstance(value, datetime.time):
        return f"{value:%H:%M}"
    if isinstance(value, str):
        return guarded(value)
    return str(value)


def guarded(text: str) -> str:
    """The text with one `'` before it where a spreadsheet might calculate it."""
    return f"'{text}" if FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """Exactly the text that was guarded."""
    return text.removeprefix("'")
