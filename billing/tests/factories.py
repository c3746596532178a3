from datetime import timedelta
from decimal import Decimal
from itertools import count

from django.utils import timezone

from billing.accounting import account_of
from billing.invoicing import Item, Terms, open_bill, settle_bill
from billing.models import Bill, CreditNote, InvoiceLine, Payment
from billing.paying import record_payment
from billing.purchasing import add_purchase_order
from districts.tests.factories import create_district, create_user

_number = count(1)


def create_account(*, district=None, **fields):
    account = account_of(district or create_district(), now=timezone.now())
    for name, value in fields.items():
        setattr(account, name, value)
    account.save()
    return account


def create_bill(*, district=None, **fields):
    """A bill of which nothing is due yet, for a convening of its own unless said otherwise."""
    number = next(_number)
    defaults = {
        "code": f"TEAM{number:04}",
        "subject": f"Convening {number}",
        "subject_key": f"convening:{number}",
        "team": "The team",
        "path": f"/teams/TEAM{number:04}/",
        "pays_by": Bill.PaysBy.PURCHASE_ORDER,
        "purchase_order": None,
        "opened_by": fields.pop("opened_by", None) or create_user(),
        "now": timezone.now(),
    }
    return open_bill(district=district or create_district(), **defaults | fields)


def seats(*amounts):
    """One seat Item for each amount."""
    return [
        Item(InvoiceLine.Kind.SEAT, f"Seat {i}", Decimal(amount), person=f"Ana {i}")
        for i, amount in enumerate(amounts, start=1)
    ]


def terms_of(bill, **fields):
    subject = {"title": bill.subject, "days": [], "place": "", "includes": "", "team": bill.team, "code": bill.code}
    return Terms(subject, **fields)


def settle(bill, *amounts, cause=CreditNote.Cause.CHANGE, now=None, **fields):
    """Let the bill say one seat for each amount; return (credit note, invoice)."""
    return settle_bill(
        bill=bill,
        items=fields.pop("items", None) or seats(*amounts),
        terms=fields.pop("terms", None) or terms_of(bill),
        cause=cause,
        by=bill.opened_by,
        now=now or timezone.now(),
        **fields,
    )


def create_invoice(*amounts, bill=None, now=None, **bill_fields):
    """An issued invoice, of $150.00 unless said otherwise."""
    bill = bill or create_bill(**bill_fields)
    return settle(bill, *amounts or ["150.00"], now=now)[1]


def pay(account, amount, *, pays=(), **fields):
    defaults = {
        "method": Payment.Method.ACH,
        "received_on": timezone.localdate(),
        "recorded_by": None,
        "now": timezone.now(),
    }
    return record_payment(account=account, amount=Decimal(amount), pays=list(pays), **defaults | fields)


def create_purchase_order(account, amount="1000.00", **fields):
    defaults = {
        "number": f"PO-{next(_number)}",
        "valid_until_on": timezone.localdate() + timedelta(days=90),
        "added_by": None,
        "now": timezone.now(),
    }
    return add_purchase_order(account=account, amount=Decimal(amount), **defaults | fields)
