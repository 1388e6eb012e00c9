"""The package from the page: its choices, whose rows, and what is noted of it."""

import csv
import re
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.urls import reverse

from ruptures.exchange.package.archive import package
from ruptures.exchange.package.wanted import Wanted
from ruptures.models import AccessEvent
from tests.factories import CaseFactory, GrantFactory, NoteFactory, SessionFactory

pytestmark = pytest.mark.django_db

PAGE, PACKAGE = "/data/", "/data/package/"


@pytest.fixture
def case(therapist):
    case = CaseFactory(therapist=therapist, code="K7QM")
    NoteFactory(session=SessionFactory(case=case, date="2026-03-02"))
    return case


def sent(client, **chosen) -> dict[str, str]:
    """What the page's form sends with these choices."""
    [salt] = re.findall(r'name="salt" value="([0-9a-f]+)"', client.get(PAGE).text)
    return {"period": "all", "salt": salt} | chosen


def archive_of(response) -> ZipFile:
    return ZipFile(BytesIO(response.getvalue()))


def test_address_is_the_promised_one():
    assert reverse("dashboard:data-package") == PACKAGE


def test_package_is_that_of_the_command_and_holds_ones_own_alone(client, case):
    shared = SessionFactory().case
    GrantFactory(therapist=shared.therapist, holder=case.therapist, cases=[shared])

    response = client.post(PACKAGE, sent(client))

    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"] == (
        'attachment; filename="rupture-and-repair.zip"'
    )
    assert response.getvalue() == b"".join(package(Wanted(case.therapist)))


@pytest.mark.parametrize(
    ("chosen", "wanted"),
    [
        ({"notes": "on"}, {"notes": True}),
        ({"by": "numbers"}, {"dates": False}),
    ],
)
def test_each_choice_is_what_the_file_then_has(chosen, wanted, client, case):
    response = client.post(PACKAGE, sent(client, **chosen))

    assert response.getvalue() == b"".join(package(Wanted(case.therapist, **wanted)))


def test_several_cases_are_taken_along(client, case):
    others = [CaseFactory(therapist=case.therapist) for _ in range(2)]
    chosen = [case, others[1]]

    response = client.post(PACKAGE, sent(client, cases=[each.code for each in chosen]))

    wanted = Wanted(case.therapist, cases=chosen)
    assert response.getvalue() == b"".join(package(wanted))


def test_for_excel_columns_are_parted_as_it_wants(client, case):
    archive = archive_of(client.post(PACKAGE, sent(client, flavour="excel_comma")))

    assert archive.read("cases.csv").decode().startswith("\ufeffkey;code;started_on;")


def test_list_of_codes_ties_the_fresh_ones_of_the_same_page(client, case):
    form = sent(client, fresh="on")

    archive = archive_of(client.post(PACKAGE, form | {"give": "package"}))
    codes = client.post(PACKAGE, form | {"give": "key"})

    [told] = csv.DictReader(StringIO(archive.read("cases.csv").decode()))
    assert codes["Content-Disposition"] == 'attachment; filename="codes.csv"'
    assert codes.getvalue().decode() == (f"code,fresh_code\r\nK7QM,{told['code']}\r\n")
    assert told["code"] != "K7QM"


def test_without_fresh_codes_there_is_no_list_of_them(client, case):
    response = client.post(PACKAGE, sent(client, give="key"))

    assert response["Content-Type"] == "application/zip"


def test_every_page_offers_another_salt(client, case):
    assert sent(client)["salt"] != sent(client)["salt"]


@pytest.mark.parametrize("salt", ["", "ab", "x" * 64, "é" * 64, "ab" + 60 * " " + "cd"])
def test_fresh_codes_without_a_salt_of_ours_are_refused(salt, client, case):
    response = client.post(PACKAGE, sent(client, fresh="on") | {"salt": salt})

    assert response.status_code == 400
    assert "Open the page again." in response.text


def test_a_case_of_somebody_else_is_no_choice(client, case):
    SessionFactory(case__code="CCCC")

    response = client.post(PACKAGE, sent(client, case="CCCC"))

    assert response.status_code == 400
    assert "Choose one of your cases." in response.text


def test_taking_it_along_is_noted(client, case):
    client.post(PACKAGE, sent(client)).getvalue()

    event = AccessEvent.objects.latest("pk")
    assert (event.deed, event.page, event.actor) == (
        "exported",
        "data-package",
        case.therapist.email,
    )


def test_a_link_cannot_take_it(client, case):
    assert client.get(PACKAGE).status_code == 405
