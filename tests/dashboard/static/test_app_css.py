"""The colours: what is read, and what is touched, stands out from its ground (WCAG)."""

import re
from itertools import pairwise, product
from pathlib import Path

import pytest

CSS = Path("dashboard/static/dashboard/app.css").read_text(encoding="utf-8")
LIGHT, DARK = CSS.split("@media (prefers-color-scheme: dark)")[:2]
PRINT = CSS.split("@media print")[1]
GROUNDS = ("paper", "surface", "band", "tint", "confrontation-tint")
TEXTS = ("ink", "muted", "withdrawal", "confrontation", "repair", "alert")
MARKS = ("ink", "muted", "withdrawal", "confrontation", "repair")
STACK = ("stack-1", "stack-2", "stack-3")  # one on the other, strongest first
EDGES = ("edge", "focus", "accent", "withdrawal", "confrontation", "alert")


def colours(sheet: str) -> dict[str, str]:
    root = sheet.split("/* Ground")[0]
    return dict(re.findall(r"--([\w-]+): #(\w{6});", root))


SCHEMES = {"light": colours(LIGHT), "dark": colours(DARK)}
SHEETS = SCHEMES | {"print": SCHEMES["light"] | colours(PRINT)}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    darker, lighter = sorted(map(luminance, (first, second)))
    return (lighter + 0.05) / (darker + 0.05)


def too_faint(scheme, pairs, least):
    found = {pair: contrast(*(scheme[name] for name in pair)) for pair in pairs}
    return {pair: ratio for pair, ratio in found.items() if ratio < least}


def test_contrast_of_black_on_white_is_21():
    assert contrast("000000", "ffffff") == pytest.approx(21)


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES)
def test_text_has_enough_contrast_on_every_ground(scheme):
    pairs = [*product(TEXTS, GROUNDS), ("on-accent", "accent")]

    assert too_faint(scheme, pairs, 4.5) == {}


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES)
def test_edges_of_controls_and_the_focus_ring_can_be_seen(scheme):
    pairs = [*product(EDGES, ("paper", "surface")), ("on-accent", "withdrawal")]

    assert too_faint(scheme, pairs, 3) == {}


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
def test_marks_of_charts_can_be_seen_on_paper(sheet):
    pairs = product((*MARKS, *STACK), ["paper"])

    assert too_faint(sheet, pairs, 3) == {}


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
def test_parts_of_a_stacked_bar_differ_by_lightness_alone(sheet):
    assert too_faint(sheet, pairwise(STACK), 1.75) == {}
