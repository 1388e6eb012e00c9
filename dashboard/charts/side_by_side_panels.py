"""What small pictures one under the other have in common: one scale, a name each."""

from dashboard.charts.layout import INK, PAPER, RULE, Figure, axis, note
from dashboard.templatetags.rupture_repair import percent

HEIGHT = 130  # pixels of one picture, its name included
TALL = 0.74  # of it, from 0 to 100 %
SHARES = (0, 0.5, 1)


def height_of(count: int) -> int:
    """Pixels of so many pictures and the axis under them."""
    return 60 + HEIGHT * count


def lifted(share: float | None, base: int) -> float | None:
    """Where a share lies in the picture whose 0 % is at `base`."""
    return None if share is None else base + TALL * share


def scale(count: int) -> Figure:
    ends = [base + TALL * share for base in range(count) for share in SHARES]
    return axis(
        range=[-0.04, count],
        tickvals=ends,
        ticktext=[percent(share) for share in SHARES] * count,
        gridcolor=RULE,
    )


def name_over(told: str, base: int) -> Figure:
    return note(
        told,
        0,
        base + TALL + 0.04,
        xref="paper",
        xanchor="left",
        yanchor="bottom",
        font={"size": 13, "color": INK},
        bgcolor=PAPER,
        borderpad=0,
    )
