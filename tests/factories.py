"""Rows for tests, one factory a model, nothing random."""

import datetime
import uuid
from decimal import Decimal

import factory
from django.utils import timezone
from django.utils.translation import override
from factory.django import DjangoModelFactory

from ruptures.exchange.jobs.acts import begin
from ruptures.models import (
    Case,
    CheckIn,
    Concern,
    Draft,
    Erasure,
    Grant,
    ImportJob,
    ImportState,
    Note,
    Purpose,
    PutOff,
    RepairAttempt,
    Rupture,
    RuptureMarker,
    Score,
    Session,
    SessionReport,
    SupervisionComment,
    SupervisionItem,
    SupervisionMeeting,
    SupervisionReview,
    SupervisionStep,
    User,
    Way,
)
from ruptures.taxonomy import CODE_ALPHABET, Rater, RuptureType, Strain, TalkRule

LOGGED_AT = datetime.datetime(2026, 1, 5, 18, 0, tzinfo=datetime.UTC)
PASSWORD = "correct horse battery staple"


def count_anew() -> None:
    """Let every factory count from nought, whichever tests its process ran before."""
    for made in (
        *DjangoModelFactory.__subclasses__(),
        *ClinicalFactory.__subclasses__(),
    ):
        made.reset_sequence()


def code_of(number: int) -> str:
    """The case code that stands at that place among all of four letters."""
    letters = []
    for _ in range(4):
        number, place = divmod(number, len(CODE_ALPHABET))
        letters.append(CODE_ALPHABET[place])
    return "".join(reversed(letters))


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"therapist{n}@example.org")
    password = factory.django.Password(PASSWORD)


class ClinicalFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    key = factory.LazyFunction(uuid.uuid4)
    logged_at = LOGGED_AT


class CaseFactory(ClinicalFactory):
    class Meta:
        model = Case

    therapist = factory.SubFactory(UserFactory)
    code = factory.Sequence(code_of)
    started_on = datetime.date(2026, 1, 5)


class SessionFactory(ClinicalFactory):
    class Meta:
        model = Session

    case = factory.SubFactory(CaseFactory)
    date = factory.Sequence(
        lambda n: datetime.date(2026, 1, 5) + datetime.timedelta(days=n % 300)
    )


class ReportFactory(ClinicalFactory):
    class Meta:
        model = SessionReport

    session = factory.SubFactory(SessionFactory)
    rater = Rater.THERAPIST
    strain = Strain.YES


class RuptureFactory(ClinicalFactory):
    """A rupture; its session's therapist report is the test's to make."""

    class Meta:
        model = Rupture

    session = factory.SubFactory(SessionFactory)
    type = RuptureType.WITHDRAWAL


class MarkerFactory(ClinicalFactory):
    class Meta:
        model = RuptureMarker

    rupture = factory.SubFactory(RuptureFactory)
    code = "quiet"


class AttemptFactory(ClinicalFactory):
    class Meta:
        model = RepairAttempt

    rupture = factory.SubFactory(RuptureFactory)
    session = factory.SelfAttribute("rupture.session")
    strategies = ("asked",)
    outcome = 4


class ScoreFactory(ClinicalFactory):
    """A total of the WAI-SR; another instrument brings its own range."""

    class Meta:
        model = Score

    session = factory.SubFactory(SessionFactory)
    rater = Rater.CLIENT
    instrument = "wai-sr"
    value = Decimal(52)
    minimum = Decimal(12)
    maximum = Decimal(60)


class NoteFactory(ClinicalFactory):
    """A note on a session; give `session=None` and another row for another place."""

    class Meta:
        model = Note

    session = factory.SubFactory(SessionFactory)
    text = "Came from the hospital."


class PutOffFactory(ClinicalFactory):
    """An entry about a case; give a rule about ruptures its `rupture`."""

    class Meta:
        model = PutOff

    case = factory.SubFactory(CaseFactory)
    rule = TalkRule.OFTEN
    until = datetime.date(2026, 2, 2)


class CheckInFactory(DjangoModelFactory):
    """A day's right to answer for a session; nobody has its token."""

    class Meta:
        model = CheckIn

    session = factory.SubFactory(SessionFactory)
    token_hash = factory.Sequence(lambda n: f"{n:064d}")
    way = Way.LINK
    made_by = factory.SelfAttribute("session.case.therapist")
    made_at = LOGGED_AT
    ends_at = LOGGED_AT + datetime.timedelta(days=1)


class DraftFactory(DjangoModelFactory):
    class Meta:
        model = Draft

    user = factory.SubFactory(UserFactory)
    submission = factory.LazyFunction(uuid.uuid4)
    path = "/log/"
    content = factory.LazyFunction(lambda: {"strain": ["withdrawal"]})
    saved_at = LOGGED_AT


class ImportJobFactory(DjangoModelFactory):
    class Meta:
        model = ImportJob

    user = factory.SubFactory(UserFactory)
    submission = factory.LazyFunction(uuid.uuid4)
    file_name = "package.zip"
    state = ImportState.CANCELLED
    at = factory.LazyFunction(timezone.now)


def described_by(user, data):
    """A file of another program that waits for what its columns mean."""
    with override(user.language or "en"):
        return begin(
            user=user, submission=uuid.uuid4(), name="clients.csv", pieces=[data]
        )


class ErasureFactory(DjangoModelFactory):
    """Of a case that is gone; give whose it was."""

    class Meta:
        model = Erasure

    submission = factory.LazyFunction(uuid.uuid4)
    at = LOGGED_AT
    actor = "therapist@example.org"
    actor_account = 0
    what = "case"
    case = factory.Sequence(code_of)
    reason = "client"
    counts = "sessions 12\ncases 1"


class GrantFactory(DjangoModelFactory):
    """Accepted and open since the first day; `cases` or `every_case` are the test's."""

    class Meta:
        model = Grant
        skip_postgeneration_save = True

    therapist = factory.SubFactory(UserFactory)
    holder = factory.SubFactory(UserFactory)
    email = factory.LazyAttribute(lambda o: o.holder.email if o.holder else "")
    purpose = Purpose.SUPERVISE
    starts_on = datetime.date(2026, 1, 5)
    reporter = factory.Sequence(lambda n: code_of(n)[1:])
    made_at = LOGGED_AT
    accepted_at = LOGGED_AT

    @factory.post_generation
    def cases(self, create: bool, extracted, **kwargs) -> None:
        if create and extracted:
            self.cases.set(extracted)


class SupervisionItemFactory(ClinicalFactory):
    """About the case; give its `session` or `rupture` for another."""

    class Meta:
        model = SupervisionItem

    case = factory.SubFactory(CaseFactory)
    question = "What I did not hear."


class SupervisionCommentFactory(DjangoModelFactory):
    class Meta:
        model = SupervisionComment

    submission = factory.LazyFunction(uuid.uuid4)
    item = factory.SubFactory(SupervisionItemFactory)
    author = factory.SelfAttribute("item.case.therapist")
    text = "Listen to minute twelve again."
    at = LOGGED_AT


class SupervisionReviewFactory(DjangoModelFactory):
    class Meta:
        model = SupervisionReview

    item = factory.SubFactory(SupervisionItemFactory)
    by = factory.SelfAttribute("item.case.therapist")
    at = LOGGED_AT


class SupervisionMeetingFactory(DjangoModelFactory):
    """A meeting; the grant that lets the supervisor see it is the test's to make."""

    class Meta:
        model = SupervisionMeeting

    submission = factory.LazyFunction(uuid.uuid4)
    therapist = factory.SubFactory(UserFactory)
    supervisor = factory.SubFactory(UserFactory)
    date = datetime.date(2026, 2, 2)
    made_at = LOGGED_AT


class SupervisionStepFactory(DjangoModelFactory):
    class Meta:
        model = SupervisionStep

    meeting = factory.SubFactory(SupervisionMeetingFactory)
    text = "Ask about the silence."


class ConcernFactory(DjangoModelFactory):
    class Meta:
        model = Concern
        skip_postgeneration_save = True

    submission = factory.LazyFunction(uuid.uuid4)
    case = factory.SubFactory(CaseFactory)
    kind = "boundary"
    text = "A gift that was too large."
    made_at = LOGGED_AT

    @factory.post_generation
    def shared_with(self, create: bool, extracted, **kwargs) -> None:
        if create and extracted:
            self.shared_with.set(extracted)
