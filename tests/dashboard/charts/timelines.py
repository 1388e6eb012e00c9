"""Timelines of all kinds, from values written down here."""

import datetime

from dashboard.charts.timeline import Shown
from ruptures.instruments import instruments
from ruptures.models.rupture import Status
from ruptures.summaries.scores import Judged
from ruptures.summaries.series import Point, Series
from ruptures.summaries.timeline import Attempt, Event, Stop, Thread, Timeline

START = datetime.date(2026, 1, 5)
WEEK = datetime.timedelta(weeks=1)
SRS = instruments()["srs"]
# Of the first 8, limits 31.1 to 37.2 by hand: see tests/ruptures/summaries.
SCORES = [33, 34, 33, 35, 34, 35, 34, 35, 36, 35, 36, 35, 34, 35, 27, 31, 35, 36, 33]
SCORES += [34, 36, 35, 36, 36]


def line_of(answers, threads=(), events=(), **others):
    """A session a week by the therapist's answers; "missed" did not take place."""
    stops, number = [], 0
    for place, answer in enumerate(answers):
        held = answer != "missed"
        number += held
        said = {"therapist": answer} if held and answer else {}
        said |= {rater: by[place] for rater, by in others.items() if held}
        stops.append(
            Stop(
                place,
                START + WEEK * place,
                "held" if held else "missed",
                number if held else None,
                said,
            )
        )
    return Timeline(tuple(stops), tuple(threads), tuple(events))


def judged(values, **settings):
    points = tuple(Point(place, float(v), float(v)) for place, v in enumerate(values))
    return Judged.of(Series("srs", "client", 0, 40, True, points), **settings)


def shown(line, scores=None, **settings):
    window = settings.pop("window", range(len(line.stops)))
    return Shown(line, window, scores, scores and SRS, **settings)


RUPTURES = (
    Thread(1, "withdrawal", Status.RESOLVED, (Attempt(1, 2), Attempt(3, 5))),
    Thread(2, "confrontation", Status.CLOSED, ()),
    Thread(5, "mixed", Status.PARTLY, (Attempt(6, None),)),
)
USUAL = line_of(
    ["no", "yes", "yes", "unsure", "missed", "yes", "no", ""],
    RUPTURES,
    [Event(START + WEEK, "Moved to video"), Event(START + WEEK * 3, None)],
    client=["no", "no", "yes", "yes", "", "no", "yes", "no"],
    observer=["differ", "no", "yes", "yes", "", "no", "yes", "no"],
)
LINES = {
    "usual": shown(USUAL),
    "with scores": shown(line_of(["no"] * 24, RUPTURES), judged(SCORES)),
    "none": shown(line_of([])),
    "one": shown(line_of(["yes"])),
    "all yes": shown(line_of(["yes"] * 30)),
    "all no": shown(line_of(["no"] * 30)),
    "all unsure": shown(line_of(["unsure"] * 30)),
    "none held": shown(line_of(["missed"] * 3)),
    "observers only": shown(line_of([""] * 3, observer=["yes", "no", "differ"])),
    "constant scores": shown(line_of(["no"] * 20), judged([36] * 20)),
    "five scores": shown(line_of(["no"] * 20), judged(SCORES[:5])),
    "one score": shown(line_of(["no"]), judged([36])),
    "lowest scores": shown(line_of(["no"] * 9), judged([0] * 8 + [40])),
    "no score in the window": shown(
        line_of(["no"] * 30), judged(SCORES[:8]), window=range(10, 30)
    ),
    "1,000 sessions": shown(
        line_of(
            ["yes"] * 1000, [Thread(n, "mixed", Status.OPEN, ()) for n in range(9)]
        ),
        judged(SCORES * 40),
        window=range(900, 1000),
    ),
}
