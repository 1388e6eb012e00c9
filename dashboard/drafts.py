"""Forms that keep themselves: what they send, and going on where one stopped."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from django.http import QueryDict
from django.utils import timezone

from dashboard.draft_pages import Page, page_at
from dashboard.forms.base import RecordingForm, SubmissionField
from dashboard.http import AppRequest
from ruptures.dates import write_moment, write_time
from ruptures.drafts import Content, drafts_of
from ruptures.models import Draft, User
from ruptures.taxonomy import Answer

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

PATH = "draft_path"  # beside the form's own fields: where it is filled in
NOT_KEPT = {PATH, "csrfmiddlewaretoken"}
Form = TypeVar("Form", bound=RecordingForm)


def content_of(sent: QueryDict) -> Content:
    """What the form sent, field by field, less what is not its own."""
    return {name: values for name, values in sent.lists() if name not in NOT_KEPT}


def entered(draft: Draft, name: str) -> str:
    """The field's last value; empty where there is none, or no key here opens it."""
    content = draft.content if isinstance(draft.content, dict) else {}
    return next(reversed(content.get(name, [])), "")


def going_on(request: AppRequest, form: Form) -> Form:
    """The form as it stood in the draft of this very page that the address names."""
    asked = request.GET.get("draft")
    if asked is None or form.is_bound:
        return form
    drafts = drafts_of(request.user).filter(path=request.path)
    draft = drafts.filter(submission=SubmissionField().clean(asked)).first()
    if draft is not None and isinstance(draft.content, dict):
        form.go_on(draft.content)
    return form


@dataclass(frozen=True, slots=True)
class Waiting:
    """A draft as a line tells it; `page` is None where it cannot be gone on with."""

    draft: Draft
    page: Page | None = None

    @property
    def saved_at(self) -> str:
        at = timezone.localtime(self.draft.saved_at)
        today = at.date() == timezone.localdate()
        return write_time(at.time()) if today else write_moment(at)

    @property
    def about(self) -> "list[Words]":
        """Whose it is, and the answer so far, such as K7QM and Withdrawal.

        Another's case has no name any more where its page is gone, as after a grant.
        """
        answer = entered(self.draft, "strain")
        words = [str(Answer(answer).label).lower()] if answer in Answer.values else []
        case = self.draft.case
        known = case and (self.page or case.therapist_id == self.draft.user_id)
        return [case.code, *words] if case and known else [*words]

    @property
    def url(self) -> str:
        return f"{self.draft.path}?draft={self.draft.submission}"


def listed(user: User) -> Iterable[Waiting]:
    """Everything that the user has not finished, and whether it still can be."""
    for draft in drafts_of(user):
        is_readable = isinstance(draft.content, dict)
        yield Waiting(draft, page_at(user, draft.path) if is_readable else None)
