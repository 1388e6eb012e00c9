"""An empty file to fill in, whose columns explain themselves by their names."""

from collections.abc import Iterator

from django.conf import settings

from ruptures.exchange.export import FOR_EXCEL, as_csv
from ruptures.exchange.others.mapping import Mapping, Meaning, raters_of
from ruptures.exchange.others.targets import TARGETS, Target
from ruptures.instruments import instruments

# Of the long shape, one row a session, with a date.
LEFT_OUT = {"start", "row", "event", "number", "box"}


def template() -> str:
    """CSV text: a header, nothing below it."""
    return FOR_EXCEL + as_csv([tuple(each.column for each in in_template())])


def mapping_of_template() -> Mapping:
    return Mapping(columns=tuple(in_template()))


def in_template() -> Iterator[Meaning]:
    for target in TARGETS:
        if target.name not in LEFT_OUT:
            yield from of_target(target)


def of_target(target: Target) -> Iterator[Meaning]:
    name = target.name
    if name == "score":
        for key, known in instruments(settings.OWN_INSTRUMENTS).items():
            for rater in known.raters:
                yield Meaning(
                    column=f"{rater}_{key}", means=name, rater=rater, instrument=key
                )
    elif target.rated:
        for rater in raters_of(Meaning(column="", means=name)):
            yield Meaning(column=f"{rater}_{name}", means=name, rater=rater)
    else:
        yield Meaning(column=name, means=name)
