"""Referring again after a no: a new referral that follows the one before, with nothing taken for granted."""

from django.db import transaction
from django.utils.translation import gettext as _

from .models import BARRIERS, BEFORE_SENDING, Referral, State
from .referring import log_referral
from .refusing import CannotRefer

# A no, or no answer: the page offers to refer again.
OFFERED_AFTER = {State.DECLINED, State.EXPIRED, State.RECALLED}
CARRIED_OVER = ["kind", "reason", "urgency", "language", "is_confidential"]


def offers_another(referral):
    """Whether the need is still open after a no, so that the page should offer another service."""
    is_no = referral.state in OFFERED_AFTER or (referral.state == State.CLOSED and referral.outcome in BARRIERS)
    return is_no and not referral.children.exclude(state=State.ENTERED_IN_ERROR).exists()


@transaction.atomic
def refer_again(*, referral, reach, now):
    """The draft of a child of `referral`, with its wording and no service; returns the new Referral.

    The consent is not carried over: it named the provider that said no, so the child is checked afresh
    (oasis/covering.py). Raises CannotRefer as log_referral does, and for one that nothing was sent of yet.
    """
    if referral.state in {*BEFORE_SENDING, State.ENTERED_IN_ERROR}:
        raise CannotRefer(_("Nothing was sent of this referral, so none can follow it."))
    child = log_referral(reach=reach, student=referral.student, need=referral.need, now=now, follows=referral)
    for name in CARRIED_OVER:
        setattr(child, name, getattr(referral, name))
    child.save(update_fields=CARRIED_OVER)
    return child


def line_of(referral):
    """`referral` and those that it follows, the newest first, as a list."""
    line = [referral]
    while line[-1].parent_id:
        line.append(Referral.objects.select_related("service__provider").get(pk=line[-1].parent_id))
    return line
