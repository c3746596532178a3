"""Moves that the clock makes: what nobody answered expires, and what a consent carried waits for a new one."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lmi_portal.outbox.posting import post_emails

from .covering import consents_covering
from .due_dates import last_move
from .letters_to_staff import letter_to
from .models import Referral, State
from .moves import CLOCK
from .moving import make_move
from .paging_rows import in_chunks
from .refusing import CannotMove
from .school_days import ClosedDays

# A provider has 14 school days to answer; a family twice as long to sign, as letters get lost between home and school.
LASTS = {
    State.SENT: 14,
    State.OPENED: 14,
    State.NEEDS_INFO: 14,
    State.AWAITING_CONSENT: 28,
    State.READY: 28,
}


def expire_unanswered(*, now):
    """Expire direct referrals that nothing moved for too many school days; returns how many."""
    today, closed, count = timezone.localdate(now), ClosedDays(), 0
    rows = Referral.objects.filter(kind=Referral.Kind.DIRECT, state__in=LASTS, due_on__lte=today)
    rows = rows.annotate(moved_last_at=last_move()).select_related("student", "owner").defer("reason")
    for chunk in in_chunks(rows):
        for referral in chunk:
            since = referral.moved_last_at or referral.created_at
            if closed.school_days_since(since, today, of=referral.student.district_id) > LASTS[referral.state]:
                told = _("Referral %(number)s expired: nobody answered in time. Call the provider, or refer again.")
                count += _move(referral, "expire", told % {"number": referral.number}, now=now)
    return count


def end_lapsed_consents(*, now):
    """Take back what was not opened, and make wait what was not sent, where the consent ran out; returns how many."""
    today, count = timezone.localdate(now), 0
    rows = Referral.objects.filter(
        kind=Referral.Kind.DIRECT, state__in=[State.READY, State.SENT], consent__expires_on__lt=today
    )
    for chunk in in_chunks(rows.select_related("owner", "service").defer("reason")):
        for referral in chunk:
            if consents_covering(referral, on=today).exists():
                continue
            move = "lose_consent" if referral.state == State.READY else "recall"
            told = _("The consent for referral %(number)s has ended, so nothing is sent until there is a new one.")
            count += _move(referral, move, told % {"number": referral.number}, now=now)
    return count


def _move(referral, move, told, *, now):
    """Whether the clock made the move; where somebody else moved the referral meanwhile, theirs counts."""
    try:
        with transaction.atomic():
            make_move(referral=referral, move=move, actor=CLOCK, version=referral.version, now=now)
            letter = letter_to(
                referral.owner,
                reason=f"clock:{referral.number}:{referral.version}",
                subject=_("Referral %(number)s needs you") % {"number": referral.number},
                paragraphs=[told],
                number=referral.number,
            )
            post_emails([letter] if referral.owner.is_active else [], now=now)
    except CannotMove:
        return False
    return True
