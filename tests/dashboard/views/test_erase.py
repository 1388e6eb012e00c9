"""The pages that ask before something goes for good, and the records of it."""

import uuid
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from ruptures.backup.done import remember
from ruptures.models import Case, Erasure, User
from tests import factories
from tests.factories import PASSWORD, UserFactory
from tests.ruptures.erasing.leaving import full_case, hold

pytestmark = pytest.mark.django_db

SENTENCE = (
    "Erasing can be unlawful while a complaint, court order or retention rule applies."
)


def page_of(case):
    return reverse("dashboard:case-erase", args=[case.code])


def sent(client, path, **fields):
    """The form of the page as it is now, filled in and sent."""
    form = client.get(path).context["form"]
    hidden = {field.name: str(field.value()) for field in form.hidden_fields()}
    return client.post(path, hidden | {"reason": "client"} | fields)


@pytest.fixture
def p(client):
    p = full_case()
    client.force_login(p.user)
    return p


def test_the_page_says_what_goes_and_when_not_to(client, p):
    page = client.get(page_of(p.case)).text

    rows = [("Sessions", 3), ("Notes", 2), ("Comments, of supervisors too", 1)]
    for label, count in rows:
        row = f'<th scope="row">{label}</th>\n          <td class="num">{count}</td>'
        assert row in page
    assert SENTENCE in page
    assert "Copies in backups made before today stay until those are deleted:" in page
    assert "this installation knows of none" in page


@pytest.mark.parametrize("account", [False, True], ids=["case", "account"])
def test_what_goes_is_counted_by_one_statement(
    client, p, account, django_assert_num_queries
):
    path = reverse("dashboard:account-erase") if account else page_of(p.case)
    client.get(path)  # notes once that this device was seen

    with django_assert_num_queries(5):
        client.get(path)


@pytest.fixture
def backups(tmp_path):
    """Two of one night, one of another, a stranger's file; the last one elsewhere."""
    kept, settings.VAR = settings.VAR, tmp_path
    folder = Path(tmp_path) / "backups"
    folder.mkdir()
    for name in (
        "practice-20261120T020000Z.zip",
        "practice-20261120T130000Z.zip.age",
        "practice-20261121T020000Z.zip",
        "holiday.zip",
    ):
        (folder / name).touch()
    remember(Path("/media/stick/mine.zip"), "2026-11-22T02:00:00+00:00")
    yield
    settings.VAR = kept


@pytest.mark.usefixtures("backups")
def test_the_page_and_the_record_name_the_days_of_the_copies_known_here(client, p):
    page = client.get(page_of(p.case)).text
    answer = sent(client, page_of(p.case), typed=p.case.code)
    record = client.get(answer.url).text

    days = "20 Nov 2026, 21 Nov 2026, 22 Nov 2026."
    assert " ".join(page.split()).count(f"are deleted: {days}") == 1
    assert days.strip(".") in record


def test_what_was_asked_for_is_erased_and_signed_off(client, p):
    answer = sent(client, page_of(p.case), typed=p.case.code.lower())

    record = client.get(answer.url)
    assert not Case.objects.exists()
    assert record.status_code == 200
    assert p.user.email in record.text
    assert "The client asked for it" in record.text
    assert client.get(page_of(p.case)).status_code == 404
    assert p.case.code in client.get(reverse("dashboard:erasure-list")).text


def test_a_double_click_shows_the_record(client, p):
    fields = {"submission": str(uuid.uuid4()), "typed": p.case.code}
    first = sent(client, page_of(p.case), **fields)

    second = client.post(page_of(p.case), fields)

    assert second.url == first.url
    assert Erasure.objects.count() == 1


def test_a_page_older_than_the_case_asks_again_and_then_erases(client, p):
    path = page_of(p.case)
    seen = client.get(path).context["form"].initial["seen"]
    factories.SupervisionCommentFactory(item=p.item)
    fields = {"typed": p.case.code, "reason": "client"}

    asked = client.post(path, fields | {"seen": seen})

    assert "Nothing was erased" in asked.text
    again = asked.context["form"]["seen"].value()
    assert client.post(path, fields | {"seen": again}).status_code == 302
    assert not Case.objects.exists()


def test_a_mistyped_code_is_said_beside_its_field(client, p):
    answer = sent(client, page_of(p.case), typed="XXXX")

    assert list(answer.context["form"].errors) == ["typed"]
    assert Case.objects.get() == p.case


def test_a_case_on_hold_is_not_offered_to_be_erased(client, p):
    form = client.get(page_of(p.case)).context["form"]
    hold(p.case)

    page = client.get(page_of(p.case)).text
    answer = client.post(
        page_of(p.case),
        {"typed": p.case.code, "reason": "client", "seen": form.initial["seen"]},
    )

    assert "Erase this case for good" not in page
    assert "nothing of it can be erased" in page
    assert "so nothing of it can be erased" in str(answer.context["form"].errors)
    assert Case.objects.get() == p.case


@pytest.mark.parametrize("name", ["supervisor", "observer"])
def test_for_those_it_is_shared_with_there_is_no_such_page(name, client, p):
    client.force_login(getattr(p, name))

    for path in ("case-erase", "case-copy", "case-keep"):
        address = reverse(f"dashboard:{path}", args=[p.case.code])
        assert client.get(address).status_code == 404
        assert client.post(address).status_code in {404, 405}


def test_a_record_is_its_own_therapists_alone(client, p):
    record = sent(client, page_of(p.case), typed=p.case.code).url
    client.force_login(p.supervisor)

    assert client.get(record).status_code == 404


# The account -------------------------------------------------------------------------

ACCOUNT = "/account/erase/"


def test_the_account_goes_with_its_cases_and_its_sign_ins(client, p):
    other = type(client)()
    other.force_login(p.user)

    answer = sent(client, ACCOUNT, typed=p.user.email, password=PASSWORD)

    record = client.get(answer.url)
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert (record.status_code, p.user.email in record.text) == (200, True)
    assert not User.objects.filter(pk=p.user.pk).exists()
    for browser in (client, other):
        assert browser.get("/log/").url.startswith("/sign-in/")


def test_a_double_click_shows_the_record_of_the_account_too(client, p):
    other = type(client)()
    other.force_login(p.user)
    fields = {"submission": str(uuid.uuid4()), "typed": p.user.email}
    sent(client, ACCOUNT, **fields, password=PASSWORD)

    second = other.post(ACCOUNT, fields)

    assert p.user.email in other.get(second.url).text
    assert Erasure.objects.count() == 1


def test_nobody_is_sent_to_sign_in(client):
    UserFactory()

    for answer in (client.get(ACCOUNT), client.post(ACCOUNT)):
        assert answer.url == "/sign-in/?next=/account/erase/"


def test_another_password_erases_nothing(client, p):
    answer = sent(client, ACCOUNT, typed=p.user.email, password="not mine at all")

    assert list(answer.context["form"].errors) == ["password"]
    assert Case.objects.get() == p.case


def test_a_hold_names_its_case_and_offers_no_button(client, p):
    hold(p.case)

    page = client.get(ACCOUNT).text

    assert f'href="/cases/{p.case.code}/hold/"' in page
    assert "Erase everything of mine for good" not in page


def test_a_record_of_an_account_needs_its_address(client, p):
    record = factories.ErasureFactory(what="account", case="")

    assert client.get(f"/erased/{record.key}/").status_code == 404
