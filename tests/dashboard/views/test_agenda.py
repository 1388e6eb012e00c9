"""The agenda: flagged by the therapist, talked about by both, seen by nobody else."""

import datetime
import uuid

import pytest
from django.urls import reverse

from dashboard.views.agenda import context
from ruptures.models import (
    AccessEvent,
    Act,
    SupervisionComment,
    SupervisionItem,
    SupervisionReview,
)
from tests.factories import (
    LOGGED_AT,
    GrantFactory,
    ReportFactory,
    RuptureFactory,
    SupervisionCommentFactory,
    SupervisionItemFactory,
    UserFactory,
)
from tests.ruptures.keys import lose_keys

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today", "key_file")]

MONDAY = datetime.date(2026, 11, 16)
AGENDA = "/supervision/agenda/"


@pytest.fixture
def rupture(client):
    """Of a therapist who is signed in."""
    rupture = RuptureFactory(session__case__code="K7QM", session__date=MONDAY)
    ReportFactory(session=rupture.session)
    client.force_login(rupture.session.case.therapist)
    return rupture


@pytest.fixture
def case(rupture):
    return rupture.session.case


@pytest.fixture
def item(case, rupture):
    return SupervisionItemFactory(
        case=case, rupture=rupture, minute_from=12, minute_to=15, task="role_play"
    )


@pytest.fixture
def grant(case):
    return GrantFactory(
        therapist=case.therapist, cases=[case], holder__email="sup@example.org"
    )


@pytest.fixture
def supervisor(client, grant):
    """Signed in, in the place of the therapist."""
    client.force_login(grant.holder)
    return grant.holder


def path_of(verb, item):
    return reverse(f"dashboard:agenda-{verb}", args=[item.key])


def sent(**values):
    return {"submission": str(uuid.uuid4())} | values


def end(grant):
    grant.ended_at, grant.ended_by = LOGGED_AT, grant.therapist
    grant.save()


# Flagging -------------------------------------------------------------------


@pytest.mark.parametrize("place", ["case", "session", "rupture"])
def test_a_flag_puts_it_on_the_agenda(place, client, rupture, case):
    row = {"case": case, "session": rupture.session, "rupture": rupture}[place]
    key = row.code if place == "case" else row.key
    path = reverse(f"dashboard:agenda-flag-{place}", args=[key])

    page = client.post(path, sent(question="Where did it turn?"), follow=True)

    item = SupervisionItem.objects.get()
    assert (item.case, item.question) == (case, "Where did it turn?")
    assert page.redirect_chain == [("/cases/K7QM/", 302)]
    assert "It is on the agenda for supervision" in page.text
    assert "Where did it turn?" in client.get(AGENDA).text


def test_a_pattern_is_of_the_case(client, case):
    client.post(f"{AGENDA}cases/K7QM/", sent(pattern="on"))

    assert SupervisionItem.objects.get().pattern
    assert "A pattern that comes back" in client.get(AGENDA).text


def test_flagging_can_be_undone_and_a_double_click_is_one(client, case):
    form = sent(question="Why?")
    for _click in range(2):
        client.post(f"{AGENDA}cases/K7QM/", form)
    count = SupervisionItem.objects.count()

    client.post(f"/acts/{Act.objects.get().key}/undo/")

    assert (count, SupervisionItem.objects.count()) == (1, 0)


def test_what_cannot_be_is_said_beside_its_field(client, rupture):
    path = reverse("dashboard:agenda-flag-rupture", args=[rupture.key])

    page = client.post(path, sent(minute_from="9", minute_to="8", did_next="\x01"))

    errors = page.context["form"].errors
    assert errors == {"did_next": ["There is a character that is no text."]}
    page = client.post(path, sent(minute_from="9", minute_to="8"))
    assert "The moment ends before it begins." in page.text
    assert SupervisionItem.objects.count() == 0


def test_the_minute_of_the_rupture_is_filled_in(client, rupture):
    type(rupture).objects.update(minute=21)
    path = reverse("dashboard:agenda-flag-rupture", args=[rupture.key])

    assert client.get(path).context["form"]["minute_from"].value() == 21


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/cases/K7QM/", "cases/K7QM"),
        ("/cases/K7QM/", "sessions/{session}"),
        ("/cases/K7QM/", "ruptures/{rupture}"),
        ("/ruptures/open/", "ruptures/{rupture}"),
        ("/sessions/{session}/", "sessions/{session}"),
        ("/ruptures/{rupture}/", "ruptures/{rupture}"),
    ],
)
def test_pages_lead_there(path, place, client, rupture):
    keys = {"session": rupture.session.key, "rupture": rupture.key}

    page = client.get(path.format(**keys))

    assert f'href="{AGENDA}{place.format(**keys)}/' in page.text


def test_an_unsure_session_can_be_flagged_where_it_stands(client, case):
    session = ReportFactory(session__case=case, strain="unsure").session

    page = client.get("/cases/K7QM/").text

    place = page.split(f'id="session-{session.key}"')[1].split("<details")[0]
    assert f'href="{AGENDA}sessions/{session.key}/"' in place


# The therapist's entry -------------------------------------------------------


def test_an_entry_is_changed(client, item):
    form = sent(version=1, question="And before?", minute_from="3", task="watch")

    page = client.post(path_of("edit", item), form)

    item.refresh_from_db()
    assert page.url == f"{AGENDA}{item.key}/"
    assert (item.question, item.minute_from, item.minute_to) == ("And before?", 3, None)


def test_a_stale_form_says_how_it_stands(client, item):
    SupervisionItem.objects.update(version=4)

    page = client.post(path_of("edit", item), sent(version=1, question="Too late."))

    assert f"My question: {item.question}" in page.text
    assert SupervisionItem.objects.get().question == item.question


def test_taking_it_off_asks_and_can_be_undone(client, item):
    asked = client.get(path_of("remove", item)).text
    form = sent(version=1)

    for _click in range(2):
        page = client.post(path_of("remove", item), form, follow=True)

    assert "its comments, its reviewed marks" in asked
    assert page.status_code == 200
    assert SupervisionItem.objects.count() == 0
    client.post(f"/acts/{Act.objects.get().key}/undo/")
    assert SupervisionItem.objects.get().question == item.question


def test_deleting_a_rupture_says_which_entries_go(client, rupture, item):
    SupervisionCommentFactory(item=item)

    page = client.get(reverse("dashboard:rupture-delete", args=[rupture.key]))

    assert "an entry of the agenda with its 1 comment" in page.text


# What both do ----------------------------------------------------------------


def test_a_supervisor_reads_it_comments_and_marks_it(client, supervisor, item):
    page = client.get(f"{AGENDA}{item.key}/")
    client.post(f"{AGENDA}{item.key}/", sent(text="Listen to minute 12."))
    client.post(path_of("review", item), {"done": "on"})

    assert item.question in page.text
    assert "Minute 12 to 15" in page.text
    assert SupervisionComment.objects.get().author == supervisor
    client.force_login(item.case.therapist)
    told = client.get(f"{AGENDA}{item.key}/").text
    assert "Listen to minute 12." in told
    assert "Reviewed by sup@example.org: Sun 22 Nov 2026, 12:00" in told


def test_htmx_gets_the_comments_alone(client, supervisor, item):
    headers = {"HX-Request": "true", "HX-Target": "comments"}
    form = sent(text="Listen.")

    page = client.post(f"{AGENDA}{item.key}/", form, headers=headers)

    assert page.text.strip().startswith('<section class="section" id="comments"')
    assert "Listen." in page.text
    assert page.context["form"]["submission"].value() != form["submission"]


def test_htmx_gets_the_marks_alone(client, supervisor, item):
    headers = {"HX-Request": "true", "HX-Target": "reviewed"}

    page = client.post(path_of("review", item), {"done": "on"}, headers=headers)

    assert page.text.strip().startswith('<section class="section" id="reviewed"')
    assert "Reviewed by you: Sun 22 Nov 2026, 12:00" in page.text


def test_an_empty_comment_is_refused_in_words(client, supervisor, item):
    page = client.post(f"{AGENDA}{item.key}/", sent(text="  "))

    assert "Write something." in page.text
    assert SupervisionComment.objects.count() == 0


def test_a_double_click_is_one_comment(client, supervisor, item):
    form = sent(text="Listen.")

    for _click in range(2):
        client.post(f"{AGENDA}{item.key}/", form)

    assert SupervisionComment.objects.count() == 1


def test_one_takes_back_their_own_and_no_other(client, supervisor, item):
    own = SupervisionCommentFactory(item=item, author=supervisor)
    theirs = SupervisionCommentFactory(item=item)

    page = client.get(f"{AGENDA}{item.key}/").text
    for each in (own, theirs, own):
        client.post(path_of("take-back", item), {"comment": str(each.key)})

    assert (str(own.key) in page, str(theirs.key) in page) == (True, False)
    assert SupervisionComment.objects.get() == theirs


def test_under_a_hold_it_is_read_and_nothing_is_taken_away(client, case, item):
    own = SupervisionCommentFactory(item=item)
    type(case).objects.update(
        hold_reason="court", hold_since=MONDAY, hold_by=case.therapist
    )

    page = client.get(f"{AGENDA}{item.key}/").text
    said = client.post(
        path_of("take-back", item), {"comment": str(own.key)}, follow=True
    )

    assert ("Take back" in page, "Take it off" in page) == (False, False)
    assert "This case is on hold" in said.text
    assert SupervisionComment.objects.count() == 1


def test_the_list_shows_what_waits_and_what_is_reviewed(client, supervisor, item):
    path = f"{AGENDA}{item.key}/"

    waits = {show: path in client.get(AGENDA, {"show": show}).text for show in SHOWN}
    client.post(path_of("review", item), {"done": "on"})
    done = {show: path in client.get(AGENDA, {"show": show}).text for show in SHOWN}

    assert waits == {"waiting": True, "reviewed": False, "all": True, "x": True}
    assert done == {"waiting": False, "reviewed": True, "all": True, "x": False}


SHOWN = ("waiting", "reviewed", "all", "x")


def test_the_list_narrows_to_a_case(client, case, item):
    other = SupervisionItemFactory(case__therapist=case.therapist, question="Other?")

    page = client.get(AGENDA, {"case": "k7qm"}).text

    assert (item.question in page, "Other?" in page) == (True, False)
    unknown = SupervisionItemFactory().case
    assert client.get(AGENDA, {"case": unknown.code}).status_code == 404
    assert client.get(AGENDA, {"case": other.case.code}).status_code == 200


def test_every_look_is_noted_for_the_therapist_with_its_grant(
    client, supervisor, grant, item
):
    client.get(AGENDA)
    client.get(f"{AGENDA}{item.key}/")

    noted = AccessEvent.objects.order_by("pk").values_list(
        "deed", "actor", "case", "page", "grant"
    )
    by = ("looked", "sup@example.org", "K7QM")
    assert list(noted) == [
        (*by, "agenda", grant.key),
        (*by, "agenda-item", grant.key),
    ]


def test_the_therapists_own_looks_are_not_noted(client, item):
    client.get(AGENDA)
    client.get(f"{AGENDA}{item.key}/")

    assert AccessEvent.objects.count() == 0


def test_the_home_is_told_what_waits_for_review(item, grant):
    told = context(grant.holder)

    assert [line.item for line in told["waiting_lines"]] == [item]
    assert told["waiting_count"] == 1
    assert context(item.case.therapist)["waiting_count"] == 0


# Nobody else -----------------------------------------------------------------


def test_a_supervisor_writes_no_entry(client, supervisor, rupture, case, item):
    places = [
        reverse("dashboard:agenda-flag-case", args=["K7QM"]),
        reverse("dashboard:agenda-flag-session", args=[rupture.session.key]),
        reverse("dashboard:agenda-flag-rupture", args=[rupture.key]),
        path_of("edit", item),
        path_of("remove", item),
    ]

    for path in places:
        assert client.get(path).status_code == 404
        assert client.post(path, sent(version=1, question="X")).status_code == 404

    assert Act.objects.count() == 0
    assert SupervisionItem.objects.get().version == 1


def test_with_the_grant_everything_ends_at_the_next_click(client, grant, item):
    client.force_login(grant.holder)
    client.post(f"{AGENDA}{item.key}/", sent(text="Listen."))
    end(grant)

    for verb in ("item", "review", "take-back"):
        assert client.post(path_of(verb, item), sent(text="X")).status_code == 404
    assert client.get(f"{AGENDA}{item.key}/").status_code == 404
    page = client.get(AGENDA, {"show": "all"}).text
    assert ("K7QM" in page, item.question in page) == (False, False)
    assert SupervisionComment.objects.count() == 1
    assert SupervisionReview.objects.count() == 0


def test_a_draft_names_no_case_after_the_grant(client, grant, item):
    client.force_login(grant.holder)
    kept = sent(draft_path=f"{AGENDA}{item.key}/", text="Half a")
    headers = {"HX-Request": "true"}
    assert client.post("/drafts/", kept, headers=headers).status_code == 200
    before = client.get("/drafts/").text
    end(grant)

    after = client.get("/drafts/").text

    assert ("K7QM" in before, "K7QM" in after) == (True, False)
    assert "It can only be discarded." in after


def test_a_stranger_finds_nothing(client, item):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))

    assert client.get(f"{AGENDA}{item.key}/").status_code == 404
    assert item.question not in client.get(AGENDA, {"show": "all"}).text


def test_what_no_key_opens_is_said(client, item, key_file):
    SupervisionCommentFactory(item=item)
    lose_keys(key_file)

    page = client.get(f"{AGENDA}{item.key}/").text

    # Three texts of the entry, said or not, and the comment.
    assert page.count("This cannot be read with the keys here.") == 4


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_asks_as_often_for_many_cases(
    count, client, django_assert_max_num_queries
):
    holder = UserFactory()
    for _number in range(count):
        grant = GrantFactory(holder=holder, every_case=True)
        for item in SupervisionItemFactory.create_batch(
            2, case__therapist=grant.therapist
        ):
            SupervisionCommentFactory(item=item)
            SupervisionReview.objects.create(
                item=item, by=grant.therapist, at=LOGGED_AT
            )
    client.force_login(holder)
    client.get(AGENDA)

    with django_assert_max_num_queries(13):
        page = client.get(AGENDA)

    assert len(page.context["lines"]) == 2 * count
