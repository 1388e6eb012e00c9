"""What was done, by whom, and the rows before and after: one mechanism for saving
once, undo, history and edit conflicts."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ruptures.models.case import Case
from ruptures.models.encrypted import EncryptedJSONField, Unreadable
from ruptures.models.user import User


class Verb(models.TextChoices):
    OPEN_CASE = "open_case", _("Case opened")
    EDIT_CASE = "edit_case", _("Case changed")
    END_CASE = "end_case", _("Case ended")
    REOPEN_CASE = "reopen_case", _("Case reopened")
    HOLD_CASE = "hold_case", _("Put on hold")
    LIFT_HOLD = "lift_hold", _("Hold lifted")
    LOG_SESSION = "log_session", _("Session logged")
    CONFIRM_SESSION = "confirm_session", _("Expected date confirmed")
    EDIT_SESSION = "edit_session", _("Session changed")
    DELETE_SESSION = "delete_session", _("Session deleted")
    ADD_RUPTURE = "add_rupture", _("Rupture recognised later")
    EDIT_RUPTURE = "edit_rupture", _("Rupture changed")
    DELETE_RUPTURE = "delete_rupture", _("Rupture deleted")
    CLOSE_RUPTURE = "close_rupture", _("Closed without repair")
    REOPEN_RUPTURE = "reopen_rupture", _("Rupture reopened")
    ADD_ATTEMPT = "add_attempt", _("Repair attempt logged")
    EDIT_ATTEMPT = "edit_attempt", _("Repair attempt changed")
    DELETE_ATTEMPT = "delete_attempt", _("Repair attempt deleted")
    ADD_SCORE = "add_score", _("Score entered")
    EDIT_SCORE = "edit_score", _("Score changed")
    DELETE_SCORE = "delete_score", _("Score deleted")
    WRITE_NOTE = "write_note", _("Note written")
    EDIT_NOTE = "edit_note", _("Note changed")
    DELETE_NOTE = "delete_note", _("Note deleted")
    MOVE_SESSION = "move_session", _("Session moved to another case")
    ADD_CLIENT_REPORT = "add_client_report", _("Client's answer entered")
    EDIT_CLIENT_REPORT = "edit_client_report", _("Client's answer changed")
    DELETE_CLIENT_REPORT = "delete_client_report", _("Client's answer deleted")
    CHECK_IN = "check_in", _("Client answered a check-in")
    LEAVE_AS_IS = "leave_as_is", _("Left as it is")
    FLAG_ITEM = "flag_item", _("Put on the agenda")
    EDIT_ITEM = "edit_item", _("Agenda entry changed")
    REMOVE_ITEM = "remove_item", _("Taken off the agenda")
    SHARE_NOTE = "share_note", _("Note shared")
    UNSHARE_NOTE = "unshare_note", _("Note not shared any more")
    OBSERVE = "observe", _("Observer's report")
    LINK_REPORT = "link_report", _("Noted what an answer is about")
    PUT_OFF = "put_off", _("Put off on the list")
    IMPORT = "import", _("Brought in from a file")
    TAKE_OVER = "take_over", _("Changed as a file says")
    UNDO = "undo", _("Undone")


class ActQuerySet(models.QuerySet["Act"]):
    def visible_to(self, user: User) -> Self:
        """The therapist's alone: a history is no part of what is shared."""
        return self.editable_by(user)

    def editable_by(self, user: User) -> Self:
        return self.filter(case__in=Case.objects.editable_by(user))


class Act(models.Model):
    """One thing a user did to one case.

    `submission` is the form's own key: the same form sent again finds this act and
    writes nothing. `from_case` is where a moved session was before; `case` is where it
    is since. `undoes` is the act that this one put back. Without a case (the act
    that opened it was undone) nobody sees it.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission = models.UUIDField(unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="acts"
    )
    case = models.ForeignKey(
        Case, models.SET_NULL, null=True, blank=True, related_name="acts"
    )
    from_case = models.ForeignKey(
        Case, models.SET_NULL, null=True, blank=True, related_name="acts_moving_away"
    )
    verb = models.CharField(max_length=20, choices=Verb)
    at = models.DateTimeField()
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="undone_by"
    )

    objects = ActQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["case", "-at"], name="act_of_case")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="act_verb_known", condition=Q(verb__in=Verb.values)
            ),
            models.CheckConstraint(
                name="act_undo_names_what_it_undoes",
                condition=Q(verb=Verb.UNDO, undoes__isnull=False)
                | (~Q(verb=Verb.UNDO) & Q(undoes=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.at:%Y-%m-%d %H:%M}"


class ChangeQuerySet(models.QuerySet["Change"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(act__in=Act.objects.visible_to(user))

    def editable_by(self, user: User) -> Self:
        return self.filter(act__in=Act.objects.editable_by(user))


class Change(models.Model):
    """One row that an act touched, as it was `before` and `after` it.

    A row made has no before, a row deleted no after; deleting moves the row here, so
    that the tables hold only what is live. Other rows are named by key. Both are
    encrypted, as a note's text may be among the values.
    """

    act = models.ForeignKey(Act, models.CASCADE, related_name="changes")
    position = models.PositiveSmallIntegerField()
    table = models.CharField(max_length=40)
    row = models.UUIDField()
    before = EncryptedJSONField(null=True)
    after = EncryptedJSONField(null=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["act", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["act", "position"], name="change_position_once"
            ),
            models.CheckConstraint(
                name="change_changes_something",
                condition=Q(before__isnull=False) | Q(after__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row}"

    @property
    def is_readable(self) -> bool:
        """Whether a key here opens both sides."""
        return not any(isinstance(s, Unreadable) for s in (self.before, self.after))
