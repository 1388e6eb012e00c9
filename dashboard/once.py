"""A form that was sent again, as by a double click."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpResponse
from django.shortcuts import redirect

from dashboard.forms.base import SubmissionField
from dashboard.http import AppRequest, undoable
from ruptures.models import Act

Named = ParamSpec("Named")


def once(
    view: Callable[Concatenate[AppRequest, Named], HttpResponse],
) -> Callable[Concatenate[AppRequest, Named], HttpResponse]:
    """Answer a form sent again with what its first sending did.

    For a view that finds another state the second time: its row is gone, or the same
    address now offers the opposite.
    """

    @wraps(view)
    def answer(
        request: AppRequest, /, *args: Named.args, **named: Named.kwargs
    ) -> HttpResponse:
        act = _done_by(request) if request.method == "POST" else None
        if act is None or act.case is None:
            return view(request, *args, **named)
        undoable(request, act.get_verb_display(), act.key)
        return redirect("dashboard:case-detail", act.case.code)

    return answer


def _done_by(request: AppRequest) -> Act | None:
    submission = SubmissionField().clean(request.POST.get("submission"))
    acts = Act.objects.editable_by(request.user).select_related("case")
    return acts.filter(submission=submission).first()
