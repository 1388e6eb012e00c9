"""What the four answers of two raters are called and can mean: neither is right."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ruptures.summaries.agreement import PAIRS, Pair
from ruptures.taxonomy import Rater

OURS, WATCHED, OTHERS = PAIRS.values()  # with the client; with observers; without us

Phrases = Mapping[Pair, Sequence[Promise]]

LABELS: Phrases = {
    OURS: (_("Both of you"), _("Only you"), _("Only the client"), _("Neither")),
    WATCHED: (
        _("You and the observers"),
        _("Only you"),
        _("Only the observers"),
        _("Neither"),
    ),
    OTHERS: (
        _("Client and observers"),
        _("Only the client"),
        _("Only the observers"),
        _("Neither"),
    ),
}
MEANINGS: Phrases = {
    OURS: (
        _("Both called it strained: something that can be spoken of as shared."),
        _(
            "You noticed strain and the client did not call it that. It may have "
            "passed them by, been settled in time, or be hard to say."
        ),
        _(
            "The client felt strain that your answer does not show. It may have been "
            "quiet, or have come to them after the hour."
        ),
        _("Neither called it strained: two answers, and no proof that nothing was."),
    ),
    WATCHED: (
        _("Noticed in the room and seen from outside alike."),
        _(
            "You noticed strain that the observers did not code. Some of it can only "
            "be felt in the room."
        ),
        _(
            "The observers coded strain that your answer does not show. Some of it is "
            "easier to see from outside than from within."
        ),
        _("Neither called it strained: two answers, and no proof that nothing was."),
    ),
    OTHERS: (
        _("The client felt it and it could be seen from outside."),
        _(
            "The client called it strained and the observers did not. Strain can be "
            "felt without showing."
        ),
        _(
            "The observers coded strain and the client did not call it that. It may "
            "not have troubled them, or be hard to say."
        ),
        _("Neither called it strained: two answers, and no proof that nothing was."),
    ),
}
COUNTED: Mapping[Pair, Promise] = {
    OURS: _(
        "Sessions that you and the client both answered: %(total)s. Strained for "
        "both %(both)s, only for you %(first_only)s, only for the client "
        "%(second_only)s, for neither %(neither)s."
    ),
    WATCHED: _(
        "Sessions that you and the observers both answered: %(total)s. Strained for "
        "both %(both)s, only for you %(first_only)s, only for the observers "
        "%(second_only)s, for neither %(neither)s."
    ),
    OTHERS: _(
        "Sessions that client and observers both answered: %(total)s. Strained for "
        "both %(both)s, only for the client %(first_only)s, only for the observers "
        "%(second_only)s, for neither %(neither)s."
    ),
}
NOTHING: Mapping[Pair, Promise] = {
    OURS: _(
        "There is no session that you and the client both answered yes or no, each by "
        "yourselves: nothing to compare yet."
    ),
    WATCHED: _(
        "There is no session that you and the observers both answered yes or no, each "
        "by yourselves: nothing to compare yet."
    ),
    OTHERS: _(
        "There is no session that client and observers both answered yes or no, each "
        "by themselves: nothing to compare yet."
    ),
}
RATES: Mapping[Pair, Promise] = {
    OURS: _("yes by you %(first)s, by the client %(second)s"),
    WATCHED: _("yes by you %(first)s, by the observers %(second)s"),
    OTHERS: _("yes by the client %(first)s, by the observers %(second)s"),
}
SIDES: Mapping[Rater, Promise] = {
    Rater.THERAPIST: _("only you said yes"),
    Rater.CLIENT: _("only the client said yes"),
    Rater.OBSERVER: _("only the observers said yes"),
}
