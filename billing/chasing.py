"""Chasing: reminders of unpaid invoices and of purchase orders to follow, and what staff know of a bill's money.

The beat may come late, or two at once: an account is locked while its reminders are posted, and each is a row that
there is once.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record
from lmi_portal.outbox.posting import post_emails

from .accounting import lock_account
from .linking import address_of_link, standing_link
from .models import Bill, Chase, ChaseLetter
from .refusing import CannotBill
from .reminder_letters import letters_of, readers_of
from .reminders_due import coming_reminders

LONGEST_PROMISE = timedelta(days=366)


def post_due_reminders(*, now):
    """Post what is due today, each account in a transaction of its own; return about how many invoices it was."""
    due = coming_reminders(now=now, until=timezone.localdate(now))
    accounts = {one.invoice.account_id: one.invoice.account for one in due}
    return sum(_post_of(account, now=now) for account in accounts.values())


@transaction.atomic
def _post_of(account, *, now):
    # Money that comes in meanwhile takes its turn, and so does another beat: what is due is asked anew.
    account = lock_account(account)
    due = coming_reminders(now=now, until=timezone.localdate(now), account=account)
    reached = [one for one in due if readers_of([one])]
    ChaseLetter.objects.bulk_create(
        [ChaseLetter(invoice=one.invoice, about=one.about, key=one.key, posted_at=now) for one in reached],
        ignore_conflicts=True,
    )
    post_emails(list(letters_of(reached, link=lambda: _link_of(account, now=now), now=now)), now=now)
    return len(reached)


def _link_of(account, *, now):
    return address_of_link(standing_link(account, now=now))


@transaction.atomic
def note_promise(*, bill, promised_on, note, noted_by, now):
    """The district said by when it pays: it is not reminded until that day is over. Raises CannotBill."""
    if promised_on < timezone.localdate(now):
        raise CannotBill(_("This day is over already."), field="promised_on")
    if promised_on > timezone.localdate(now) + LONGEST_PROMISE:
        raise CannotBill(_("This is more than a year from now."), field="promised_on")
    chase = _chase_of(bill)
    changes = {"promised_on": [str(chase.promised_on or ""), str(promised_on)], "note": [chase.note, note]}
    chase.promised_on, chase.note = promised_on, note
    chase.save(update_fields=["promised_on", "note"])
    record(deed="note_promise", on=bill, by=noted_by, now=now, changes=changes)


@transaction.atomic
def stop_chasing(*, bill, note, stopped_by, now):
    """Nobody is reminded of this bill any more, until staff resume it. Raises CannotBill."""
    chase = _chase_of(bill)
    if chase.stopped_at:
        raise CannotBill(_("Its reminders are stopped already."))
    changes = {"note": [chase.note, note]}
    chase.stopped_at, chase.stopped_by, chase.note = now, stopped_by, note
    chase.save(update_fields=["stopped_at", "stopped_by", "note"])
    record(deed="stop_chasing", on=bill, by=stopped_by, now=now, changes=changes)


@transaction.atomic
def resume_chasing(*, bill, resumed_by, now):
    """Reminders go out again, whatever was promised or stopped before. Raises CannotBill."""
    chase = _chase_of(bill)
    if not chase.stopped_at and not chase.promised_on:
        raise CannotBill(_("Its reminders go out as they should already."))
    chase.stopped_at = chase.stopped_by = chase.promised_on = None
    chase.save(update_fields=["stopped_at", "stopped_by", "promised_on"])
    record(deed="resume_chasing", on=bill, by=resumed_by, now=now)


def _chase_of(bill):
    """The bill's Chase, under the lock of its account, so that no reminder of it is posted meanwhile."""
    lock_account(bill.account)
    return Chase.objects.get_or_create(bill=Bill.objects.get(pk=bill.pk))[0]
