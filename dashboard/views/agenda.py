"""The agenda: what is brought to supervision, and what is said under it."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from dashboard.agenda_lines import ItemLine, comments_on, with_all
from dashboard.context import known
from dashboard.drafts import going_on
from dashboard.forms.agenda import CommentForm, ItemEditForm, ItemForm, ReviewForm
from dashboard.forms.base import EditForm, record, recorded
from dashboard.http import AppRequest, or_404, partial, undoable, way_back
from dashboard.looking import note_looks_at
from dashboard.once import once
from dashboard.paging import page_of
from dashboard.templatetags.rupture_repair import clinical_date
from ruptures import recording
from ruptures.agenda import comment, review, take_back
from ruptures.counted import counted
from ruptures.models import (
    Act,
    Case,
    Rupture,
    Session,
    SupervisionComment,
    SupervisionItem,
    User,
)
from ruptures.models.supervision import SupervisionItemQuerySet

ITEMS_A_PAGE = 30
WAITING_SHOWN = 5
SHOW = {
    "waiting": gettext_lazy("Waiting for my review"),
    "reviewed": gettext_lazy("Reviewed by me"),
    "all": gettext_lazy("All"),
}


def context(user: User) -> dict[str, Any]:
    """What waits for the review of `user` in cases of others, the oldest first.

    For `agenda/_waiting.html`: it names the cases, so its page notes that they were
    looked at. Two statements, and that of what every page knows.
    """
    waiting = SupervisionItem.objects.visible_to(user).waiting_for(user)
    waiting = waiting.exclude(case__therapist=user).order_by("logged_at", "key")
    shown = with_all(waiting)[:WAITING_SHOWN]
    return {
        "waiting_lines": [ItemLine(item, user) for item in shown],
        **known(user, waiting_count=counted(waiting)),
    }


@require_safe
def agenda(request: AppRequest) -> HttpResponse:
    """Items by therapist and case; `?show=` says which, `?case=` narrows the list."""
    asked = request.GET.get("show", "")
    show = asked if asked in SHOW else "waiting"
    code = request.GET.get("case", "")
    cases = Case.objects.visible_to(request.user)
    case = get_object_or_404(cases.called(code)) if code else None
    items = _chosen(request.user, show)
    items = items.filter(case=case) if case else items
    order = ("case__therapist__email", "case__code", "logged_at", "key")
    page = page_of(request, with_all(items).order_by(*order), ITEMS_A_PAGE)
    note_looks_at(request, [item.case for item in page])
    lines = [ItemLine(item, request.user) for item in page]
    told = {"lines": lines, "page": page, "case": case}
    return render(request, "agenda/agenda.html", told | {"show": show, "ways": SHOW})


def _chosen(user: User, show: str) -> SupervisionItemQuerySet:
    items = SupervisionItem.objects.visible_to(user)
    if show == "waiting":
        return items.waiting_for(user)
    return items.filter(reviews__by=user) if show == "reviewed" else items


# The therapist's own part ---------------------------------------------------


@require_http_methods(["GET", "POST"])
def agenda_flag_case(request: AppRequest, code: str) -> HttpResponse:
    cases = Case.objects.editable_by(request.user)
    case = get_object_or_404(cases, code=code)
    title = _("Bring case %(code)s to supervision") % {"code": case.code}
    return _flag(request, case, case, title)


@require_http_methods(["GET", "POST"])
def agenda_flag_session(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    sessions = Session.objects.editable_by(request.user).select_related("case")
    session = get_object_or_404(sessions, key=key)
    words = {"code": session.case.code, "day": clinical_date(session.date)}
    title = _("Bring the session of %(code)s, %(day)s, to supervision") % words
    return _flag(request, session, session.case, title)


@require_http_methods(["GET", "POST"])
def agenda_flag_rupture(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    ruptures = Rupture.objects.editable_by(request.user)
    rupture = get_object_or_404(ruptures.select_related("session__case"), key=key)
    session = rupture.session
    words = {"code": session.case.code, "day": clinical_date(session.date)}
    title = _("Bring the rupture of %(code)s, %(day)s, to supervision") % words
    return _flag(request, rupture, session.case, title)


def _flag(
    request: AppRequest, about: Case | Session | Rupture, case: Case, title: str
) -> HttpResponse:
    initial = {"minute_from": getattr(about, "minute", None)}
    form = ItemForm(request.POST or None, about_case=about == case, initial=initial)
    going_on(request, form)
    back = way_back(request, reverse("dashboard:case-detail", args=[case.code]))
    if form.is_valid():
        act = record(form, lambda: _flagged(request, about, form))
        if act is not None:
            undoable(request, _("It is on the agenda for supervision"), act.key)
            return redirect(back)
    told = {"form": form, "title": title, "back": back, "case": case}
    return render(request, "agenda/flag.html", told)


def _flagged(
    request: AppRequest, about: Case | Session | Rupture, form: ItemForm
) -> Act:
    return recording.flag_item(
        user=request.user,
        submission=form.cleaned_data["submission"],
        about=about,
        entry=form.entry,
    )


def item_to_edit(request: AppRequest, key: uuid.UUID) -> SupervisionItem:
    items = SupervisionItem.objects.editable_by(request.user)
    return get_object_or_404(with_all(items), key=key)


@require_http_methods(["GET", "POST"])
def agenda_edit(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    item = item_to_edit(request, key)
    form = ItemEditForm(
        request.POST or None,
        about_case=not (item.session or item.rupture),
        initial=ItemEditForm.standing(item),
    )
    going_on(request, form)
    back = item_page(item)
    if form.is_valid():
        act = record(form, lambda: _edited(request, item, form))
        if act is not None:
            undoable(request, _("The entry is saved"), act.key)
            return redirect(back)
    told = {"form": form, "item": item, "back": back}
    return render(request, "agenda/edit.html", told)


def _edited(request: AppRequest, item: SupervisionItem, form: ItemEditForm) -> Act:
    return recording.edit_item(
        user=request.user,
        submission=form.cleaned_data["submission"],
        item=item,
        version=form.cleaned_data["version"],
        entry=form.entry,
    )


@require_http_methods(["GET", "POST"])
@once
def agenda_remove(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    item = item_to_edit(request, key)
    form = EditForm(request.POST or None, initial={"version": item.version})
    if form.is_valid():
        act = record(form, lambda: _removed(request, item, form))
        if act is not None:
            undoable(request, _("It is off the agenda"), act.key)
            return redirect("dashboard:agenda")
    told = {
        "question": _("Take this entry off the agenda?"),
        "item": item,
        "submit": _("Take it off"),
        "form": form,
        "cancel_url": item_page(item),
    }
    return render(request, "agenda/confirm.html", told)


def _removed(request: AppRequest, item: SupervisionItem, form: EditForm) -> Act:
    return recording.remove_item(
        user=request.user,
        submission=form.cleaned_data["submission"],
        item=item,
        version=form.cleaned_data["version"],
    )


# What both do ---------------------------------------------------------------


def item_page(item: SupervisionItem) -> str:
    return reverse("dashboard:agenda-item", args=[item.key])


def item_to_talk_about(request: AppRequest, key: uuid.UUID) -> SupervisionItem:
    items = SupervisionItem.objects.visible_to(request.user)
    return get_object_or_404(with_all(items), key=key)


@require_http_methods(["GET", "POST"])
def agenda_item(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    """The item; a comment is sent to the same address, htmx gets the comments anew."""
    item = item_to_talk_about(request, key)
    form = going_on(request, CommentForm(request.POST or None))
    if recorded(form, lambda: _commented(request, item, form)):
        if not request.htmx:
            return redirect(f"{item_page(item)}#comments")
        form = CommentForm()
    return _item(request, item, form)


def _commented(
    request: AppRequest, item: SupervisionItem, form: CommentForm
) -> SupervisionComment:
    sent = form.cleaned_data
    return comment(
        user=request.user,
        submission=sent["submission"],
        item=item,
        text=sent["text"],
    )


def _item(
    request: AppRequest, item: SupervisionItem, form: CommentForm
) -> HttpResponse:
    note_looks_at(request, [item.case])
    told = {
        "item": item,
        "line": ItemLine(item, request.user),
        "comments": comments_on(item, request.user),
        "form": form,
    }
    part = "comments" if request.htmx.target == "comments" else "reviewed"
    return render(request, partial(request, "agenda/item.html", part), told)


@require_POST
def agenda_take_back(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    """Delete one's own comment that the form names; one gone already is gone."""
    item = item_to_talk_about(request, key)
    named = request.POST.get("comment", "")
    own = SupervisionComment.objects.editable_by(request.user).filter(item=item)
    found = next((each for each in own if str(each.key) == named), None)
    try:
        if found is not None:
            with or_404():
                take_back(user=request.user, comment=found)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    if request.htmx:
        return _item(request, item, CommentForm())
    return redirect(f"{item_page(item)}#comments")


@require_POST
def agenda_review(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    """Mark as reviewed by who asks, or not; htmx gets the marks anew."""
    item = item_to_talk_about(request, key)
    form = ReviewForm(request.POST)
    if form.is_valid():
        with or_404():
            review(user=request.user, item=item, done=form.cleaned_data["done"])
    if request.htmx:
        return _item(request, item_to_talk_about(request, key), CommentForm())
    return redirect(way_back(request, item_page(item)))
