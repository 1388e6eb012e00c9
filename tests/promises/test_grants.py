"""Whoever is given access sees what was given, and nobody sees anything else.

Every address from the resolver, asked in every manner, by everybody who could stand in
some relation to a therapist's cases. What each may read is READS; all else is not
there, and whatever is read is noted for the therapist.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.utils import timezone

from dashboard.packet_pdf import chromium
from dashboard.views.charts import PAGE_OF
from ruptures.models import AccessEvent, Case, Change, Purpose, User
from ruptures.models.encrypted import EncryptedTextField, Unreadable
from ruptures.recording.snapshots import TABLES
from tests.addresses import ROUTES
from tests.browser.fixtures import MISSING
from tests.factories import (
    CaseFactory,
    ConcernFactory,
    GrantFactory,
    NoteFactory,
    ReportFactory,
    RuptureFactory,
    SessionFactory,
    SupervisionItemFactory,
    UserFactory,
)
from tests.promises.answers import text_of
from tests.promises.rows import path_to
from tests.promises.test_access import OF_NOBODY, OPEN_TO_ALL, OWNED

pytestmark = pytest.mark.one_engine

METHODS = ["get", "post", "put", "delete"]
HEADERS = [{}, {"HX-Request": "true"}]
DAY = datetime.timedelta(days=1)
# Ends the sign-in that the next request needs, and names no row.
ASKED = sorted(ROUTES.keys() - OPEN_TO_ALL - {"account_logout"})

CASELOAD = {
    f"dashboard:{name}"
    for name in ("overview", "agreement", "repair", "markers", "coverage")
}
CHARTS = {"dashboard:chart-table", "dashboard:chart-csv"}
# Pages that show the caseload of another where their address names a grant.
BY_GRANT = (
    CASELOAD
    | CHARTS
    | {
        f"dashboard:{name}"
        for name in (
            "supervision-trends",
            "supervision-funnel",
            "packet-caseload",
            "packet-caseload-pdf",
        )
    }
)
SUPERVISOR = (
    CASELOAD
    | CHARTS
    | {
        f"dashboard:{name}"
        for name in (
            "case-detail",
            "supervision",
            "supervision-trends",
            "supervision-funnel",
            "agenda",
            "agenda-item",
            "agenda-review",
            "agenda-take-back",
            "meeting-list",
            "meeting-new",
            "packet-case",
            "packet-case-pdf",
            "packet-caseload",
            "packet-caseload-pdf",
        )
    }
)
OBSERVER = {"dashboard:observe-list", "dashboard:observe-sheet"}
# By role: the addresses that show, or take, anything of the cases of another.
READS = {
    "supervisor with notes": SUPERVISOR,
    "supervisor without notes": SUPERVISOR,
    "supervisor of another case": SUPERVISOR,
    "observer": OBSERVER,
    "supervisor whose grant ended": set(),
    "supervisor whose grant is over": set(),
    "supervisor not yet begun": set(),
    "supervisor not yet accepted": set(),
    "stranger": set(),
    "superuser": set(),
    "disabled": set(),
    "signed out": set(),
}
READERS = [role for role, reads in READS.items() if reads]
SIGNED_IN = sorted(READS.keys() - {"signed out", "disabled"})
PRINTS = {"supervisor with notes", "supervisor without notes"}
# Those to whom the therapist's e-mail is known, as it stands in what they hold.
KNOWN = {
    "supervisor not yet begun",
    "supervisor not yet accepted",
    "supervisor whose grant is over",
}


@dataclass
class Scene:
    """A therapist with two cases, somebody in a role, and what nobody may be told."""

    rows: SimpleNamespace
    role: str
    user: User | None
    grant: object = None
    secrets: dict[str, str] = field(default_factory=dict)

    @property
    def reads(self) -> set[str]:
        return READS[self.role]

    def queries(self, name: str) -> list[dict[str, str]]:
        """Ways of asking one address: as it is, by each grant, by the case."""
        if name in OWNED:
            return [{}]
        found = [{}, {"case": self.rows.case.code, "period": "all"}]
        if name in BY_GRANT:
            grants = [self.rows.grant, *([self.grant] if self.grant else [])]
            found += [{"grant": str(each.key), "period": "all"} for each in grants]
        return found


def second_case(rows: SimpleNamespace) -> Case:
    case = CaseFactory(therapist=rows.therapist)
    session = SessionFactory(case=case)
    ReportFactory(session=session)
    RuptureFactory(session=session)
    SupervisionItemFactory(case=case, question="A question of the second case.")
    NoteFactory(session=session, text="A note of the second case.", shared=True)
    return case


def grant_of(role: str, rows: SimpleNamespace, second: Case, user: User):
    """What the therapist gave somebody in that role; None for who was given nothing."""
    today = timezone.localdate()
    with_notes = {"with_notes": True}
    given = {
        "supervisor with notes": with_notes,
        "supervisor without notes": {},
        "supervisor of another case": {"cases": [second]} | with_notes,
        "observer": {"purpose": Purpose.OBSERVE},
        "supervisor whose grant ended": {
            "ended_at": timezone.now(),
            "ended_by": rows.therapist,
        },
        "supervisor whose grant is over": {"ends_on": today - DAY} | with_notes,
        "supervisor not yet begun": {"starts_on": today + DAY} | with_notes,
        "supervisor not yet accepted": {"accepted_at": None} | with_notes,
    }
    if role not in given:
        return None
    usual = {"therapist": rows.therapist, "holder": user, "cases": [rows.case]}
    return GrantFactory(**usual | given[role])


def who(role: str) -> User | None:
    flags = {
        "superuser": {"is_staff": True, "is_superuser": True},
        "disabled": {"is_active": False},
    }
    return None if role == "signed out" else UserFactory(**flags.get(role, {}))


def planted() -> Iterator[tuple[str, object, str]]:
    """Every key, code and text of every row: the model, the row, the secret."""
    for model in apps.get_app_config("ruptures").get_models():
        for row in model._default_manager.all():
            for each in model._meta.concrete_fields:
                named = each.name == ("code" if model is Case else "key")
                if named or each.name == "key" or isinstance(each, EncryptedTextField):
                    value = getattr(row, each.attname)
                    if value and not isinstance(value, Unreadable):
                        yield model.__name__, row, str(value)


def case_of(row: object) -> object:
    """The case that a row hangs on; None for what hangs on none."""
    if isinstance(row, Case):
        return row
    for way in ("case", "session", "rupture", "report", "item"):
        parent = getattr(row, way, None)
        if parent is not None:
            return case_of(parent)
    return None


SHARED = {
    *(model.__name__ for name, model in TABLES.items() if name not in {"note"}),
    *("SupervisionComment", "SupervisionStep"),
}


def may_read(role: str, model: str, row: object, rows, second: Case) -> bool:
    """Whether what is planted there may stand in an answer to that role."""
    if not READS[role]:
        return False
    mine = second if role == "supervisor of another case" else rows.case
    if model == "SupervisionMeeting":
        return False
    if case_of(row) != mine:
        return False
    if role == "observer":
        return model in {"Case", "Session"}
    if model == "Note":
        return row.shared and role != "supervisor without notes"
    return model in SHARED


@pytest.fixture
def scene(request, rows) -> Scene:
    role = request.param
    second = second_case(rows)
    rows.observed = rows.session  # of this therapist, not by them
    NoteFactory(session=rows.session, text="A note that is shared.", shared=True)
    ConcernFactory(case=second, text="A concern of the second case.")
    user = who(role)
    grant = grant_of(role, rows, second, user) if user else None
    made = Scene(rows, role, user, grant)
    own = str(grant.key) if grant else ""
    for model, row, secret in planted():
        if secret != own and not may_read(role, model, row, rows, second):
            made.secrets.setdefault(secret, f"{model} {row.pk}")
    if not (READS[role] or role in KNOWN):
        made.secrets[rows.therapist.email] = "the therapist"
    return made


def state() -> list[object]:
    """Every clinical row as it stands, and all that was done."""
    rows = [
        (name, *pair)
        for name, model in sorted(TABLES.items())
        for pair in model._default_manager.order_by("pk").values_list("pk", "version")
    ]
    return [*rows, *Change.objects.order_by("pk").values_list("pk", flat=True)]


def looks_of(scene: Scene) -> int:
    return AccessEvent.objects.filter(owner_account=scene.rows.therapist.pk).count()


def faults_at(client, scene: Scene, name: str, methods=METHODS) -> Iterator[str]:
    path = path_to(name, scene.rows)
    for method in methods:
        for headers in HEADERS if method in {"get", "post"} else HEADERS[:1]:
            for query in scene.queries(name) if method == "get" else [{}]:
                noted = looks_of(scene)
                asked = f"{method} {name} {query} {headers}"
                response = getattr(client, method)(
                    path, query_params=query, headers=headers
                )
                found = faults_in(response, scene, name, path, query)
                yield from (f"{asked}: {fault}" for fault in found)
                shown = shows_another(response, scene, name, method, query)
                if shown and looks_of(scene) == noted:
                    yield f"{asked}: it was read and not noted"


def faults_in(response, scene, name, path, query) -> Iterator[str]:
    text = text_of(response).replace(path, "")
    for value in query.values():
        text = text.replace(value, "")
    response.said = text
    yield from (f"told {scene.secrets[each]}" for each in scene.secrets if each in text)
    if scene.user is None or not scene.user.is_active:
        if response.status_code not in {200, 302, 401, 405}:
            yield f"answered {response.status_code}"
    elif name in OWNED - scene.reads and response.status_code not in {404, 405}:
        yield f"answered {response.status_code}"


def shows_another(response, scene, name, method, query) -> bool:
    """Whether the answer holds the code of a case that this role may see."""
    if method != "get" or response.status_code != 200 or not scene.reads:
        return False
    if name in OWNED or ("grant" in query and name in BY_GRANT):
        return True
    codes = Case.objects.filter(therapist=scene.rows.therapist)
    return any(code in response.said for code in codes.values_list("code", flat=True))


@pytest.mark.parametrize("scene", READS, indirect=True)
def test_each_sees_what_was_given_and_nobody_anything_else(client, scene, settings):
    settings.CHROMIUM = []  # the printed sheet has its own tests, and takes its time
    if scene.user is not None:
        client.force_login(scene.user)
    before = state()

    faults = [fault for name in ASKED for fault in faults_at(client, scene, name)]

    assert not faults, "\n".join(faults)
    assert state() == before


@pytest.mark.parametrize("scene", [*READERS, "stranger"], indirect=True)
def test_each_chart_tells_what_was_given_and_nobody_anything_else(client, scene):
    if scene.user is not None:
        client.force_login(scene.user)

    faults = []
    for name, scene.rows.chart in product(sorted(CHARTS), sorted(PAGE_OF)):
        faults += faults_at(client, scene, name, ["get"])

    assert not faults, "\n".join(faults)


@pytest.mark.skipif(chromium() is None, reason=MISSING)
@pytest.mark.browser
@pytest.mark.parametrize("scene", SIGNED_IN, indirect=True)
def test_each_prints_what_was_given_and_nobody_anything_else(client, scene):
    client.force_login(scene.user)
    whole = {"period": "all", "notes": "on"}
    shared = {"grant": str((scene.grant or scene.rows.grant).key)}

    told = "".join(
        text_of(client.post(path_to(name, scene.rows), query_params=query))
        for name, query in (
            ("dashboard:packet-case-pdf", whole),
            ("dashboard:packet-caseload-pdf", whole | shared),
        )
    )

    assert [scene.secrets[each] for each in scene.secrets if each in told] == []
    assert (scene.rows.case.code in told) == (scene.role in PRINTS)


@pytest.mark.parametrize("scene", READERS, indirect=True)
def test_who_was_given_access_is_let_in(client, scene):
    """The refusals above would prove nothing if nobody were let in."""
    client.force_login(scene.user)
    address = {
        "supervisor with notes": "case-detail",
        "supervisor without notes": "case-detail",
        "observer": "observe-sheet",
    }
    name = f"dashboard:{address.get(scene.role, 'overview')}"
    query = {} if name in OWNED else {"grant": str(scene.grant.key)}

    response = client.get(path_to(name, scene.rows), query)

    assert response.status_code == 200


@pytest.mark.parametrize("scene", ["supervisor with notes"], indirect=True)
def test_an_open_page_is_gone_with_the_next_click(client, scene):
    client.force_login(scene.user)
    page = path_to("dashboard:case-detail", scene.rows)
    client.get(page)

    scene.grant.ended_at, scene.grant.ended_by = timezone.now(), scene.rows.therapist
    scene.grant.save()
    response = client.get(page)

    assert response.status_code == 404
    assert "not shared with you (any more)" in response.text


def test_tables_name_no_address_that_is_gone():
    named = set().union(*READS.values())

    assert named - ROUTES.keys() == set()
    assert CHARTS == OF_NOBODY
