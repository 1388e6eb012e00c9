"""Long lists, a page at a time."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest


def page_of(request: HttpRequest, rows: Any, size: int, name: str = "page") -> Page:
    """The page asked for by `?page=`; the nearest one where there is no such page."""
    return Paginator(rows, size).get_page(request.GET.get(name))
