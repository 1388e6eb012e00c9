"""What the pages of days share: the day, the ways to others, and a row."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from dashboard.forms.answer import AnswerForm
from dashboard.http import AppRequest, day_named
from ruptures.models import Act
from ruptures.slots import Slot
from ruptures.span import Span


@dataclass(frozen=True, slots=True)
class Row:
    """A slot as a page offers it: its form, and the act that saved it just now."""

    slot: Slot
    form: AnswerForm | None = None
    act: Act | None = None

    @property
    def chosen(self) -> str:
        """The answer that was sent and not yet saved."""
        return str(self.form["strain"].value() or "") if self.form else ""


def day_of(request: AppRequest) -> date:
    """The day that the address names, else today."""
    return day_named(request.GET.get("date", "")) or timezone.localdate()


def address(name: str, day: date) -> str:
    query = urlencode({"date": day.isoformat()})
    return f"{reverse(f'dashboard:{name}')}?{query}"


def frame(request: AppRequest, span: Span) -> dict[str, Any]:
    """What the three pages share: their days, and the ways to others."""
    first, last = span.first, span.last
    return {
        "first": first,
        "last": last,
        "before": span.before,
        "after": span.after,
        "has_today": timezone.localdate() in span,
        "here": f"{request.path}?{urlencode({'date': first.isoformat()})}",
    }
