"""Which reminders about money come next, and when: by the steps that staff set, and weekly for a purchase order."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import OuterRef, Prefetch, Q, Subquery
from django.utils import timezone

from districts.models import Membership

from .models import Account, Bill, ChaseLetter, ChasingStep, Invoice

WEEK = timedelta(days=7)
UNPAID, PURCHASE_ORDER = ChaseLetter.About.UNPAID, ChaseLetter.About.PURCHASE_ORDER


@dataclass(frozen=True)
class Coming:
    """One reminder about one invoice, for the Pacific day `on`; `key` tells it from the others about that invoice."""

    invoice: Invoice
    about: str
    key: str
    on: date
    to_accounts_payable: bool
    to_leads: bool


def coming_reminders(*, now, until, account=None):
    """The next reminder of each kind about each unpaid invoice, for today or a later day up to `until`, by day.

    Nothing is asked of a bill that staff stopped, nor before the day by which its money was promised is over, nor of a
    district whose money is here already and is set against no invoice. Of steps that were missed, such as during a
    standstill, only the latest is made up for.
    """
    today = timezone.localdate(now)
    steps = list(ChasingStep.objects.filter(is_active=True))
    # A promise only puts off; when the first step is far off, nothing is past due enough by then.
    past_due = Q(due_on__lte=until - timedelta(days=steps[0].days_past_due)) if steps else Q(pk__in=[])
    awaiting = Q(bill__pays_by=Bill.PaysBy.PURCHASE_ORDER, bill__purchase_order__isnull=True)
    invoices = _unpaid().filter(past_due | awaiting)
    if account:
        invoices = invoices.filter(account=account)
    found = [one for invoice in invoices for one in _next_of(invoice, steps, today=today) if one.on <= until]
    return sorted(found, key=lambda one: (one.on, one.invoice.account_id, one.invoice.due_on, one.invoice.pk))


def _unpaid():
    """Unpaid invoices that somebody may be asked about, with all that their reminders say and go to."""
    owing = Account.objects.with_balance().filter(balance__gt=0)
    of_the_bill = Invoice.objects.filter(bill=OuterRef("bill")).order_by("issued_at")
    letters = ChaseLetter.objects.filter(invoice__bill=OuterRef("bill")).order_by("-posted_at")
    tables = Membership.objects.select_related("user").order_by("pk")
    return (
        Invoice.objects.unpaid()
        .filter(bill__chase__stopped_at__isnull=True, account__in=owing.values("pk"))
        .annotate(
            first_issued_at=Subquery(of_the_bill.values("issued_at")[:1]),
            asked_at=Subquery(letters.values("posted_at")[:1]),
        )
        .defer("facts")
        .select_related("bill__chase", "bill__opened_by", "bill__purchase_order", "account__district")
        .prefetch_related("letters", Prefetch("account__district__memberships", tables, to_attr="places"))
    )


def _next_of(invoice, steps, *, today):
    chase = getattr(invoice.bill, "chase", None)
    promised_on = chase and chase.promised_on
    earliest = max(today, promised_on + timedelta(days=1)) if promised_on else today
    step = _next_step(invoice, steps, earliest=earliest)
    if step:
        yield step
    if invoice.bill.awaits_purchase_order():
        began_at = max(invoice.first_issued_at, invoice.asked_at or invoice.first_issued_at)
        on = max(timezone.localdate(began_at) + WEEK, earliest)
        # One letter a day is enough, and that of the step says what is missing too.
        if not step or step.on != on:
            year, week, _day = on.isocalendar()
            yield Coming(invoice, PURCHASE_ORDER, f"{year}-W{week:02}", on, False, True)


def _next_step(invoice, steps, *, earliest):
    """The latest step that is due on the day `earliest`, unless it or a later one was sent, or the first to come."""
    sent = max((int(letter.key) for letter in invoice.letters.all() if letter.about == UNPAID), default=-1)
    past_due = (earliest - invoice.due_on).days
    ahead = [step for step in steps if step.days_past_due > sent]
    due = [step for step in ahead if step.days_past_due <= past_due]
    if not ahead:
        return None
    step = due[-1] if due else ahead[0]
    on = earliest if due else invoice.due_on + timedelta(days=step.days_past_due)
    return Coming(invoice, UNPAID, str(step.days_past_due), on, step.to_accounts_payable, step.to_leads)
