"""What others said under an item of the agenda: kept while the item is gone.

Comments, reviewed marks and the place in past meetings are no clinical rows, and have
no changes of their own. They go with the item into its change, and come back with it.
"""

import uuid
from typing import Any

from ruptures.models import (
    Change,
    SupervisionComment,
    SupervisionItem,
    SupervisionMeeting,
    SupervisionReview,
)
from ruptures.models.base import ClinicalModel
from ruptures.models.encrypted import EncryptedTextField, Unreadable

SAID = "said"  # beside the row's own values in a change's `before`


def said_under(row: ClinicalModel) -> dict[str, Any]:
    """Nothing where nothing was said, or where the row is no item of the agenda."""
    if not isinstance(row, SupervisionItem):
        return {}
    said = {
        "comments": [_plain(each) for each in row.comments.all()],
        "reviews": [{"by": r.by_id, "at": r.at.isoformat()} for r in row.reviews.all()],
        "meetings": [str(key) for key in row.meetings.values_list("key", flat=True)],
    }
    return {SAID: said} if any(said.values()) else {}


def say_again(row: ClinicalModel, change: Change) -> None:
    """Move what the change keeps back under the row that is back.

    No copy stays there: a comment that its author takes back later is gone for good.
    """
    said = (change.before or {}).pop(SAID, None)
    if not said or not isinstance(row, SupervisionItem):
        return
    for each in said["comments"]:
        _comment_again(row, each)
    for each in said["reviews"]:
        SupervisionReview.objects.create(item=row, by_id=each["by"], at=each["at"])
    row.meetings.set(SupervisionMeeting.objects.filter(key__in=said["meetings"]))
    change.save(update_fields=["before"])


def _comment_again(item: SupervisionItem, kept: dict[str, Any]) -> None:
    text = EncryptedTextField().to_python(kept["text"])
    comments = SupervisionComment.objects
    if comments.filter(submission=kept["submission"]).exists():
        kept = kept | {"submission": uuid.uuid4()}  # its form was sent again elsewhere
    comments.create(item=item, **kept | {"text": text})


def _plain(comment: SupervisionComment) -> dict[str, Any]:
    text = comment.text
    return {
        "key": str(comment.key),
        "submission": str(comment.submission),
        "author_id": comment.author_id,
        "text": text.as_json() if isinstance(text, Unreadable) else text,
        "at": comment.at.isoformat(),
    }
