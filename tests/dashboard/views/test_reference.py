"""The reference page names every range and rule, each with an address of its own."""

import pytest

from ruptures.instruments import instruments
from ruptures.reference import claims, range_sets
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client):
    client.force_login(UserFactory())
    return client.get("/reference/").text


def test_every_range_can_be_linked_and_says_how_far_it_was_verified(page):
    missing = [
        each.key
        for group in range_sets()
        for each in group.ranges
        if f'id="{each.key}"' not in page or each.doi not in page
    ]

    assert missing == []
    assert page.count("Checked on 22 Nov 2026") == 7 + len(instruments())


def test_every_instrument_can_be_linked_with_its_range_and_line(page):
    text = " ".join(page.split())

    missing = [key for key in instruments() if f'id="instrument-{key}"' not in page]

    assert missing == []
    assert 'WAI-SR <span class="nowrap"> total 12 to 60 </span>' in text
    assert 'ARM-5 <span class="nowrap"> mean 1 to 7 </span>' in text
    assert "Its own line: 36. Told with the scale" in text
    assert "was not confirmed: compare it with the form you use" in text


def test_every_claim_is_cited_and_those_not_checked_say_so(page):
    assert page.count("doi:10.1037/pst0000185") == 1
    assert page.count("Not checked: repeated from other work.") == sum(
        not each.read for each in claims()
    )


@pytest.mark.parametrize(
    "rule",
    [
        "rate",
        "few",
        "interval",
        "verdict",
        "month",
        "movement",
        "resolved",
        "repair",
        "agreement",
        "coverage",
        "delay",
    ],
)
def test_every_rule_can_be_linked(page, rule):
    assert f'id="rule-{rule}"' in page


def test_the_rules_name_the_numbers_in_use(page):
    assert "Below 10 answered sessions there are counts only" in page
    assert "From 20 answered sessions with 5 clients on" in page
    assert "The cut of 4 is this product's own." in page
