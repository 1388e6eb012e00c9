"""The sentence for a deed, by who did it and whose the case is."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from ruptures.models import AccessEvent, Deed, User

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

# What the reader did with what is their own.
OWN: "dict[str, Words]" = {
    Deed.SIGNED_IN: _("You signed in on %(when)s."),
    Deed.EXPORTED: _("You took what is here about case %(case)s on %(when)s."),
    Deed.GRANTED: _("You offered access to %(whom)s on %(when)s."),
    Deed.ENDED: _("You ended the access of %(whom)s on %(when)s."),
    Deed.COMMENTED: _("You commented on case %(case)s on %(when)s."),
    Deed.SHARED: _("You shared a concern about case %(case)s on %(when)s."),
    Deed.ERASED: _("You erased case %(case)s on %(when)s."),
}
# What somebody else did with the reader's.
OF_OTHERS: "dict[str, Words]" = {
    Deed.LOOKED: _("%(who)s looked at case %(case)s on %(when)s."),
    Deed.EXPORTED: _("%(who)s took a file about case %(case)s on %(when)s."),
    Deed.ACCEPTED: _("%(who)s accepted your access on %(when)s."),
    Deed.ENDED: _("%(who)s ended or declined your access on %(when)s."),
    Deed.COMMENTED: _("%(who)s commented on case %(case)s on %(when)s."),
    Deed.RATED: _("%(who)s rated a session of case %(case)s on %(when)s."),
}
# What the reader did with what is somebody else's; no code, which is not theirs to keep
# once the access is over.
ELSEWHERE: "dict[str, Words]" = {
    Deed.LOOKED: _("You looked at a case of %(owner)s on %(when)s."),
    Deed.EXPORTED: _("You took a file about a case of %(owner)s on %(when)s."),
    Deed.ACCEPTED: _("You accepted access to cases of %(owner)s on %(when)s."),
    Deed.ENDED: _("You ended your access to cases of %(owner)s on %(when)s."),
    Deed.COMMENTED: _("You commented on a case of %(owner)s on %(when)s."),
    Deed.RATED: _("You rated a session of a case of %(owner)s on %(when)s."),
}
# The same where it was about no single case.
OF_OTHERS_IN_ALL: "dict[str, Words]" = {
    Deed.LOOKED: _("%(who)s looked at your caseload on %(when)s."),
    Deed.EXPORTED: _("%(who)s took a file about your caseload on %(when)s."),
    Deed.COMMENTED: _("%(who)s noted something of a meeting with you on %(when)s."),
}
ELSEWHERE_IN_ALL: "dict[str, Words]" = {
    Deed.LOOKED: _("You looked at the caseload of %(owner)s on %(when)s."),
    Deed.EXPORTED: _("You took a file about the caseload of %(owner)s on %(when)s."),
    Deed.COMMENTED: _("You noted something of a meeting with %(owner)s on %(when)s."),
}
OWN_IN_ALL: "dict[str, Words]" = {
    Deed.EXPORTED: _("You took your sessions as a file on %(when)s."),
    Deed.IMPORTED: _("You brought in a file on %(when)s."),
    Deed.ERASED: _("You erased your account and all of its cases on %(when)s."),
    Deed.COMMENTED: _("You noted something of a meeting on %(when)s."),
}
ANYTHING = _("%(who)s, %(when)s: %(deed)s")


def sentence_of(event: AccessEvent, reader: User) -> "Words":
    by_me, mine = event.actor_account == reader.pk, event.owner_account == reader.pk
    if by_me and mine:
        tables = OWN, OWN_IN_ALL
    else:
        tables = (
            (ELSEWHERE, ELSEWHERE_IN_ALL) if by_me else (OF_OTHERS, OF_OTHERS_IN_ALL)
        )
    with_case, in_all = tables
    if not event.case and event.deed in in_all:
        return in_all[event.deed]
    return with_case.get(event.deed, ANYTHING)
