"""Choices and catalogues: the field's terms, in this product's own words.

A code is what the database and the exports hold and never changes its meaning; a
label is what a person reads and may be read aloud to a client. Sources:

- 3RS: Eubanks, Muran & Safran, Rupture Resolution Rating System, manual 2015,
  doi:10.13140/2.1.1666.8488, and manual 2022, doi:10.13140/RG.2.2.29780.17282. The
  categories are theirs, no wording is; this is not that instrument.
- Bordin 1979 for goal, task and bond, doi:10.1037/h0085885.
- Clinicians' articles that the product grew from, for causes, barriers and the
  therapist's own part (docs/domain.md lists them).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Rater(models.TextChoices):
    """Who says what happened; rates of different raters are never pooled."""

    CLIENT = "client", _("Client")
    THERAPIST = "therapist", _("Therapist")
    OBSERVER = "observer", _("Observer")


class Strain(models.TextChoices):
    """A rater's answer to "Any strain between you?"."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNSURE = "unsure", _("Unsure")


class Answer(models.TextChoices):
    """What the log page offers: the answer, the type with a yes, or why not held."""

    NO = "no", _("No")
    WITHDRAWAL = "withdrawal", _("Withdrawal")
    CONFRONTATION = "confrontation", _("Confrontation")
    BOTH = "both", _("Both")
    UNSURE = "unsure", _("Unsure")
    CANCELLED_BY_CLIENT = "cancelled_by_client", _("Cancelled by client")
    CANCELLED_BY_THERAPIST = "cancelled_by_therapist", _("Cancelled by me")
    MISSED = "missed", _("Missed")


class RuptureType(models.TextChoices):
    """Kind of strain, by movement (3RS): away from or against."""

    WITHDRAWAL = "withdrawal", _("Withdrawal")
    CONFRONTATION = "confrontation", _("Confrontation")
    MIXED = "mixed", _("Both")


class Attendance(models.TextChoices):
    HELD = "held", _("Held")
    LATE = "late", _("Held, client came late")
    CANCELLED_BY_CLIENT = "cancelled_by_client", _("Cancelled by client")
    CANCELLED_BY_THERAPIST = "cancelled_by_therapist", _("Cancelled by me")
    MISSED = "missed", _("Missed")


ANSWER_TYPES = {
    Answer.WITHDRAWAL: RuptureType.WITHDRAWAL,
    Answer.CONFRONTATION: RuptureType.CONFRONTATION,
    Answer.BOTH: RuptureType.MIXED,
}
ANSWERS_NOT_HELD = {
    Answer.CANCELLED_BY_CLIENT: Attendance.CANCELLED_BY_CLIENT,
    Answer.CANCELLED_BY_THERAPIST: Attendance.CANCELLED_BY_THERAPIST,
    Answer.MISSED: Attendance.MISSED,
}
ATTENDED = (Attendance.HELD, Attendance.LATE)


class Modality(models.TextChoices):
    IN_PERSON = "in_person", _("In person")
    VIDEO = "video", _("Video")
    PHONE = "phone", _("Phone")


class Rhythm(models.TextChoices):
    """How often a case meets; gives the expected dates to confirm."""

    NONE = "none", _("No fixed rhythm")
    WEEKLY = "weekly", _("Weekly")
    FORTNIGHTLY = "fortnightly", _("Every two weeks")


RHYTHM_DAYS = {Rhythm.WEEKLY: 7, Rhythm.FORTNIGHTLY: 14}


class Ending(models.TextChoices):
    AGREED = "agreed", _("Agreed completion")
    CLIENT = "client", _("Client chose to end")
    REFERRED = "referred", _("Not a good fit, referred on")
    OUTGROWN = "outgrown", _("Outgrown")
    MOVED = "moved", _("Moved or transferred")
    SERVICE = "service", _("Service or funding ended")
    THERAPIST = "therapist", _("Therapist ended")
    OTHER = "other", _("Other")


class ClosingSession(models.TextChoices):
    YES = "yes", _("Held")
    NO = "no", _("Not held")
    OFFERED = "offered", _("Offered, not taken up")


class HoldReason(models.TextChoices):
    COMPLAINT = "complaint", _("Complaint")
    COURT = "court", _("Court order")
    RETENTION = "retention", _("Retention rule")
    OTHER = "other", _("Other")


class Source(models.TextChoices):
    """How an answer reached the log."""

    OWN = "own", _("Own log")
    PAPER = "paper", _("Paper")
    LINK = "link", _("Link")
    DEVICE = "device", _("Device in the room")


class Recognised(models.TextChoices):
    """When the therapist recognised the rupture."""

    SAME = "same", _("In that session")
    BETWEEN = "between", _("Between sessions")
    LATER = "later", _("In a later session")


class Move(models.TextChoices):
    """Whose move it was (3RS 2022 rates both persons' movements)."""

    CLIENT = "client", _("The client's")
    THERAPIST = "therapist", _("Mine")
    BOTH = "both", _("Both")


class RaisedBy(models.TextChoices):
    CLIENT = "client", _("The client")
    THERAPIST = "therapist", _("I did")
    BOTH = "both", _("Both")
    NOBODY = "nobody", _("Nobody")


class RaisedWhen(models.TextChoices):
    AT_ONCE = "at_once", _("At once")
    SAME = "same", _("Later in that session")
    BETWEEN = "between", _("Between sessions")
    NEXT = "next", _("In the next session")
    LATER = "later", _("Later")


class RaisedHow(models.TextChoices):
    SPOKEN = "spoken", _("Spoken, in a session")
    MESSAGE = "message", _("By e-mail or message")
    CALL = "call", _("By phone")
    INDIRECTLY = "indirectly", _("Indirectly")


class Familiar(models.TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNSURE = "unsure", _("Unsure")


class BondSince(models.TextChoices):
    """Asked at the next session."""

    WEAKER = "weaker", _("Weaker")
    SAME = "same", pgettext_lazy("bond", "The same")
    STRONGER = "stronger", _("Stronger")


class ClosedReason(models.TextChoices):
    """Why a rupture is closed without repair; never counted as resolved."""

    FADED = "faded", _("Faded without being spoken of")
    CLIENT_WISH = "client_wish", _("The client prefers to leave it")
    NOT_A_RUPTURE = "not_a_rupture", _("Not strain after all, seen together")
    TREATMENT_ENDED = "treatment_ended", _("The treatment ended")
    OTHER = "other", _("Other")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a catalogue.

    `kind` groups entries: a rupture type for markers, immediate or exploratory for
    strategies, goal, task or bond for causes; empty where nothing is grouped.
    """

    code: str
    label: str | Promise
    meaning: str | Promise = ""
    kind: str = ""
    source: str = ""


class Catalogue(tuple[Entry, ...]):
    """Entries in the order in which they are shown."""

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(entry.code for entry in self)

    @property
    def choices(self) -> list[tuple[str, str | Promise]]:
        return [(entry.code, entry.label) for entry in self]

    def of(self, kind: str) -> "Catalogue":
        return Catalogue(entry for entry in self if entry.kind == kind)

    def entry(self, code: str) -> Entry:
        """The entry of that code; KeyError when there is none."""
        for entry in self:
            if entry.code == code:
                return entry
        raise KeyError(code)

    def labels(self, codes: Iterable[str]) -> list[str | Promise]:
        return [self.entry(code).label for code in codes]

    def ordered(self, codes: Iterable[str]) -> tuple[str, ...]:
        """The codes once each, in catalogue order; unknown ones stay, at the end."""
        wanted = set(codes)
        return (
            *(code for code in self.codes if code in wanted),
            *sorted(wanted - set(self.codes)),
        )


W, C = RuptureType.WITHDRAWAL.value, RuptureType.CONFRONTATION.value

MARKERS = Catalogue(
    [
        Entry("quiet", _("went quiet"), _("short answers, little to say"), W, "3RS"),
        Entry("went_along", _("went along"), _("agreed or deferred to me"), W, "3RS"),
        Entry(
            "changed_subject",
            _("changed the subject"),
            _("moved away from what was close"),
            W,
            "3RS",
        ),
        Entry(
            "generalities",
            _("spoke in generalities"),
            _("ideas in place of what happened"),
            W,
            "3RS",
        ),
        Entry(
            "around_it",
            _("talked around it, through stories"),
            _("about others, or about long ago"),
            W,
            "3RS",
        ),
        Entry(
            "mismatch",
            _("words and feelings did not match"),
            _("a smile with something painful"),
            W,
            "3RS",
        ),
        Entry(
            "not_so",
            _("said all was well"),
            _("while something seemed not to be"),
            W,
            "3RS",
        ),
        Entry(
            "hard_on_self",
            _("hopeless or hard on self"),
            _("turned inward, out of reach"),
            W,
            "3RS",
        ),
        Entry(
            "about_me",
            _("unhappy with me"),
            _("my manner, skill or understanding"),
            C,
            "3RS",
        ),
        Entry(
            "pushed_back",
            _("pushed back on what I said or did"),
            _("turned down a remark or a step"),
            C,
            "3RS",
        ),
        Entry(
            "about_tasks",
            _("unhappy with what we do"),
            _("exercises, questions, homework"),
            C,
            "3RS",
        ),
        Entry(
            "about_frame",
            _("unhappy with time, fee or place"),
            _("the arrangements of the therapy"),
            C,
            "3RS",
        ),
        Entry(
            "about_progress",
            _("unhappy with progress"),
            _("too slow, or no use"),
            C,
            "3RS",
        ),
        Entry(
            "stood_ground",
            _("stood up for self against me"),
            _("felt questioned or blamed"),
            C,
            "3RS",
        ),
        Entry(
            "pressed",
            _("pressed or steered me"),
            _("wanted me to do or stop something"),
            C,
            "3RS",
        ),
    ]
)

IMMEDIATE, EXPLORATORY = "immediate", "exploratory"

STRATEGIES = Catalogue(
    [
        Entry("clarified", _("cleared up a misunderstanding"), "", IMMEDIATE, "3RS"),
        Entry("asked", _("asked what it was like"), "", EXPLORATORY, "3RS"),
        Entry("owned_part", _("owned my part"), "", EXPLORATORY, "3RS"),
        Entry("explained", _("explained why"), "", IMMEDIATE, "3RS"),
        Entry("changed_task", _("changed the task or goal"), "", IMMEDIATE, "3RS"),
        Entry("refocused", _("came back to the subject"), "", IMMEDIATE, "3RS"),
        Entry("disclosed", _("said how it was for me"), "", EXPLORATORY, "3RS"),
        Entry(
            "validated",
            _("said why the stance makes sense"),
            "",
            EXPLORATORY,
            "3RS",
        ),
        Entry(
            "linked_us",
            _("linked it to a pattern between us"),
            "",
            EXPLORATORY,
            "3RS",
        ),
        Entry(
            "linked_others",
            _("linked it to other relationships"),
            "",
            EXPLORATORY,
            "3RS",
        ),
        Entry(
            "talked_about_talking",
            _("talked about talking about it"),
            "",
            EXPLORATORY,
            "article",
        ),
    ]
)

GOAL, TASK, BOND = "goal", "task", "bond"

CAUSES = Catalogue(
    [
        Entry("misunderstood", _("felt misunderstood"), "", BOND, "article"),
        Entry("judged", _("felt judged or criticised"), "", BOND, "article"),
        Entry("delivery", _("how I said it"), "", BOND, "article"),
        Entry("focus", _("wrong focus"), "", TASK, "article"),
        Entry("method", _("the method or exercise"), "", TASK, "article"),
        Entry("lead", _("who takes the lead"), "", TASK, "article"),
        Entry("goal", _("different goals"), "", GOAL, "article"),
        Entry("expectation", _("different expectations"), "", GOAL, "article"),
        Entry("fit", _("style, values or culture"), "", BOND, "article"),
        Entry("frame", _("time, fee, absence or place"), "", TASK, "article"),
        Entry(
            "client_pattern", _("an old pattern of the client's"), "", BOND, "article"
        ),
        Entry("own_reaction", _("a reaction of my own"), "", BOND, "article"),
    ]
)

BARRIERS = Catalogue(
    [
        Entry("overreacting", _("fear of overreacting")),
        Entry("judgement", _("fear of being judged")),
        Entry("hurting", _("fear of hurting me")),
        Entry("consequences", _("fear for the therapy")),
        Entry("no_words", _("no words for it")),
        Entry("not_asked", _("I did not ask")),
    ]
)

THERAPIST_STATES = Catalogue(
    [
        Entry("anxious", _("anxious")),
        Entry("irritated", _("irritated")),
        Entry("tired", _("tired")),
        Entry("drawn_in", _("drawn in")),
        Entry("helpless", _("helpless")),
        Entry("protective", _("protective")),
        Entry("bored", _("bored")),
        Entry("ashamed", _("ashamed")),
        Entry("other", pgettext_lazy("state", "other")),
    ]
)

RESPONSES = Catalogue(
    [
        Entry("curious", _("curious")),
        Entry("warm", _("warm")),
        Entry("owned", _("owned a part")),
        Entry("explained", _("explained")),
        Entry("hurried", _("hurried")),
        Entry("guarded", _("guarded")),
        Entry("moved_on", _("moved on")),
    ]
)

SKILLS = Catalogue(
    [
        Entry("assertion", _("saying what one wants")),
        Entry("needs", _("naming a need")),
        Entry("boundaries", _("setting a boundary")),
        Entry("feelings", _("staying with a feeling")),
        Entry("other_view", _("hearing the other's view")),
    ]
)

SCALE = range(1, 6)
RESOLVED_FROM = 4  # our own cut on the 1-5 scale, shown on the reference page
PARTLY_FROM = 2
CODE_ALPHABET = "BCDFGHJKMNPQRTVWX2345679"  # no vowels, no look-alikes
