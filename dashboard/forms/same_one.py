"""Which of a session's ruptures another rater's yes is about."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dashboard.forms.base import EditForm
from ruptures.caseload import Story
from ruptures.models import Rupture, SessionReport
from ruptures.taxonomy import Strain

NONE = "none"  # of the ruptures


class SameOneForm(EditForm):
    """A button for each rupture, and one to take back what was noted."""

    rupture = forms.ChoiceField(label=gettext_lazy("The same one as"))

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        report: SessionReport,
        stories: Sequence[Story],
    ):
        self.by_key = {str(story.rupture.key): story for story in stories}
        about = (each for each in stories if each.rupture.pk == report.rupture_id)
        self.noted = next(about, None)
        noted = str(self.noted.rupture.key) if self.noted else NONE
        standing = {"version": report.version, "rupture": noted}
        super().__init__(data, initial=standing, auto_id=False)
        self.fields["rupture"].choices = [  # type: ignore[attr-defined]
            (NONE, _("none of them")),
            *((key, named_by_what_it_was(story)) for key, story in self.by_key.items()),
        ]

    @property
    def chosen(self) -> Rupture | None:
        story = self.by_key.get(self.cleaned_data["rupture"])
        return story.rupture if story else None

    @property
    def now(self) -> str:
        """The rupture that was noted, in words; nothing where none was."""
        return named_by_what_it_was(self.noted) if self.noted else ""

    @property
    def buttons(self) -> list[tuple[str, str]]:
        """What each button sends, and says; one rupture needs no name."""
        others = {k: story for k, story in self.by_key.items() if story != self.noted}
        ties = [(key, self._says(story)) for key, story in others.items()]
        return [*ties, (NONE, _("Not the same one"))] if self.noted else ties

    def _says(self, story: Story) -> str:
        if len(self.by_key) == 1:
            return _("This is the same one")
        name = {"rupture": named_by_what_it_was(story)}
        return _("This is the same one: %(rupture)s") % name


def named_by_what_it_was(story: Story) -> str:
    """Its type and its markers, as they stand in the list of ruptures."""
    told = [story.rupture.get_type_display(), *map(str, story.markers)]
    return " · ".join(told)


def can_be_about_one(report: SessionReport, stories: Sequence[Story]) -> bool:
    return report.strain == Strain.YES and bool(stories)
