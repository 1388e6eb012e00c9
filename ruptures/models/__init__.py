"""The tables, one concept a file."""

from ruptures.models.account import CacheEntry, Device, Invitation, SetupCode
from ruptures.models.act import Act, Change, Verb
from ruptures.models.case import Case, new_code
from ruptures.models.check_in import CheckIn, Way
from ruptures.models.draft import Draft
from ruptures.models.note import Note
from ruptures.models.put_off import PutOff
from ruptures.models.repair import RepairAttempt
from ruptures.models.report import SessionReport
from ruptures.models.rupture import Rupture, RuptureMarker, Status
from ruptures.models.score import Score
from ruptures.models.session import Session
from ruptures.models.user import User

__all__ = [
    "Act",
    "CacheEntry",
    "Case",
    "Change",
    "CheckIn",
    "Device",
    "Draft",
    "Invitation",
    "Note",
    "PutOff",
    "RepairAttempt",
    "Rupture",
    "RuptureMarker",
    "Score",
    "Session",
    "SessionReport",
    "SetupCode",
    "Status",
    "User",
    "Verb",
    "Way",
    "new_code",
]
