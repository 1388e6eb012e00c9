"""How an entry of the agenda is told. No queries here."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from dashboard.templatetags.rupture_repair import clinical_date
from ruptures.models import SupervisionItem
from ruptures.models.encrypted import Unreadable

register = template.Library()


@register.filter
def about(item: SupervisionItem) -> str:
    """What it is about, without the case's code."""
    if item.rupture:
        day = clinical_date(item.rupture.session.date)
        words = {"day": day, "type": item.rupture.get_type_display()}
        return _("Rupture of %(day)s: %(type)s") % words
    if item.session:
        return _("Session of %(day)s") % {"day": clinical_date(item.session.date)}
    return _("A pattern that comes back") if item.pattern else _("The case")


@register.filter
def recording_moment(item: SupervisionItem) -> str:
    """Where to look in the recording, such as "Minute 12 to 15"; or nothing."""
    if item.minute_from is None:
        return ""
    words = {"start": item.minute_from, "end": item.minute_to}
    if item.minute_to in {None, item.minute_from}:
        return _("Minute %(start)s") % words
    return _("Minute %(start)s to %(end)s") % words


@register.filter
def readable(text: Any) -> bool:
    """Whether a key here opens it."""
    return not isinstance(text, Unreadable)
