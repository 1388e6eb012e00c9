import logging
import sys

from django.http import Http404
from django.test import RequestFactory
from django.urls import resolve

from config.logs import WithoutContent


def record(**extra):
    made = logging.makeLogRecord({"msg": "Not Found: %s", "args": ("/join/s3cret/",)})
    made.__dict__.update(extra)
    return made


def test_a_request_is_named_by_its_view_not_its_address():
    request = RequestFactory().get("/join/s3cret/")
    request.resolver_match = resolve("/join/s3cret/")

    line = WithoutContent().format(record(request=request, status_code=404))

    assert line == "404 GET dashboard:join"


def test_the_token_of_a_check_in_is_not_logged():
    request = RequestFactory().get("/check-in/s3cret/")
    request.resolver_match = resolve("/check-in/s3cret/")
    made = record(request=request, status_code=404)
    made.args = ("/check-in/s3cret/",)

    assert WithoutContent().format(made) == "404 GET dashboard:check-in"


def test_an_exception_is_logged_without_its_message():
    quoted = " ".join(["K7QM", "is not yours"])
    try:
        raise Http404(quoted)
    except Http404:
        made = record(exc_info=sys.exc_info())
        made.args, made.msg = (), "failed"

    text = WithoutContent().format(made)

    assert "K7QM is not yours" not in text
    assert text.endswith("django.http.response.Http404")
