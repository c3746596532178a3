"""A referral that waits for consent becomes ready once one covers it."""

from django.db import transaction
from django.db.models import Q

from .models import Referral, State
from .moves import STAFF
from .moving import make_move
from .refusing import CannotMove


@transaction.atomic
def ready_what_is_covered(*, student, now, by=None, actor=STAFF, besides=None):
    """Make ready each direct referral of `student` that awaits a consent and has one now; returns those Referrals.

    `besides` is a draft of theirs for which the consent was asked, and which becomes ready with them.
    """
    ready = []
    for referral in _waiting(student, besides=besides):
        try:
            ready.append(
                make_move(referral=referral, move="make_ready", actor=actor, by=by, version=referral.version, now=now)
            )
        except CannotMove:  # Another waits for another consent, or somebody moved it just now.
            continue
    return ready


def _waiting(student, *, besides):
    waits = Q(state=State.AWAITING_CONSENT) | Q(state=State.DRAFT, pk=besides.pk if besides else None)
    # In one order for all, so that two who make them ready take turns.
    return Referral.objects.filter(waits, student=student, kind=Referral.Kind.DIRECT, service__isnull=False).order_by(
        "pk"
    )
