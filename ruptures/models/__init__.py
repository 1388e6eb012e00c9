"""The tables, one concept a file."""

from ruptures.models.access import AccessEvent, Deed
from ruptures.models.account import CacheEntry, Device, Invitation, SetupCode
from ruptures.models.act import Act, Change, Verb
from ruptures.models.case import Case, ClientKnows, new_code
from ruptures.models.check_in import CheckIn, Way
from ruptures.models.concern import Concern, ConcernKind
from ruptures.models.draft import Draft
from ruptures.models.erasure import Erased, EraseReason, Erasure, KeptCase
from ruptures.models.grant import Grant, Purpose
from ruptures.models.import_job import Differing, ImportJob, ImportState
from ruptures.models.import_mapping import ImportMapping, ImportSecret
from ruptures.models.note import Note
from ruptures.models.put_off import PutOff
from ruptures.models.repair import RepairAttempt
from ruptures.models.report import SessionReport
from ruptures.models.rupture import Rupture, RuptureMarker, Status
from ruptures.models.score import Score
from ruptures.models.session import Session
from ruptures.models.supervision import (
    StepOutcome,
    SupervisionComment,
    SupervisionItem,
    SupervisionMeeting,
    SupervisionReview,
    SupervisionStep,
    Task,
)
from ruptures.models.user import User

__all__ = [
    "AccessEvent",
    "Act",
    "CacheEntry",
    "Case",
    "Change",
    "CheckIn",
    "ClientKnows",
    "Concern",
    "ConcernKind",
    "Deed",
    "Device",
    "Differing",
    "Draft",
    "EraseReason",
    "Erased",
    "Erasure",
    "Grant",
    "ImportJob",
    "ImportState",
    "ImportMapping",
    "ImportSecret",
    "Invitation",
    "KeptCase",
    "Note",
    "Purpose",
    "PutOff",
    "RepairAttempt",
    "Rupture",
    "RuptureMarker",
    "Score",
    "Session",
    "SessionReport",
    "SetupCode",
    "Status",
    "StepOutcome",
    "SupervisionComment",
    "SupervisionItem",
    "SupervisionMeeting",
    "SupervisionReview",
    "SupervisionStep",
    "Task",
    "User",
    "Verb",
    "Way",
    "new_code",
]
