"""What a therapist may want to talk about in running cases, by published rules."""

from ruptures.summaries.talk.entries import TalkEntry, TalkRupture, TalkScore
from ruptures.summaries.talk.listing import talk
from ruptures.summaries.talk.rows import Scored, TalkRows, talk_rows

__all__ = [
    "Scored",
    "TalkEntry",
    "TalkRows",
    "TalkRupture",
    "TalkScore",
    "talk",
    "talk_rows",
]
