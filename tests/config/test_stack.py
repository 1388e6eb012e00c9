"""Loops deep in a request ask the system for no memory at each call."""

import resource
import sys

import pytest

from config.stack import with_room

DEPTHS = range(200)  # of calls, as deep as templates stand and deeper
CALLS = 300


def call() -> None:
    """What is called in the loop."""


def faults_at(depth: int) -> int:
    """Pages of memory newly asked for by a loop of calls at that depth."""
    if depth:
        return faults_at(depth - 1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(CALLS):
        call()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def worst(_environ: dict, _start: object) -> list[int]:
    return [max(map(faults_at, DEPTHS))]


def test_no_depth_asks_for_memory_at_each_call() -> None:
    [faults] = with_room(worst)({}, lambda *_: lambda _body: None)

    assert faults < CALLS / 10


@pytest.mark.skipif(sys.version_info >= (3, 13), reason="releases since 2026 keep one")
def test_without_room_some_depth_does() -> None:
    [faults] = worst({}, None)

    assert faults >= CALLS
