"""How figures travel to charts.js: as JSON without a needless byte."""

from collections.abc import Iterable, Sequence
from html import escape
from json import dumps

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.formats import get_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from dashboard.charts.table import Cell, Column, Table

register = template.Library()

HEAD, TEXT_HEAD = '<th scope="col">', '<th scope="col" class="text">'
# In JSON within a page. A break first, as a new line: its brackets would be 12 bytes.
ESCAPED = {"<br>": r"\n", "&": r"\u0026", "<": r"\u003C", ">": r"\u003E"}
NUMBER, TEXT = "<td>", '<td class="text">'


@register.filter
def compact_json_script(value: object, element_id: str) -> SafeString:
    """Django's json_script, with fewer bytes: no blanks between items, and letters as
    they are, since the page is UTF-8. Django's `translate` takes longer than all else.
    """
    text = dumps(
        value, cls=DjangoJSONEncoder, separators=(",", ":"), ensure_ascii=False
    )
    for sign, escaped in ESCAPED.items():
        text = text.replace(sign, escaped)
    script = '<script id="{}" type="application/json">{}</script>'
    return format_html(script, element_id, mark_safe(text))  # noqa: S308 - escaped


@register.filter
def head_cells(columns: Iterable[Column]) -> SafeString:
    """The cells over a table's columns, which say where those of numbers stand."""
    cells = "".join(
        f"{HEAD if each.number else TEXT_HEAD}{escape(str(each.label))}</th>"
        for each in columns
    )
    return mark_safe(cells)  # noqa: S308 - each label is escaped


@register.filter
def body_rows(table: Table) -> SafeString:
    """The rows of a table's body; node by node they took as long as all the rest."""
    rows = "".join(f"<tr>{_row(row)}</tr>" for row in table.cells)
    return mark_safe(rows)  # noqa: S308 - each text is escaped in `_row`


def _row(cells: Sequence[Cell]) -> str:
    """The first cell names the row."""
    first, *others = cells
    found = "".join(
        f"{NUMBER if cell.number else TEXT}{escape(str(cell.text))}</td>"
        for cell in others
    )
    return f'<th scope="row">{escape(str(first.text))}</th>{found}'


@register.simple_tag
def separators() -> str:
    """The signs for decimals and thousands of the language, as Plotly takes them."""
    return f"{get_format('DECIMAL_SEPARATOR')}{get_format('THOUSAND_SEPARATOR')}"
