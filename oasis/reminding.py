"""Reminders: to providers that left a referral unanswered, to who cares for it, and of consents about to end.

Beats may come late, or two at once: each letter's reason is there once.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lmi_portal.accounts.models import User
from lmi_portal.outbox.models import Email
from lmi_portal.outbox.posting import post_email, post_emails

from .covering import consents_covering
from .due_dates import TO_ACKNOWLEDGE, last_move
from .letters_to_staff import letter_to
from .models import BEFORE_SENDING, Referral, State
from .moves import WITH_PROVIDER
from .paging_rows import in_chunks
from .provider_links import address_of_link, standing_link
from .school_days import DAY, ClosedDays, is_school_day
from .sending import recipient_of

REMINDERS = 2
UNANSWERED = [State.SENT, State.OPENED]
CONSENT_LAPSES_WITHIN = 14 * DAY
# More numbers make no letter better.
NUMBERS_TOLD = 20


def remind_providers(*, now):
    """Remind each provider of what it left unanswered for two school days, and for four; returns how many letters."""
    today, closed = timezone.localdate(now), ClosedDays()
    late = Referral.objects.filter(kind=Referral.Kind.DIRECT, state__in=UNANSWERED, due_on__lte=today)
    late = late.annotate(moved_last_at=last_move()).select_related("student").defer("reason")
    count = 0
    for chunk in in_chunks(late):
        wanted = {}
        for referral in chunk:
            district = referral.student.district_id
            if not is_school_day(today, closed.of(district)):
                continue
            waited = closed.school_days_since(referral.moved_last_at, today, of=district)
            if number := min(waited // TO_ACKNOWLEDGE, REMINDERS):
                wanted[f"provider_reminder:{referral.number}:{referral.version}:{number}"] = referral
        posted = set(Email.objects.filter(reason__in=wanted).values_list("reason", flat=True))
        count += sum(
            _remind_provider(referral, reason=reason, now=now)
            for reason, referral in wanted.items()
            if reason not in posted
        )
    return count


@transaction.atomic
def _remind_provider(referral, *, reason, now):
    row = Referral.objects.select_for_update(of=["self"]).select_related("service").get(pk=referral.pk)
    contact = recipient_of(row)
    if row.version != referral.version or contact is None:
        return False
    link = standing_link(row, email=contact.email, now=now)
    post_email(
        to=link.email,
        reason=reason,
        template="oasis/email/provider_reminder",
        context={
            "number": row.number,
            "link": address_of_link(link),
            "until": date_format(timezone.localtime(link.expires_at), "F j, Y"),
        },
        is_private=True,
        now=now,
    )
    return True


def tell_owners_of_due_steps(*, now):
    """One letter a day to each owner of referrals whose next step is due today, with their numbers."""
    today = timezone.localdate(now)
    due = Referral.objects.filter(due_on=today).order_by("number").values_list("owner", "number")
    numbers = {}
    for owner, number in due.iterator(chunk_size=2_000):
        numbers.setdefault(owner, []).append(number)
    owners = User.objects.filter(pk__in=numbers, is_active=True)
    post_emails([_due_letter(owner, numbers[owner.pk], today) for owner in owners], now=now)
    return len(numbers)


def _due_letter(owner, numbers, today):
    told = ", ".join(numbers[:NUMBERS_TOLD])
    more = len(numbers) - NUMBERS_TOLD
    if more > 0:
        told = _("%(numbers)s and %(more)d more") % {"numbers": told, "more": more}
    subject = ngettext("A referral needs you today", "%(count)d referrals need you today", len(numbers))
    return letter_to(
        owner,
        reason=f"steps_due:{owner.pk}:{today.isoformat()}",
        subject=subject % {"count": len(numbers)},
        paragraphs=[_("The next step is due today: %(numbers)s.") % {"numbers": told}],
    )


def tell_owners_of_lapsing_consents(*, now):
    """Tell each owner, once, of a consent that ends within 14 days while its referral goes on, and no other covers."""
    today, count = timezone.localdate(now), 0
    rows = Referral.objects.filter(
        state__in=[*BEFORE_SENDING, *WITH_PROVIDER],
        consent__expires_on__gte=today,
        consent__expires_on__lte=today + CONSENT_LAPSES_WITHIN,
        consent__revocation__isnull=True,
        owner__is_active=True,
    )
    for chunk in in_chunks(rows.select_related("owner", "consent", "service").defer("reason")):
        letters = []
        for referral in chunk:
            last_day = referral.consent.expires_on
            if not consents_covering(referral, on=today).filter(expires_on__gt=last_day).exists():
                letters.append(_lapse_letter(referral, last_day))
        post_emails(letters, now=now)
        count += len(letters)
    return count


def _lapse_letter(referral, last_day):
    told = {"number": referral.number, "day": date_format(last_day, "F j, Y")}
    return letter_to(
        referral.owner,
        reason=f"consent_lapses:{referral.number}:{referral.consent_id}",
        subject=_("Referral %(number)s: the consent ends soon") % told,
        paragraphs=[_("The consent for referral %(number)s ends on %(day)s. Ask the family for a new one.") % told],
        number=referral.number,
    )
