"""What a column probably means, by its name; and cells that mean one of our codes."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from string import digits
from typing import NamedTuple

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy

from ruptures.exchange.others.mapping import Place
from ruptures.exchange.others.targets import (
    BY_NAME,
    CHECKED,
    OTHER,
    RATERS,
    SESSION,
    TYPES,
    UNCHECKED,
)
from ruptures.exchange.package.tables import REPORTS, SESSIONS
from ruptures.instruments import instruments

# By target, the surest first; parts of names are joined by one low line.
NAMES = {
    "case": (
        *("case", "client", "id", "case_id", "client_id", "record_id", "code"),
        *("participant", "participant_id", "patient", "patient_id", "subject"),
        *("subject_id", "pid", "klient", "patient_in"),
    ),
    "row": ("redcap_repeat_instrument", "repeat_instrument"),
    "number": (
        *("redcap_repeat_instance", "repeat_instance", "number", "session"),
        *("session_number", "session_no", "session_nr", "nr", "no"),
        *("sitzung", "seance"),
    ),
    "start": ("start", "start_date", "started_on", "first_session"),
    "date": (
        *("date", "session_date", "date_of_session", "visit_date", "date_of_visit"),
        *("datum", "date_seance", "date_de_la_seance", "day", "tag", "jour"),
    ),
    "time": ("time", "time_of_day", "session_time", "uhrzeit", "zeit", "heure"),
    "attendance": ("attendance", "attended"),
    "modality": ("modality", "setting", "format"),
    "type": ("type", "rupture_type", "answer"),
}
RANKS = {name: at for names in NAMES.values() for at, name in enumerate(names)}
ROWS = ((SESSION, gettext_lazy("a session")), (OTHER, gettext_lazy("something else")))
BOX = (
    (CHECKED[0], gettext_lazy("checked")),
    (UNCHECKED[0], gettext_lazy("not checked")),
)
RATED = ("strain", "intensity", "resolution")
YES, NO, UNSURE = "yes", "no", "unsure"
WORDS = {
    "strain": {
        **dict.fromkeys(("y", "true", "ja", "oui", "wahr", "vrai"), YES),
        **dict.fromkeys(("n", "false", "nein", "non", "falsch", "faux"), NO),
        **dict.fromkeys(("maybe", "unclear", "unklar", "incertain"), UNSURE),
    },
    "type": {"none": NO},
    "box": {
        **dict.fromkeys(("1", "x", "y", "yes", "true", "ja", "oui"), CHECKED[0]),
        **dict.fromkeys(("0", "n", "no", "false", "nein", "non"), UNCHECKED[0]),
    },
}


class Series(NamedTuple):
    """Columns of one name and the numbers 1, 2, 3 and so on behind it."""

    name: str
    columns: Sequence[str]


def simple(name: str) -> str:
    """Small letters without accents, in parts joined by one low line."""
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore")
    return re.sub(r"[^a-z0-9]+", "_", plain.decode()).strip("_")


def likely(name: str) -> list[Place]:
    """What a column of that name may mean, the likeliest first; nothing: not known."""
    words = simple(name)
    found = [Place(target) for target, names in NAMES.items() if words in names]
    return found or [*rated(words)]


def rated(words: str) -> Iterator[Place]:
    """A name with one of the raters in it, or without."""
    parts = [each for each in words.split("_") if each]
    said = [str(each) for each in RATERS if each in parts]
    rest = "_".join(part for part in parts if part not in said)
    rest = "strain" if rest in questions() else rest
    if rest in RATED and len(said) < 2:
        yield from (Place(rest, rater) for rater in said or map(str, RATERS))
    for key, known in instruments(settings.OWN_INSTRUMENTS).items():
        if rest == simple(key) and len(said) < 2:
            raters = said or known.raters
            yield from (Place("score", each, key) for each in raters)


@cache
def questions() -> frozenset[str]:
    """The one question of the product in each language, as a column's name."""
    found = set()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.add(simple(str(BY_NAME["strain"].meaning)))
    return frozenset(found)


def series(header: Sequence[str]) -> Iterator[Series]:
    """Those that begin at 1 and leave none out, two columns at least."""
    found: dict[str, dict[int, str]] = {}
    for name in header:
        stem = name.rstrip(digits)
        number = name[len(stem) :].lstrip("0")
        if 0 < len(number) <= 4:
            numbered = found.setdefault(stem.rstrip(" _.-"), {})
            numbered.setdefault(int(number), name)
    for name, numbered in found.items():
        numbers = sorted(numbered)
        if len(numbers) > 1 and numbers == [*range(1, len(numbers) + 1)]:
            yield Series(name, [numbered[each] for each in numbers])


@cache
def words_of(means: str) -> Mapping[str, str]:
    """Cells in small letters that mean one of the target's codes: its words here."""
    found = {code: code for code in BY_NAME[means].codes}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {str(text).lower(): code for code, text in labels(means)}
    return found | WORDS.get(means, {})


def labels(means: str) -> Sequence[tuple[str, object]]:
    if means == "type":
        return [(str(each), each.label) for each in TYPES]
    if means in {"row", "event"}:
        return ROWS
    if means == "box":
        return BOX
    columns = (*SESSIONS.columns, *REPORTS.columns)
    return next((each.labels for each in columns if each.name == means), ())
