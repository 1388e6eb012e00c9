"""What a PDF says of itself, in the words of the tests; pypdf reads it."""

import io
from collections.abc import Iterator
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import Destination

FOOT = 42  # points from the lower edge, in which a page's foot stands
Element = dict[str, Any]


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf), strict=True)


def words(page: PageObject) -> str:
    """The text of a page in its order, on one line, with plain spaces."""
    return " ".join(page.extract_text().split())


def all_words(reader: PdfReader) -> str:
    return " ".join(map(words, reader.pages))


def sizes(reader: PdfReader) -> set[tuple[int, int]]:
    """Widths and heights of its pages, in points."""
    boxes = (page.mediabox for page in reader.pages)
    return {(round(box.width), round(box.height)) for box in boxes}


def fonts(reader: PdfReader) -> list[Element]:
    """The description of each font of each page."""
    used = (page["/Resources"]["/Font"].values() for page in reader.pages)
    found = [font.get_object() for each in used for font in each]
    parts = [font.get("/DescendantFonts", [font])[0].get_object() for font in found]
    return [part["/FontDescriptor"].get_object() for part in parts]


def elements(reader: PdfReader) -> list[Element]:
    """The structure that a screen reader goes along, in its order."""
    return list(_below(reader.trailer["/Root"]["/StructTreeRoot"]))


def pages_of(element: Element) -> set[int]:
    """Object numbers of the pages on which it stands."""
    found = [element, *_below(element)]
    return {each.raw_get("/Pg").idnum for each in found if "/Pg" in each}


def cells_of(row: Element) -> set[str]:
    """The kinds of its cells; of anything else itself."""
    kinds = {each["/S"] for each in _below(row) if each.get("/S") in ("/TH", "/TD")}
    return kinds or {row["/S"]}


def heights(page: PageObject) -> list[float]:
    """How high each line of text stands above the lower edge; no foot among them."""
    found: set[float] = set()

    def visit(text: str, place: list[float], matrix: list[float], *_: Any) -> None:
        if text.strip():
            found.add(place[1] * matrix[4] + place[3] * matrix[5] + place[5])

    page.extract_text(visitor_text=visit)
    return sorted(height for height in found if height > FOOT)


def largest(page: PageObject) -> float:
    """Points of its largest letters, as printed."""
    found: list[float] = []

    def visit(
        text: str, place: list[float], matrix: list[float], _font: Any, size: float
    ) -> None:
        if text.strip():
            found.append(abs(place[0] * matrix[0] * size))

    page.extract_text(visitor_text=visit)
    return max(found)


def headings(reader: PdfReader) -> list[tuple[int, float]]:
    """The page of each heading, from 0, and how high its upper edge stands."""
    return [
        (reader.get_destination_page_number(each), float(each.top))
        for each in _flat(reader.outline)
    ]


def _below(element: Any) -> Iterator[Element]:
    children = element.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        found = child.get_object()
        if isinstance(found, dict):
            yield found
            yield from _below(found)


def _flat(outline: Any) -> Iterator[Destination]:
    for each in outline:
        if isinstance(each, list):
            yield from _flat(each)
        else:
            yield each
