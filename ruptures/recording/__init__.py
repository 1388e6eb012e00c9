"""Acts on several rows: the only way clinical rows are written.

Every act takes the form's `submission` key and the `user`, checks that the user may
write the case, and raises ValidationError in plain words where a rule forbids it.
"""

from ruptures.recording.agenda import ItemEntry, edit_item, flag_item, remove_item
from ruptures.recording.asking import (
    check_in_of,
    open_check_in,
    sweep_check_ins,
    withdraw_check_in,
)
from ruptures.recording.cases import (
    CaseEntry,
    confirm_expected,
    edit_case,
    end_case,
    hold_case,
    lift_hold,
    open_case,
    reopen_case,
)
from ruptures.recording.client import (
    ClientEntry,
    add_client_report,
    answer_check_in,
    delete_client_report,
    edit_client_report,
)
from ruptures.recording.finishing import leave_as_is
from ruptures.recording.linking import link_report
from ruptures.recording.moving import move_session
from ruptures.recording.moving_rules import refuse_case, tying_attempts
from ruptures.recording.notes import (
    NoteEntry,
    case_of,
    delete_note,
    edit_note,
    share_note,
    unshare_note,
    write_note,
)
from ruptures.recording.observing import MarkerEntry, ObserverEntry, observe
from ruptures.recording.ruptures import (
    AttemptEntry,
    RuptureEntry,
    add_attempt,
    add_rupture,
    close_rupture,
    delete_attempt,
    delete_rupture,
    edit_attempt,
    edit_rupture,
    reopen_rupture,
)
from ruptures.recording.scores import (
    ScoreEntry,
    add_score,
    delete_score,
    edit_score,
)
from ruptures.recording.sessions import (
    EarlierAttempt,
    SessionEdit,
    SessionEntry,
    delete_session,
    edit_session,
    log_session,
    what_no_longer_fits,
)
from ruptures.recording.talk import PUT_OFF_DAYS, put_off
from ruptures.recording.together import (
    RowRefused,
    log_sessions,
    logged_together,
    undo_together,
)
from ruptures.recording.undo import undo
from ruptures.recording.writing import NeedsConfirmation, StaleRow, dependents

__all__ = [
    "AttemptEntry",
    "CaseEntry",
    "ClientEntry",
    "EarlierAttempt",
    "ItemEntry",
    "MarkerEntry",
    "NeedsConfirmation",
    "NoteEntry",
    "ObserverEntry",
    "PUT_OFF_DAYS",
    "RowRefused",
    "RuptureEntry",
    "ScoreEntry",
    "SessionEdit",
    "SessionEntry",
    "StaleRow",
    "add_attempt",
    "add_client_report",
    "add_rupture",
    "add_score",
    "answer_check_in",
    "case_of",
    "check_in_of",
    "close_rupture",
    "confirm_expected",
    "delete_attempt",
    "delete_client_report",
    "delete_note",
    "delete_rupture",
    "delete_score",
    "delete_session",
    "dependents",
    "edit_attempt",
    "edit_case",
    "edit_client_report",
    "edit_item",
    "edit_note",
    "edit_rupture",
    "edit_score",
    "edit_session",
    "end_case",
    "flag_item",
    "hold_case",
    "leave_as_is",
    "lift_hold",
    "link_report",
    "log_session",
    "log_sessions",
    "logged_together",
    "move_session",
    "observe",
    "open_case",
    "open_check_in",
    "put_off",
    "refuse_case",
    "remove_item",
    "reopen_case",
    "reopen_rupture",
    "share_note",
    "sweep_check_ins",
    "tying_attempts",
    "undo",
    "undo_together",
    "unshare_note",
    "what_no_longer_fits",
    "withdraw_check_in",
    "write_note",
]
