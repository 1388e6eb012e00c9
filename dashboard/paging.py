"""Long lists, a page at a time."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest


def page_of(
    request: HttpRequest,
    rows: Any,
    size: int,
    name: str = "page",
    count: int | None = None,
) -> Page:
    """The page asked for by `?page=`; the nearest one where there is no such page."""
    return page_at(request.GET.get(name), rows, size, count)


def page_at(number: str | None, rows: Any, size: int, count: int | None = None) -> Page:
    """Page `number`; where the `count` of rows is known, nobody is asked for it."""
    pages = Paginator(rows, size)
    if count is not None:
        pages.count = count
    return pages.get_page(number)
