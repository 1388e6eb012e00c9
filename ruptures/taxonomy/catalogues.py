"""Lists of which several may be chosen, each entry with its kind and source."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ruptures.taxonomy.choices import RuptureType


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a catalogue.

    `kind` groups entries: a rupture type for markers, immediate or exploratory for
    strategies, goal, task or bond for causes; empty where nothing is grouped.
    """

    code: str
    label: str | Promise
    meaning: str | Promise = ""
    kind: str = ""
    source: str = ""


class Catalogue(tuple[Entry, ...]):
    """Entries in the order in which they are shown."""

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(entry.code for entry in self)

    @property
    def choices(self) -> list[tuple[str, str | Promise]]:
        return [(entry.code, entry.label) for entry in self]

    def of(self, kind: str) -> "Catalogue":
        return Catalogue(entry for entry in self if entry.kind == kind)

    def entry(self, code: str) -> Entry:
        """The entry of that code; KeyError when there is none."""
        for entry in self:
            if entry.code == code:
                return entry
        raise KeyError(code)

    def labels(self, codes: Iterable[str]) -> list[str | Promise]:
        return [self.entry(code).label for code in codes]

    def ordered(self, codes: Iterable[str]) -> tuple[str, ...]:
        """The codes once each, in catalogue order; unknown ones stay, at the end."""
        wanted = set(codes)
        return (
            *(code for code in self.codes if code in wanted),
            *sorted(wanted - set(self.codes)),
        )


W, C = RuptureType.WITHDRAWAL.value, RuptureType.CONFRONTATION.value

MARKERS = Catalogue(
    [
        Entry("quiet", _("went quiet"), _("short answers, little to say"), W, "3RS"),
        Entry("went_along", _("went along"), _("agreed or deferred to me"), W, "3RS"),
        Entry(
            "changed_subject",
            _("changed the subject"),
            _("moved away from what was close"),
            W,
            "3RS",
        ),
        Entry(
            "generalities",
            _("spoke in generalities"),
            _("ideas in place of what happened"),
            W,
            "3RS",
        ),
        Entry(
            "around_it",
            _("talked around it, through stories"),
            _("about others, or about long ago"),
            W,
            "3RS",
        ),
        Entry(
            "mismatch",
            _("words and feelings did not match"),
            _("a smile with something painful"),
            W,
            "3RS",
        ),
        Entry(
            "not_so",
            _("said all was well"),
            _("while something seemed not to be"),
            W,
            "3RS",
        ),
        Entry(
            "hard_on_self",
            _("hopeless or hard on self"),
            _("turned inward, out of reach"),
            W,
            "3RS",
        ),
        Entry(
            "about_me",
            _("unhappy with me"),
            _("my manner, skill or understanding"),
            C,
            "3RS",
        ),
        Entry(
            "pushed_back",
            _("pushed back on what I said or did"),
            _("turned down a remark or a step"),
            C,
            "3RS",
        ),
        Entry(
            "about_tasks",
            _("unhappy with what we do"),
            _("exercises, questions, homework"),
            C,
            "3RS",
        ),
        Entry(
            "about_frame",
            _("unhappy with time, fee or place"),
            _("the arrangements of the therapy"),
            C,
            "3RS",
        ),
        Entry(
            "about_progress",
            _("unhappy with progress"),
            _("too slow, or no use"),
            C,
            "3RS",
        ),
        Entry(
            "stood_ground",
            _("stood up for self against me"),
            _("felt questioned or blamed"),
            C,
            "3RS",
        ),
        Entry(
            "pressed",
            _("pressed or steered me"),
            _("wanted me to do or stop something"),
            C,
            "3RS",
        ),
    ]
)

IMMEDIATE, EXPLORATORY = "immediate", "exploratory"

STRATEGIES = Catalogue(
    [
        Entry("clarified", _("cleared up a misunderstanding"), "", IMMEDIATE, "3RS"),
        Entry("asked", _("asked what it was like"), "", EXPLORATORY, "3RS"),
        Entry("owned_part", _("owned my part"), "", EXPLORATORY, "3RS"),
        Entry("explained", _("explained why"), "", IMMEDIATE, "3RS"),
        Entry("changed_task", _("changed the task or goal"), "", IMMEDIATE, "3RS"),
        Entry("refocused", _("came back to the subject"), "", IMMEDIATE, "3RS"),
        Entry("disclosed", _("said how it was for me"), "", EXPLORATORY, "3RS"),
        Entry(
            "validated",
            _("said why the stance makes sense"),
            "",
            EXPLORATORY,
            "3RS",
        ),
        Entry(
            "linked_us",
            _("linked it to a pattern between us"),
            "",
            EXPLORATORY,
            "3RS",
        ),
        Entry(
            "linked_others",
            _("linked it to other relationships"),
            "",
            EXPLORATORY,
            "3RS",
        ),
        Entry(
            "talked_about_talking",
            _("talked about talking about it"),
            "",
            EXPLORATORY,
            "article",
        ),
    ]
)

GOAL, TASK, BOND = "goal", "task", "bond"

CAUSES = Catalogue(
    [
        Entry("misunderstood", _("felt misunderstood"), "", BOND, "article"),
        Entry("judged", _("felt judged or criticised"), "", BOND, "article"),
        Entry("delivery", _("how I said it"), "", BOND, "article"),
        Entry("focus", _("wrong focus"), "", TASK, "article"),
        Entry("method", _("the method or exercise"), "", TASK, "article"),
        Entry("lead", _("who takes the lead"), "", TASK, "article"),
        Entry("goal", _("different goals"), "", GOAL, "article"),
        Entry("expectation", _("different expectations"), "", GOAL, "article"),
        Entry("fit", _("style, values or culture"), "", BOND, "article"),
        Entry("frame", _("time, fee, absence or place"), "", TASK, "article"),
        Entry(
            "client_pattern", _("an old pattern of the client's"), "", BOND, "article"
        ),
        Entry("own_reaction", _("a reaction of my own"), "", BOND, "article"),
    ]
)

BARRIERS = Catalogue(
    [
        Entry("overreacting", _("fear of overreacting")),
        Entry("judgement", _("fear of being judged")),
        Entry("hurting", _("fear of hurting me")),
        Entry("consequences", _("fear for the therapy")),
        Entry("no_words", _("no words for it")),
        Entry("not_asked", _("I did not ask")),
    ]
)

THERAPIST_STATES = Catalogue(
    [
        Entry("anxious", _("anxious")),
        Entry("irritated", _("irritated")),
        Entry("tired", _("tired")),
        Entry("drawn_in", _("drawn in")),
        Entry("helpless", _("helpless")),
        Entry("protective", _("protective")),
        Entry("bored", _("bored")),
        Entry("ashamed", _("ashamed")),
        Entry("other", pgettext_lazy("state", "other")),
    ]
)

RESPONSES = Catalogue(
    [
        Entry("curious", _("curious")),
        Entry("warm", _("warm")),
        Entry("owned", _("owned a part")),
        Entry("explained", _("explained")),
        Entry("hurried", _("hurried")),
        Entry("guarded", _("guarded")),
        Entry("moved_on", _("moved on")),
    ]
)

SKILLS = Catalogue(
    [
        Entry("assertion", _("saying what one wants")),
        Entry("needs", _("naming a need")),
        Entry("boundaries", _("setting a boundary")),
        Entry("feelings", _("staying with a feeling")),
        Entry("other_view", _("hearing the other's view")),
    ]
)
