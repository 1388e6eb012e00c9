"""Chance for the synthetic practice."""

import uuid
from collections import Counter

import pytest

from ruptures.seeding.dice import Dice, Weighted
from ruptures.taxonomy import Modality


def test_dice_fall_the_same_for_the_same_seed():
    first, second = Dice("seven"), Dice("seven")

    assert [first.key() for _ in range(9)] == [second.key() for _ in range(9)]


def test_a_key_is_a_random_uuid():
    keys = [uuid.UUID(Dice(seed).key()) for seed in range(100)]

    assert {key.version for key in keys} == {4}
    assert {key.variant for key in keys} == {uuid.RFC_4122}
    assert len(set(keys)) == 100


def test_between_takes_in_both_ends():
    dice = Dice(1)

    assert {dice.between(3, 5) for _ in range(100)} == {3, 4, 5}


def test_one_falls_as_often_as_it_weighs():
    dice, weighted = Dice(1), Weighted({"often": 3, "never": 0, "seldom": 1})

    fallen = Counter(dice.one(weighted) for _ in range(40_000))

    assert set(fallen) == {"often", "seldom"}
    assert fallen["often"] / 40_000 == pytest.approx(0.75, abs=0.01)


def test_weighted_choices_are_plain_values():
    assert type(Weighted({Modality.VIDEO: 1}).items[0]) is str


def test_some_are_different_and_no_more_than_there_are():
    dice = Dice(1)

    found = [dice.some("ab", most=3) for _ in range(100)]

    assert {"".join(sorted(each)) for each in found} == {"a", "b", "ab"}


def test_codes_stand_in_the_order_of_their_catalogue():
    dice = Dice(1)

    assert {dice.codes(("b", "a"), most=2) for _ in range(100)} == {"b", "a", "b,a"}
