"""The parts that pages share: fields, chips, scale, toast, confirmation."""

import re
import uuid
from html.parser import HTMLParser

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse

from ruptures.taxonomy import MARKERS, SCALE, RuptureType


class Entry(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    date = forms.DateField(help_text="Not in the future.")
    asked = forms.BooleanField(label="I asked")
    type = forms.ChoiceField(choices=RuptureType, widget=forms.RadioSelect)
    markers = forms.MultipleChoiceField(
        choices=MARKERS.choices, widget=forms.CheckboxSelectMultiple
    )
    strength = forms.TypedChoiceField(
        label="How strong?",
        choices=[("", "?"), *((step, step) for step in SCALE)],
        widget=forms.RadioSelect,
    )


class Reader(HTMLParser):
    """Every element as (tag, attributes), and the text."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.text = [], ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


def read(template, **context):
    return Reader(render_to_string(template, context))


def words(html):
    return re.sub(r"\s+", " ", html.text).strip()


def test_field_ties_help_and_error_to_its_control():
    form = Entry({"date": "soon"})

    html = read("_field.html", field=form["date"])

    assert html.all("input")[0]["aria-describedby"] == "id_date_helptext id_date_error"
    assert html.all("label") == [{"for": "id_date"}]
    assert words(html) == "Date Not in the future. Enter a valid date."


def test_field_may_hide_its_label_and_wait_for_an_answer():
    html = read("_field.html", field=Entry()["date"], hide_label=True, when="both")

    assert html.all("label") == [{"for": "id_date", "class": "visually-hidden"}]
    assert html.all("div")[0] == {"class": "field", "data-when": "both"}


def test_field_puts_a_lone_checkbox_before_its_label():
    html = read("_field.html", field=Entry()["asked"])

    assert [tag for tag, _ in html.elements] == ["div", "label", "input"]
    assert words(html) == "I asked"


def test_field_shows_radios_as_chips_under_a_legend():
    html = read("_field.html", field=Entry()["type"], legend="Which?")

    assert words(html) == "Which? Withdrawal Confrontation Both"
    assert [radio["value"] for radio in html.all("input")] == RuptureType.values


def test_fieldset_of_chips_names_its_error():
    html = read("_chips.html", field=Entry({})["type"])

    assert html.all("fieldset")[0]["aria-describedby"] == "id_type_error"
    assert html.all("ul")[0]["id"] == "id_type_error"


def test_chips_show_the_meaning_where_a_catalogue_is_known():
    form = Entry()
    form.fields["markers"].catalogue = MARKERS

    html = read("_chips.html", field=form["markers"])

    assert "went quiet short answers, little to say" in words(html)


def test_scale_offers_five_steps_and_names_its_ends():
    html = read("_scale.html", field=Entry()["strength"], low="barely", high="very")

    assert [radio["value"] for radio in html.all("input")] == ["1", "2", "3", "4", "5"]
    assert words(html) == "How strong? 1 2 3 4 5 barelyvery"


def test_errors_of_the_whole_form_are_an_alert():
    form = Entry({})
    form.add_error(None, "Changed in another tab.")

    html = read("_errors.html", form=form)

    assert html.all("div")[0]["role"] == "alert"
    assert words(html) == "Changed in another tab."


def test_errors_of_a_form_without_any_are_nothing():
    assert words(read("_errors.html", form=Entry())) == ""


def test_toast_offers_to_undo_the_act():
    key = uuid.uuid4()
    said = [Message(constants.SUCCESS, "Saved", extra_tags=str(key))]

    html = read("_toast.html", messages=said)

    assert html.all("form")[0]["action"] == reverse(
        "dashboard:act-undo", kwargs={"key": key}
    )
    assert words(html) == "Saved Undo"


def test_toast_of_a_fragment_goes_to_its_place_on_the_page():
    said = [Message(constants.ERROR, "It cannot be undone.")]

    html = read("_toast.html", messages=said, oob=True)

    assert html.all("div") == [
        {"hx-swap-oob": "innerHTML:#toast"},
        {"class": "toast-message toast-error"},
    ]


def test_toast_of_a_fragment_without_a_message_leaves_the_last_one():
    assert read("_toast.html", messages=[], oob=True).elements == []


def test_confirmation_names_what_goes_with_it():
    html = read(
        "_confirm.html",
        question="Delete the session?",
        consequences=["one rupture", "two attempts"],
        submit="Delete",
        cancel_url="/cases/K7QM/",
        form=Entry(initial={"version": 3}),
    )

    assert words(html) == (
        "Delete the session? With it go: one rupturetwo attempts"
        " It can be undone right afterwards. Delete Keep it"
    )
    assert html.all("a") == [{"href": "/cases/K7QM/"}]
    assert {"name": "version", "value": "3"}.items() <= html.all("input")[0].items()


def test_confirmation_says_what_cannot_be_undone():
    html = read(
        "_confirm.html",
        question="Delete the list?",
        for_good="It cannot be undone.",
        submit="Delete",
        cancel_url="/data/",
    )

    assert words(html) == "Delete the list? It cannot be undone. Delete Keep it"


def page(user, template="404.html", **context):
    request = RequestFactory().get("/")
    request.user = user
    request.resolver_match = None
    return Reader(render_to_string(template, context, request))


@pytest.mark.django_db
@pytest.mark.parametrize("template", ["403.html", "403_csrf.html", "404.html"])
def test_signed_out_page_has_no_way_in_but_the_start(template):
    html = page(AnonymousUser(), template)

    assert [link["href"] for link in html.all("a")] == ["#content", "/"]


def test_page_of_a_broken_server_asks_neither_database_nor_request():
    html = read("500.html")

    assert "Something went wrong here" in words(html)


@pytest.mark.django_db
def test_no_page_of_ours_has_inline_style_or_script():
    html = page(AnonymousUser())

    styled = [tag for tag, attributes in html.elements if "style" in attributes]
    scripts = [script for script in html.all("script") if "src" not in script]
    assert [styled, scripts, html.all("style")] == [[], [], []]
