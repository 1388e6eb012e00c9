"""What views share about requests."""

import datetime
import gc
import uuid
import weakref

import pytest
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.session import SessionStorage
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from dashboard.http import day_named, partial, rendered, undoable


@pytest.mark.parametrize(
    ("headers", "template"),
    [
        ({}, "case/list.html"),
        ({"HX-Request": "true", "HX-Target": "other"}, "case/list.html"),
        (
            {"HX-Request": "true", "HX-Target": "case-list"},
            "case/list.html#case-list",
        ),
    ],
    ids=["page", "another target", "target"],
)
def test_partial_is_taken_where_htmx_swaps_that_element(headers, template):
    request = RequestFactory().get("/cases/", headers=headers)
    request.htmx = HtmxDetails(request)

    assert partial(request, "case/list.html", "case-list") == template


def test_undoable_message_carries_its_act():
    key = uuid.UUID("6f9c1f5e-3ad1-4d0f-8a5c-0d5a7a3d9f10")
    request = RequestFactory().post("/log/")
    request.session = {}
    request._messages = SessionStorage(request)

    undoable(request, "K7QM, Sat 21 Nov: no strain. Saved", key)

    said = [(m.message, m.extra_tags) for m in messages.get_messages(request)]
    assert said == [("K7QM, Sat 21 Nov: no strain. Saved", str(key))]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-20", datetime.date(2026, 11, 20)),
        ("1950-01-01", datetime.date(1950, 1, 1)),
        ("1949-12-31", None),
        ("9999-12-31", None),
        ("2026-02-30", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_an_address_names_a_day_of_a_likely_year_or_none(text, day):
    assert day_named(text) == day


class Rows(list):
    """A list that tells when it is gone."""


def test_what_a_page_was_made_from_is_gone_with_it():
    request, rows = RequestFactory().get("/"), Rows(["quiet"])
    request.user, seen = AnonymousUser(), weakref.ref(rows)
    gc.disable()

    try:
        answer = rendered(request, "_not_appraisal.html", {"rows": rows})
        del rows
        gone = seen() is None
    finally:
        gc.enable()

    assert b"Not a measure of skill" in answer.content
    assert gone
