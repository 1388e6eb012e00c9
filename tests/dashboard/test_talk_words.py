"""Entries of the list in words, where only rounding could make them false."""

import datetime

import pytest

from dashboard.talk_words import words_for
from ruptures.summaries.talk import TalkEntry, TalkScore
from ruptures.taxonomy import TalkRule
from tests.factories import CaseFactory


@pytest.mark.parametrize(
    ("value", "limit", "said"),
    [
        (30.0, 45.68, "CALPAS by the client 30, below its limit of 45.7"),
        (4.56, 4.58, "CALPAS by the client 4.56, below its limit of 4.58"),
        (4.56, 4.5604, "CALPAS by the client 4.5600, below its limit of 4.5604"),
    ],
)
def test_a_score_never_seems_to_lie_on_the_limit_it_is_below(value, limit, said):
    score = TalkScore("calpas", "client", value, limit, higher_is_better=True)
    entry = TalkEntry(
        TalkRule.LOW_SCORE,
        CaseFactory.build(),
        datetime.date(2026, 3, 2),
        9,
        score=score,
    )

    assert words_for(entry) == said
