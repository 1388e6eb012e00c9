"""The reference page names every range and rule, each with an address of its own."""

import pytest

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
    assert page.count("Checked on Sun 22 Nov") == 7


def test_every_claim_is_cited_and_those_not_checked_say_so(page):
    assert page.count("doi:10.1037/pst0000185") == 1
    assert page.count("Not checked: repeated from other work.") == sum(
        not each.read for each in claims()
    )


@pytest.mark.parametrize(
    "rule",
    ["rate", "few", "interval", "verdict", "month", "movement", "resolved", "repair"],
)
def test_every_rule_can_be_linked(page, rule):
    assert f'id="rule-{rule}"' in page


def test_the_rules_name_the_numbers_in_use(page):
    assert "Below 10 answered sessions there are counts only" in page
    assert "From 20 answered sessions with 5 clients on" in page
    assert "The cut of 4 is this product's own." in page
