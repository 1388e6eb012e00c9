"""Answers of which one is chosen, and the constants that go with them."""

from django.db import models
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
    TOLD = "told", _("Told to me")
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


class TalkRule(models.TextChoices):
    """Why a case stands on the list of what to talk about, in the list's order."""

    NOT_ATTENDED = "not_attended", _("Not attended after a rupture")
    LONG_OPEN = "long_open", _("Open for more than 3 held sessions")
    NOT_TRIED = "not_tried", _("Open for more than 1 session without an attempt")
    ONE_SIDE = "one_side", _("Strain by one side only, in 3 or more of the last 6")
    OFTEN = "often", _("Strain in 5 or more of the last 6 answered sessions")
    UNCONFIRMED = "unconfirmed", _("3 or more sessions not confirmed")
    LOW_SCORE = "low_score", _("Score below its limits")
    NONE_AT_ALL = "none_at_all", _("12 answered sessions without any strain")

    @property
    def about_a_rupture(self) -> bool:
        """Whether its entries name a rupture; the others name the case alone."""
        return self in {self.NOT_ATTENDED, self.LONG_OPEN, self.NOT_TRIED}


SCALE = range(1, 6)
RESOLVED_FROM = 4  # our own cut on the 1-5 scale, shown on the reference page
PARTLY_FROM = 2
CODE_ALPHABET = "BCDFGHJKMNPQRTVWX2345679"  # no vowels, no look-alikes
