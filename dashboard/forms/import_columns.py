"""What a file of another program means: how it is written, and each of its columns."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dashboard.forms.base import DateField
from ruptures.exchange.others.beginning import Asked, spread
from ruptures.exchange.others.fields import FARTHEST, HIGHEST, LONGEST_WORD
from ruptures.exchange.others.mapping import (
    DAY_FIRST,
    MONTH_FIRST,
    YEAR_FIRST,
    Mapping,
    Meaning,
    Place,
    raters_of,
)
from ruptures.exchange.others.names import labels
from ruptures.exchange.others.targets import BY_NAME, CHOICES, RATERS, TARGETS
from ruptures.instruments import instruments
from ruptures.taxonomy import MARKERS, Answer, Rater

ENCODINGS = (
    ("utf-8-sig", "UTF-8"),
    ("cp1252", _("Windows, Western Europe")),
    ("cp1250", _("Windows, Central Europe")),
    ("utf-16", "UTF-16"),
    ("utf-16-le", "UTF-16 LE"),
    ("utf-16-be", "UTF-16 BE"),
)
DELIMITERS = (
    (",", _("comma")),
    (";", _("semicolon")),
    ("tab", _("tab")),
    ("|", _("vertical bar")),
)
TAB = {"\t": "tab"}
ORDERS = (
    (YEAR_FIRST, "2026-11-21"),
    (DAY_FIRST, _("21.11.2026: the day first")),
    (MONTH_FIRST, _("11/21/2026: the month first")),
)
TEXT, BOOK = ("encoding", "delimiter"), ("sheet",)
COUNTED = ("start", "every")  # where sessions have no day
# What a select says; the sentences of `targets` stand in the preview.
SHORT: dict[str, str | Promise] = {
    "case": _("the client’s id"),
    "start": _("day of the first session"),
    "row": _("whether the row is a session"),
    "event": _("whether the event is a session"),
    "date": _("day"),
    "time": _("time of day"),
    "number": _("number of the session"),
    "attendance": _("whether it took place"),
    "modality": _("how you met"),
    "type": _("answer as in the log"),
    "strain": _("any strain between you?"),
    "intensity": _("how strong"),
    "resolution": _("how far resolved"),
}
BOXES: dict[str, str | Promise] = {
    Answer.NO: _("no strain"),
    Answer.WITHDRAWAL: _("withdrawal rupture"),
    Answer.CONFRONTATION: _("confrontation rupture"),
    **dict(MARKERS.choices),
}
WHO: dict[str, str | Promise] = {
    Rater.THERAPIST: _("You"),
    Rater.CLIENT: _("Client"),
    Rater.OBSERVER: _("Observer"),
}
ANSWERED: dict[str, str | Promise] = {
    Rater.THERAPIST: _("You answered"),
    Rater.CLIENT: _("The client answered"),
    Rater.OBSERVER: _("An observer answered"),
}


class HeadForm(forms.Form):
    """How the file is written; only what its kind has: text, or an Excel file.

    Days are counted only where no column holds them.
    """

    use_required_attribute = False

    encoding = forms.ChoiceField(label=_("Letters are written as"), choices=ENCODINGS)
    delimiter = forms.ChoiceField(label=_("Between columns stands"), choices=DELIMITERS)
    sheet = forms.ChoiceField(label=_("Sheet"))
    dates = forms.ChoiceField(label=_("Days look like"), choices=ORDERS)
    decimal = forms.ChoiceField(
        label=_("Decimals look like"), choices=[(".", "36.5"), (",", "36,5")]
    )
    start = DateField(
        _("Day of the first session"),
        required=False,
        help_text=_("Of clients for whom no column tells it."),
    )
    every = forms.IntegerField(
        label=_("Days from one session to the next"),
        required=False,
        min_value=1,
        max_value=FARTHEST,
        help_text=_("Then days are counted, and are not those of the sessions."),
    )
    missing = forms.CharField(
        label=_("Cells that say nothing"),
        required=False,
        max_length=2000,
        help_text=_("Empty ones, and these, with a comma between them."),
        widget=forms.Textarea({"rows": 2}),
    )
    ids = forms.CharField(
        label=_("List of the ids"),
        required=False,
        max_length=LONGEST_WORD,
        help_text=_("Only where ids of several lists are alike, such as two clinics’."),
    )

    def __init__(self, data: Any = None, *, mapping: Mapping, sheets: Sequence[str]):
        super().__init__(data, initial=initial(mapping, sheets), prefix="file")
        for name in TEXT if sheets else BOOK:
            del self.fields[name]
        if mapping.has("date"):
            for name in COUNTED:
                del self.fields[name]
        if sheets:
            self.fields["sheet"].choices = [(each, each) for each in sheets]  # type: ignore[attr-defined]

    @property
    def values(self) -> dict[str, Any]:
        """Fields of the mapping."""
        found = dict(self.cleaned_data)
        if found.get("delimiter") == "tab":
            found["delimiter"] = "\t"
        return found

    def clean_missing(self) -> tuple[str, ...]:
        cells = [
            each.strip() for each in re.split("[,\n]", self.cleaned_data["missing"])
        ]
        if any(len(each) > LONGEST_WORD for each in cells):
            said = _("One of these is too long: %(most)s characters at most.")
            raise forms.ValidationError(said, params={"most": LONGEST_WORD})
        return tuple(filter(None, cells))


def initial(mapping: Mapping, sheets: Sequence[str]) -> dict[str, Any]:
    names = [*TEXT, *BOOK, "dates", "decimal", "ids", "start", "every"]
    found = {name: getattr(mapping, name) for name in names}
    return found | {
        "delimiter": TAB.get(mapping.delimiter, mapping.delimiter),
        "sheet": mapping.sheet or (sheets[0] if sheets else ""),
        "missing": ", ".join(mapping.missing),
    }


class ColumnForm(forms.Form):
    """What a column becomes, and the session that it is about."""

    use_required_attribute = False

    means = forms.ChoiceField(label=_("Becomes"), required=False)
    session = forms.IntegerField(
        label=_("Of session number"), required=False, min_value=1, max_value=HIGHEST
    )

    def __init__(self, data: Any = None, *, asked: Asked, name: str):
        meaning = asked.meaning
        chosen = ":".join(meaning.place).rstrip(":") if meaning else ""
        session = meaning.session if meaning else None
        super().__init__(
            data,
            initial={"means": chosen, "session": session},
            prefix=f"c{asked.number}",
        )
        means, column = self.fields["means"], {"column": name}
        means.choices = becomes()  # type: ignore[attr-defined]
        means.widget.attrs["aria-label"] = gettext("%(column)s becomes") % column
        of_session = gettext("%(column)s: of session number") % column
        self.fields["session"].widget.attrs["aria-label"] = of_session

    def place(self) -> Place | None:
        """None where the column is passed over."""
        means = self.cleaned_data.get("means")
        return Place(*means.split(":")) if means else None


def becomes() -> Iterator[tuple[Any, Any]]:
    """All that a column can become, by who says it."""
    yield "", _("passed over")
    whole = [each.name for each in TARGETS if not each.rated and each.name in SHORT]
    yield _("The session"), [(name, SHORT[name]) for name in whole]
    boxes = [(f"box:::{each}", of_box(each)) for each in CHOICES]
    yield _("Of several boxes, the one for"), boxes
    rated = [each.name for each in TARGETS if each.rated and each.name in SHORT]
    known = instruments(settings.OWN_INSTRUMENTS).values()
    for rater in RATERS:
        answers: list[tuple[str, Any]] = [
            (f"{name}:{rater}", by(rater, SHORT[name]))
            for name in rated
            if rater in raters_of(Meaning(column="", means=name))
        ]
        scores = [each for each in known if rater in each.raters]
        answers += [
            (f"score:{rater}:{each.key}", by(rater, each.name)) for each in scores
        ]
        if rater == Rater.CLIENT:  # what the guess says of series without a name
            answers += [(f"score:{rater}", _("a total: choose its instrument"))]
        yield ANSWERED[rater], answers


def of_box(choice: str) -> str:
    """Also that it is a box, as a select that is closed shows no group."""
    return gettext("box: %(what)s") % {"what": BOXES[choice]}


def by(rater: Rater, what: str | Promise) -> str:
    """Also who said it, as a select that is closed shows no group."""
    return gettext("%(who)s: %(what)s") % {"who": WHO[rater], "what": what}


class CellForm(forms.Form):
    """What one cell of a column of codes means."""

    use_required_attribute = False

    cell = forms.CharField(
        widget=forms.HiddenInput, max_length=LONGEST_WORD, required=False, strip=False
    )
    code = forms.ChoiceField(required=False)

    def __init__(self, *, means: str, cell: str, code: str, prefix: str):
        super().__init__(initial={"cell": cell, "code": code}, prefix=prefix)
        field = self.fields["code"]
        named = dict(labels(means))
        codes = [
            (each, named.get(each, each))
            for each in BY_NAME[means].codes
            if each in named or not named
        ]
        field.choices = [("", "—"), *codes]  # type: ignore[attr-defined]


def cell_forms(asked: Asked) -> list[CellForm]:
    """Of the cells whose meaning has to be said."""
    if asked.meaning is None:
        return []
    return [
        CellForm(
            means=asked.meaning.means,
            cell=cell,
            code=asked.codes.get(cell, ""),
            prefix=f"c{asked.number}-{number}",
        )
        for number, cell in enumerate(asked.coded)
    ]


def said_of(data: Any, asked: Asked, name: str) -> Meaning | None:
    """What was sent about that column; None where it is passed over."""
    form = ColumnForm(data, asked=asked, name=name)
    form.is_valid()
    place = form.place()
    if place is None:
        return None
    session = form.cleaned_data.get("session")
    meaning = Meaning(column=name, **place._asdict(), session=session)
    before = asked.meaning
    if before is None or before.means != place.means:
        return replace(meaning, values=replace(asked, meaning=meaning).codes)
    return replace(meaning, values=codes_in(data, asked))


def codes_in(data: Any, asked: Asked) -> dict[str, str]:
    """The codes that were chosen for the cells shown; others keep theirs."""
    found = dict(asked.meaning.values) if asked.meaning else {}
    for each in cell_forms(asked):
        cell, code = each.initial["cell"], data.get(each.add_prefix("code"), "")
        found.pop(cell, None)
        if code in BY_NAME[asked.meaning.means].codes if asked.meaning else False:
            found[cell] = code
    return found


def meanings_in(data: Any, lines: Sequence[Asked]) -> Iterator[Meaning]:
    """Of every column that is not passed over."""
    for asked in lines:
        meaning = said_of(data, asked, asked.columns[0])
        if meaning is not None:
            yield from spread(asked, meaning)
