"""Drafts of forms: kept, gone on with on the page where they were begun, discarded."""

import re
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from dashboard.draft_pages import PAGES
from ruptures.drafts import LONGEST
from ruptures.models import Act, Draft, Session
from tests.addresses import address
from tests.factories import CaseFactory, DraftFactory, SessionFactory, UserFactory
from tests.ruptures.keys import lose_keys

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HTMX = {"HX-Request": "true"}
KEY = "3d0d6f8e-7a54-4b3e-9a3c-0b8f3d6c1c11"
# What is half filled in, page by page: what was entered, and what cannot be true yet.
ENTERED = {
    "agenda-edit": {"version": ["1"], "question": ["Half a"]},
    "agenda-flag-case": {"question": ["Half a"]},
    "agenda-flag-rupture": {"question": ["Half a"], "minute_to": ["x"]},
    "agenda-flag-session": {"minute_from": ["12"], "task": ["watch"]},
    "agenda-item": {"text": ["Half a"]},
    "attempt-add": {"strategies": ["asked", "explained"], "outcome": ["4"]},
    "attempt-edit": {"version": ["1"], "bond": ["better"], "strategies": ["asked"]},
    "case-edit": {"version": ["1"], "started_on": ["2026-02-30"]},
    "case-end": {"version": ["1"], "ended_on": ["2026-11-20"]},
    "case-list": {"started_on": ["2026-11-20"], "first_number": ["nine"]},
    "client-report": {"source": ["paper"], "strain": ["yes"], "intensity": ["3"]},
    "concern": {"version": ["1"], "kind": ["safety"], "text": ["Half a"]},
    "concern-add": {"kind": ["boundary"], "text": ["Half a"], "done": ["Rang"]},
    "log": {"strain": ["withdrawal"], "markers": ["quiet"], "note": ["Half a"]},
    "meeting-change": {"version": ["1"], "date": ["2026-02-30"]},
    "meeting-new": {"date": ["2026-02-30"], "step_1": ["Half a step"]},
    "note-add-case": {"date": ["2026-11-19"], "text": ["Half an event"]},
    "note-add-rupture": {"text": ["Half a"]},
    "note-add-session": {"text": ["Half a"]},
    "note-edit": {"version": ["1"], "text": ["Half a"]},
    "observe-sheet": {"strain": ["yes"], "intensity": ["3"]},
    "rupture-add": {"type": ["withdrawal"], "markers": ["quiet"], "minute": ["x"]},
    "rupture-close": {"version": ["1"], "closed_on": ["2026-11-20"]},
    "rupture-edit": {"version": ["1"], "type": ["mixed"], "minute": ["12"]},
    "score-add": {"instrument": ["wai-sr"], "value": ["5x"]},
    "score-edit": {"version": ["1"], "value": ["53"]},
    "session-edit": {"version": ["1"], "report_version": ["1"], "strain": ["unsure"]},
}

OF_NO_CASE = {"case-list", "log", "meeting-change", "meeting-new"}  # in their address


@pytest.fixture
def case(client):
    case = CaseFactory(code="K7QM")
    client.force_login(case.therapist)
    return case


def keep(client, path="/log/", headers=HTMX, **fields):
    sent = {"submission": KEY, "draft_path": path} | fields
    return client.post("/drafts/", sent, headers=headers)


def go_on(client, path, key=KEY):
    return client.get(path, {"draft": key})


def shown(response):
    """Field by field what the page's form holds, as text."""
    form = response.context["form"]
    values = {field.name: field.value() for field in form}
    return {
        name: [str(each) for each in (value if isinstance(value, list) else [value])]
        for name, value in values.items()
    }


def words(response):
    return re.sub(r"\s+", " ", strip_tags(response.text))


def lines(response):
    """What the page says is not finished, without the links beside it."""
    return re.findall(r"Not finished, from [^.]+\.", words(response))


def test_table_of_pages_names_those_that_are_there():
    assert PAGES.keys() == ENTERED.keys()


@pytest.mark.parametrize("name", sorted(ENTERED))
def test_form_is_gone_on_with_as_it_was(name, client, rows):
    client.force_login(rows.therapist)
    path = address(f"dashboard:{name}", rows)
    rows.draft.delete()

    assert keep(client, path, **ENTERED[name]).text == "Draft saved 12:00"
    response = go_on(client, path)

    values = shown(response)
    assert {field: values[field] for field in ENTERED[name]} == ENTERED[name]
    assert values["submission"] == [KEY]
    assert not response.context["form"].errors
    assert 'data-draft="/drafts/"' in response.text


@pytest.mark.parametrize("name", sorted(ENTERED))
def test_page_says_what_waits_and_fills_nothing_in(name, client, rows):
    client.force_login(rows.therapist)
    path = address(f"dashboard:{name}", rows)
    rows.draft.delete()
    before = shown(client.get(path))
    keep(client, path, **ENTERED[name])

    response = client.get(path)

    assert len(lines(response)) == 1
    assert lines(response)[0].startswith("Not finished, from 12:00")
    assert f'href="{path}?draft={KEY}"' in response.text
    after = shown(response)
    assert after.pop("submission") != before.pop("submission")
    assert after == before


@pytest.mark.parametrize("name", sorted(ENTERED.keys() - OF_NO_CASE))
def test_case_of_a_draft_is_the_one_in_its_address(name, client, rows):
    client.force_login(rows.therapist)
    rows.draft.delete()
    other = CaseFactory(therapist=rows.therapist)

    keep(client, address(f"dashboard:{name}", rows), case=other.code)

    of_observers = name == "observe-sheet"
    case = rows.observed.case if of_observers else rows.case
    assert Draft.objects.get().case == case


def test_draft_of_the_log_form_tells_its_case_and_the_answer(client, case):
    keep(client, case="K7QM", strain="withdrawal")

    assert lines(client.get("/log/")) == ["Not finished, from 12:00: K7QM, withdrawal."]


def test_case_typed_in_small_letters_is_known(client, case):
    keep(client, other_case=" k7qm")

    assert Draft.objects.get().case == case
    assert lines(client.get("/log/")) == ["Not finished, from 12:00: K7QM."]


def test_case_of_somebody_else_is_not_known(client, case):
    theirs = CaseFactory()

    keep(client, case=theirs.code)

    assert Draft.objects.get().case is None
    assert lines(client.get("/log/")) == ["Not finished, from 12:00."]


def test_draft_of_another_day_says_which(client, case):
    DraftFactory(user=case.therapist, case=case, saved_at=NOON - timedelta(days=1))

    [line] = lines(client.get("/log/"))

    assert line == "Not finished, from Sat 21 Nov 2026, 12:00: K7QM, withdrawal."


def test_token_and_path_are_not_kept(client, case):
    keep(client, csrfmiddlewaretoken="secret", case="K7QM")

    assert Draft.objects.get().content == {"case": ["K7QM"], "submission": [KEY]}


def test_later_draft_of_the_form_takes_the_place_of_the_earlier(client, case):
    keep(client, note="Came", late="on")
    keep(client, note="Came late")

    assert Draft.objects.get().content == {"note": ["Came late"], "submission": [KEY]}


def test_draft_of_one_case_is_not_filled_in_for_another(client, case):
    SessionFactory(case=case)
    other = CaseFactory(therapist=case.therapist)
    path = reverse("dashboard:case-end", args=["K7QM"])
    keep(client, path, ended_on="2026-11-20")

    elsewhere = go_on(client, reverse("dashboard:case-end", args=[other.code]))

    assert shown(elsewhere)["ended_on"] == ["2026-11-22"]
    assert shown(elsewhere)["submission"] != [KEY]


def test_key_that_is_none_fills_nothing_in(client, case):
    for key in (str(uuid.uuid4()), "nothing", ""):
        response = go_on(client, "/log/", key)

        assert response.status_code == 200
        assert response.context["form"]["strain"].value() is None


def test_log_page_opens_what_is_folded_where_it_holds_something(client, case):
    keep(client, case="K7QM", date="2026-11-20", strain="withdrawal", note="Half a")

    response = go_on(client, "/log/")

    form = response.context["form"]
    assert (form.has_more, form.has_another_day) == (True, True)
    assert '<details class="finish-later" open>' in response.text
    assert lines(response) == []


def test_log_page_without_a_draft_folds_what_it_folds(client, case):
    form = client.get("/log/").context["form"]

    assert (form.has_more, form.has_another_day) == (False, False)


def test_earlier_rupture_that_was_chosen_is_chosen_still(client, rows):
    client.force_login(rows.therapist)
    key = str(rows.rupture.key)
    keep(client, case=rows.case.code, earlier=key, earlier_outcome="4")

    text = go_on(client, "/log/").text

    assert f'name="earlier" value="{key}" checked' in text


def test_saved_at_last_it_is_one_record_and_the_draft_is_gone(client, case):
    fields = {"case": "K7QM", "date": "2026-11-20", "strain": "no"}
    keep(client, **fields)

    for _ in range(2):
        client.post("/log/", {"submission": KEY} | fields)

    assert Session.objects.get().date == date(2026, 11, 20)
    assert lines(client.get("/log/")) == []
    assert keep(client, **fields).status_code == 204
    assert Draft.objects.count() == 0


def test_form_that_was_begun_before_a_change_is_noticed_as_stale(client, rows):
    client.force_login(rows.therapist)
    path = reverse("dashboard:note-edit", args=[rows.note.key])
    keep(client, path, version="1", text="What I had begun.")
    now = {"submission": str(uuid.uuid4()), "version": "1", "text": "Changed since."}
    client.post(path, now)

    begun = go_on(client, path).context["form"]
    sent = {name: begun[name].value() for name in ("submission", "version", "text")}
    response = client.post(path, sent)

    assert response.context["form"].is_stale
    rows.note.refresh_from_db()
    assert rows.note.text == "Changed since."


def test_page_that_keeps_no_form_keeps_nothing(client, case):
    for path in ("/", "/account/", "/nothing/", "//elsewhere.example/log/", "", "\x00"):
        response = keep(client, path)

        assert response.status_code == 404
        assert response.text == "This page is not there any more."
    assert Draft.objects.count() == 0


def test_page_of_somebody_elses_row_keeps_nothing(client, rows):
    client.force_login(UserFactory())

    for name in ("session-edit", "rupture-edit", "note-edit", "case-end"):
        assert keep(client, address(f"dashboard:{name}", rows)).status_code == 404
    assert list(Draft.objects.all()) == [rows.draft]


def test_form_without_a_key_keeps_nothing(client, case):
    assert keep(client, submission="garbled").status_code == 404
    assert Draft.objects.count() == 0


def test_too_much_is_refused_in_words(client, case):
    response = keep(client, note="x" * LONGEST)

    assert response.status_code == 413
    assert response.text == "This is too long to be kept as a draft."


def test_without_script_the_button_keeps_the_form_and_says_so(client, case):
    response = keep(client, headers={}, case="K7QM", strain="both")

    assert (response.status_code, response.url) == (302, "/log/")
    page = client.get("/log/")
    assert "Kept as a draft" in words(page)
    assert lines(page) == ["Not finished, from 12:00: K7QM, both."]


def test_signed_out_the_script_gets_the_sign_in(client, case):
    client.logout()

    response = keep(client, note="Half a")

    assert response.status_code == 401
    assert "You were signed out" in words(response)
    assert "<html" not in response.text
    assert Draft.objects.count() == 0


def test_list_names_every_form_that_is_not_finished(client, rows):
    client.force_login(rows.therapist)
    code = rows.case.code
    path = reverse("dashboard:note-add-session", args=[rows.session.key])
    keep(client, path, text="Half a")

    page = client.get("/drafts/")

    titles = re.findall(r'list-title">([^<]+)<', page.text)
    assert titles == [f"A note: {code}", f"Log a session: {code}"]
    assert "1 form is not finished elsewhere" in words(client.get("/log/"))


def test_page_of_what_is_to_finish_lists_them_too(client, rows):
    client.force_login(rows.therapist)

    page = client.get("/log/to-finish/")

    titles = re.findall(r'list-title">([^<]+)<', page.text)
    assert f"Log a session: {rows.case.code}" in titles


def test_two_of_many_stand_above_the_form_and_the_others_are_folded(client, case):
    for minute in range(5):
        DraftFactory(user=case.therapist, saved_at=NOON - timedelta(minutes=minute))

    seen, folded = client.get("/log/").text.split("Others, from earlier")

    assert seen.count("Go on") == 2
    assert folded.count("Go on") == 3


def test_what_a_draft_is_about_may_be_gone(client, rows):
    client.force_login(rows.therapist)
    rows.draft.delete()
    path = reverse("dashboard:session-edit", args=[rows.session.key])
    keep(client, path, strain="no")
    rows.session.delete()

    page = client.get("/drafts/")

    assert go_on(client, path).status_code == 404
    assert f"A form that is gone: {rows.case.code}" in words(page)
    assert "It can only be discarded." in words(page)
    assert "Go on" not in page.text
    client.post(reverse("dashboard:draft-discard", args=[KEY]))
    assert Draft.objects.count() == 0


@pytest.mark.usefixtures("key_file")
def test_draft_that_no_key_opens_can_only_be_discarded(client, case, key_file):
    keep(client, case="K7QM", strain="no")
    lose_keys(key_file)

    assert "It can only be discarded." in words(client.get("/drafts/"))
    assert lines(client.get("/log/")) == ["Not finished, from 12:00: K7QM."]
    assert shown(go_on(client, "/log/"))["strain"] == ["None"]


def test_nothing_to_finish_is_said(client, case):
    page = client.get("/drafts/")

    assert "Every form that was begun is saved or discarded." in words(page)


def test_discarding_goes_back_to_where_it_was_asked(client, case):
    for query, back in (("", "/log/"), ("?next=/drafts/", "/drafts/")):
        keep(client)
        path = reverse("dashboard:draft-discard", args=[KEY])

        response = client.post(path + query, follow=True)

        assert response.redirect_chain == [(back, 302)]
        assert "The draft is discarded" in words(response)
        assert Draft.objects.count() == 0
    assert Act.objects.count() == 0


def test_discarding_by_htmx_says_so_and_leaves_the_page(client, case):
    keep(client)

    path = reverse("dashboard:draft-discard", args=[KEY])
    response = client.post(path, headers=HTMX)

    assert words(response).strip() == "The draft is discarded"
    assert 'hx-swap-oob="innerHTML:#toast"' in response.text
    assert Draft.objects.count() == 0


def test_draft_of_somebody_else_is_neither_shown_nor_discarded(client, case):
    theirs = DraftFactory(saved_at=NOON)

    page = go_on(client, "/log/", theirs.submission)
    path = reverse("dashboard:draft-discard", args=[theirs.submission])

    assert page.context["form"]["strain"].value() is None
    assert lines(page) == []
    assert client.post(path).status_code == 404
    assert Draft.objects.count() == 1


def test_form_that_came_back_with_an_error_asks_to_be_kept(client, case):
    page = client.post("/log/", {"submission": KEY, "case": "K7QM"})

    assert "data-draft-unsaved" in page.text
    assert "data-draft-unsaved" not in client.get("/log/").text
