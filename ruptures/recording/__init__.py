"""Acts on several rows: the only way clinical rows are written.

Every act takes the form's `submission` key and the `user`, checks that the user may
write the case, and raises ValidationError in plain words where a rule forbids it.
"""

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
from ruptures.recording.notes import (
    NoteEntry,
    delete_note,
    edit_note,
    write_note,
)
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
from ruptures.recording.undo import undo
from ruptures.recording.writing import NeedsConfirmation, StaleRow, dependents

__all__ = [
    "AttemptEntry",
    "CaseEntry",
    "EarlierAttempt",
    "NeedsConfirmation",
    "NoteEntry",
    "PUT_OFF_DAYS",
    "RuptureEntry",
    "ScoreEntry",
    "SessionEdit",
    "SessionEntry",
    "StaleRow",
    "add_attempt",
    "add_rupture",
    "add_score",
    "close_rupture",
    "confirm_expected",
    "delete_attempt",
    "delete_note",
    "delete_rupture",
    "delete_score",
    "delete_session",
    "dependents",
    "edit_attempt",
    "edit_case",
    "edit_note",
    "edit_rupture",
    "edit_score",
    "edit_session",
    "end_case",
    "hold_case",
    "lift_hold",
    "log_session",
    "open_case",
    "put_off",
    "reopen_case",
    "reopen_rupture",
    "undo",
    "what_no_longer_fits",
    "write_note",
]
