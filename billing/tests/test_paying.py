from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from billing.allocating import open_of, unapplied_of
from billing.models import Account, Allocation, Bounce, Entry, Invoice, Payment, Refund
from billing.paying import apply_credit, apply_payment, bounce_payment, refund_payment
from billing.refusing import CannotBill
from lmi_portal.audit.models import Entry as AuditEntry

from .factories import create_account, create_bill, create_invoice, pay, settle

pytestmark = pytest.mark.django_db


def balance(account):
    return Account.objects.with_balance().get(pk=account.pk).balance


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def apply(payment, invoice, amount):
    apply_payment(payment=payment, invoice=invoice, amount=Decimal(amount), applied_by=None, now=timezone.now())


def bounce(payment, **fields):
    defaults = {"reason": "No funds", "bounced_on": timezone.localdate(), "recorded_by": None, "now": timezone.now()}
    return bounce_payment(payment=payment, **defaults | fields)


def refund(payment, amount, **fields):
    defaults = {"method": "check", "reason": "Paid twice", "recorded_by": None, "now": timezone.now()}
    return refund_payment(
        payment=payment, amount=Decimal(amount), refunded_on=timezone.localdate(), **defaults | fields
    )


def test_a_payment_over_several_invoices_leaves_the_rest_as_credit():
    first = create_invoice("100.00")
    second = create_invoice("80.00", district=first.account.district)

    payment = pay(first.account, "200.00", pays=[(first, Decimal("100.00")), (second, Decimal("30.00"))])

    assert (open_of(first), open_of(second), unapplied_of(payment)) == (0, 50, 70)
    assert balance(first.account) == -20


def test_a_payment_is_its_own_receipt():
    invoice = create_invoice("100.00")

    payment = pay(invoice.account, "150.00", method="check", reference="1234", pays=[(invoice, Decimal("100.00"))])

    said = {key: payment.facts[key] for key in ("number", "method", "reference", "amount", "applied", "unapplied")}
    assert said == {
        "number": str(payment),
        "method": "check",
        "reference": "1234",
        "amount": "150.00",
        "applied": [{"invoice": str(invoice), "amount": "100.00"}],
        "unapplied": "50.00",
    }


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"amount": "0.00"}, "amount", "A payment is more than nothing."),
        ({"amount": "-5.00"}, "amount", "A payment is more than nothing."),
        ({"received_on": date(2026, 11, 2)}, "received_on", "this day is still ahead"),
        ({"method": "check"}, "reference", "A check has a number"),
    ],
    ids=["nothing", "less than nothing", "tomorrow", "check without its number"],
)
def test_what_is_no_payment_is_refused(fields, field, sentence):
    account, now = create_account(), datetime(2026, 11, 2, 7, 59, tzinfo=UTC)
    defaults = {"amount": "50.00", "received_on": date(2026, 11, 1), "now": now}

    with pytest.raises(CannotBill, match=sentence) as refusal:
        pay(account, **defaults | fields)

    assert (refusal.value.field, Payment.objects.count()) == (field, 0)


def to_pay(kind, invoice):
    """[(invoice, dollars)] that a payment of $100.00 may not pay, each for its own reason."""
    if kind == "credited":
        settle(invoice.bill)
    if kind == "more than the payment":
        return [(invoice, Decimal("100.01"))]
    return [(invoice, Decimal({"more than is open": "80.01", "less than nothing": "-1.00"}.get(kind, "50.00")))]


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("more than the payment", "take more than the payment has"),
        ("more than is open", r"Only \$80.00 of INV-\d{4}-00001 is open"),
        ("less than nothing", "Say how much"),
        ("another district’s", "is another district’s"),
        ("credited", "was taken back by a credit note"),
    ],
    ids=lambda value: value if " " not in value or len(value) < 25 else "",
)
def test_what_cannot_be_paid_is_refused_and_nothing_is_recorded(kind, sentence):
    invoice = create_invoice("80.00")
    account = create_account() if kind == "another district’s" else invoice.account
    entries = list(Entry.objects.all())
    pays = to_pay(kind, invoice)

    with pytest.raises(CannotBill, match=sentence):
        pay(account, "100.00", pays=pays)

    assert (Payment.objects.count(), Allocation.objects.count()) == (0, 0)
    assert list(Entry.objects.filter(kind="paid")) == [entry for entry in entries if entry.kind == "paid"]


def test_one_invoice_named_twice_is_not_paid_twice():
    invoice = create_invoice("80.00")

    with pytest.raises(CannotBill, match=r"Only \$30.00"):
        pay(invoice.account, "160.00", pays=[(invoice, Decimal("50.00")), (invoice, Decimal("50.00"))])

    assert open_of(invoice) == 80


def test_a_refused_payment_takes_no_number():
    invoice = create_invoice("80.00")
    with pytest.raises(CannotBill):
        pay(invoice.account, "100.00", pays=[(invoice, Decimal("90.00"))])

    assert pay(invoice.account, "10.00").sequence == 1


def test_a_card_charge_is_recorded_once():
    account = create_account()
    pay(account, "50.00", method="card_online", reference="pi_1")

    with pytest.raises(IntegrityError), transaction.atomic():
        pay(account, "50.00", method="card_online", reference="pi_1")

    assert Payment.objects.count() == 1


def test_credit_is_set_against_an_invoice_later():
    invoice = create_invoice("100.00")
    payment = pay(invoice.account, "60.00")

    apply(payment, invoice, "45.00")

    assert (open_of(invoice), unapplied_of(payment), balance(invoice.account)) == (55, 15, 40)


def test_more_credit_than_there_is_cannot_be_applied():
    invoice = create_invoice("100.00")
    payment = pay(invoice.account, "60.00")
    refund(payment, "20.00")

    with pytest.raises(CannotBill, match="Less of this payment is left"):
        apply(payment, invoice, "40.01")

    assert open_of(invoice) == 100


def test_a_payment_that_bounced_meanwhile_cannot_be_applied():
    """The payment was read, and seen not to have bounced, before it did."""
    invoice = create_invoice("100.00")
    read_before = pay(invoice.account, "60.00")
    assert not read_before.has_bounced()
    bounce(fresh(read_before))

    with pytest.raises(CannotBill, match="Less of this payment is left"):
        apply(read_before, invoice, "10.00")

    assert open_of(invoice) == 100


def test_credit_wants_an_invoice():
    payment = pay(create_account(), "60.00")

    with pytest.raises(CannotBill, match="Say which invoice it pays"):
        apply_credit(payment=payment, pays=[], unapplied=Decimal("60.00"), applied_by=None, now=timezone.now())


def test_what_a_bounced_payment_paid_is_open_again():
    first = create_invoice("100.00")
    second = create_invoice("80.00", district=first.account.district)
    payment = pay(first.account, "150.00", pays=[(first, Decimal("100.00")), (second, Decimal("30.00"))])
    other = pay(first.account, "10.00", pays=[(second, Decimal("10.00"))])

    bounced = bounce(payment, reason="x" * 300)

    assert (open_of(first), open_of(second)) == (100, 70)
    assert (unapplied_of(fresh(payment)), unapplied_of(other)) == (0, 0)
    assert (bounced.entry.amount, balance(first.account)) == (150, 170)
    assert set(payment.allocations.filter(amount__lt=0).values_list("reason", flat=True)) == {"x" * 200}


def test_a_payment_bounces_once():
    payment = pay(create_account(), "50.00")
    bounce(payment)

    with pytest.raises(CannotBill, match="bounced already"):
        bounce(payment)

    assert Bounce.objects.count() == 1


def test_a_payment_partly_refunded_cannot_have_bounced():
    payment = pay(create_account(), "50.00")
    refund(payment, "10.00")

    with pytest.raises(CannotBill, match="cannot have bounced"):
        bounce(payment)

    assert balance(payment.account) == -40


def test_money_set_against_no_invoice_is_refunded():
    invoice = create_invoice("100.00")
    payment = pay(invoice.account, "150.00", pays=[(invoice, Decimal("100.00"))])

    refunded = refund(payment, "50.00", reference="998")

    assert (refunded.amount, refunded.entry.amount, balance(invoice.account)) == (50, 50, 0)
    assert unapplied_of(payment) == 0


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [("0.00", "A refund is more than nothing"), ("50.01", r"Only \$50.00 of this payment is set against no invoice")],
    ids=["nothing", "more than is left"],
)
def test_what_cannot_be_refunded_is_refused(amount, sentence):
    invoice = create_invoice("100.00")
    payment = pay(invoice.account, "150.00", pays=[(invoice, Decimal("100.00"))])

    with pytest.raises(CannotBill, match=sentence):
        refund(payment, amount)

    assert Refund.objects.count() == 0


def test_of_a_bounced_payment_nothing_is_refunded():
    payment = pay(create_account(), "50.00")
    bounce(payment)

    with pytest.raises(CannotBill, match=r"Only \$0.00"):
        refund(payment, "10.00")

    assert balance(payment.account) == 0


def test_money_that_a_credit_note_set_free_is_refunded():
    invoice = create_invoice("100.00")
    payment = pay(invoice.account, "100.00", pays=[(invoice, Decimal("100.00"))])
    settle(invoice.bill)

    refund(payment, "100.00")

    assert balance(invoice.account) == 0


def test_every_deed_with_money_is_in_the_audit_trail():
    invoice = create_invoice("100.00")
    bounced, payment = pay(invoice.account, "10.00"), pay(invoice.account, "60.00")

    apply(payment, invoice, "30.00")
    bounce(bounced)
    refund(payment, "5.00")

    deeds = AuditEntry.objects.exclude(deed="issue_invoice").order_by("pk").values_list("deed", "changes")
    assert [deed for deed in deeds if deed[0].endswith("_payment")] == [
        ("record_payment", {"amount": ["", "10.00"]}),
        ("record_payment", {"amount": ["", "60.00"]}),
        ("apply_payment", {str(invoice): ["", "30.00"]}),
        ("bounce_payment", {"reason": ["", "No funds"]}),
        ("refund_payment", {"amount": ["", "5.00"]}),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_payments_and_invoices_are_summed_with_one_query(django_assert_num_queries, count):
    for _n in range(count):
        invoice = create_invoice("100.00", bill=create_bill())
        pay(invoice.account, "60.00", pays=[(invoice, Decimal("45.00"))])

    with django_assert_num_queries(2):
        left = list(Payment.objects.unmatched().values_list("applied", "refunded", "unapplied"))
        open_amounts = list(Invoice.objects.unpaid().values_list("paid", "open_amount"))

    assert (left, open_amounts) == ([(45, 0, 15)] * count, [(45, 55)] * count)
