"""Letting beat come by in a made-up autumn: an invoice of September 1 is due on October 1, 2026."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from billing.chasing import post_due_reminders, stop_chasing
from billing.invoicing import write_off_invoice
from billing.models import Bill, ChasingStep
from districts.tests.factories import create_user
from lmi_portal.outbox.models import Email

from .factories import create_account, create_bill, create_invoice, pay

PACIFIC = ZoneInfo("America/Los_Angeles")
DUE_ON = date(2026, 10, 1)


def at(month, day, hour=9, year=2026):
    return datetime(year, month, day, hour, tzinfo=PACIFIC)


ISSUED_AT = at(9, 1, 12)


def set_steps(*days, **fields):
    """The schedule that staff set, in place of the one that the portal begins with."""
    ChasingStep.objects.all().delete()
    return [ChasingStep.objects.create(days_past_due=one, **fields) for one in days]


def owe(*amounts, account=None, ap_email="ap@example.org", pays_by=Bill.PaysBy.CHECK, **fields):
    """An unpaid invoice of September 1, of a district whose accounts payable is known."""
    account = account or create_account(ap_email=ap_email, ap_name="Ada Pay")
    fields = {"now": ISSUED_AT, "pays_by": pays_by} | fields
    return create_invoice(*amounts, now=fields["now"], bill=create_bill(district=account.district, **fields))


def beat(*moments):
    """How many invoices each beat reminded of."""
    return [post_due_reminders(now=moment) for moment in moments]


def letters():
    """[(news, to, the numbers of the invoices)] of all reminders, in the order in which they were posted."""
    posted = Email.objects.filter(
        template__in=["billing/email/invoices_unpaid", "billing/email/purchase_order_awaited"]
    ).order_by("posted_at", "pk")
    return [
        (one.template.rsplit("/", 1)[1], one.to, [invoice["number"] for invoice in one.context["invoices"]])
        for one in posted
    ]


def paid(invoice):
    pay(invoice.account, "150.00", pays=[(invoice, Decimal("150.00"))])


def in_credit(invoice):
    pay(invoice.account, "150.00")


def taken_back(invoice):
    write_off_invoice(invoice=invoice, by=create_user(), reason="Host", now=ISSUED_AT)


def stopped(invoice):
    stop_chasing(bill=invoice.bill, note="The host pays", stopped_by=create_user(), now=ISSUED_AT)


def partly_paid(invoice):
    pay(invoice.account, "50.00", pays=[(invoice, Decimal("50.00"))])
