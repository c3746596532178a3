"""Card money that Stripe sent back or that a bank took back."""

import pytest

from billing.models import Entry, Payment, Refund

from .card_news import balance, concern, create_finance_person, letters_to, open_amounts, paid_page, take_in
from .factories import create_invoice
from .stripe_server import dispute_of, refund_of


def test_a_refund_at_stripe_opens_its_invoice_again(db, stripe_server):
    staff, invoice = create_finance_person(), create_invoice("150.00")
    checkout, session = paid_page(stripe_server, invoice)
    take_in("checkout.session.completed", session)

    row = take_in("refund.created", refund_of(session, 5000))
    again = take_in("refund.updated", refund_of(session, 5000))

    sentence = f"$50.00 was refunded at Stripe, so this is open again: {invoice.number}."
    assert (row.outcome, again.outcome) == (sentence, "Entered already.")
    assert (concern(checkout), letters_to(staff)) == (sentence, [sentence])
    assert (Refund.objects.get().amount, open_amounts()[invoice.number], balance(invoice.account)) == (50, 50, 50)


def test_a_refund_of_more_than_there_was_is_told(db, stripe_server):
    invoice = create_invoice("150.00")
    _checkout, session = paid_page(stripe_server, invoice)
    take_in("checkout.session.completed", session)

    row = take_in("refund.created", refund_of(session, 20000))

    assert row.outcome == (
        f"$200.00 was refunded at Stripe ({row.object_id}) and is not in the books: "
        "Only $150.00 of this payment is set against no invoice."
    )
    assert (Refund.objects.count(), open_amounts()[invoice.number]) == (0, 0)


@pytest.mark.parametrize("status", ["pending", "requires_action"])
def test_a_refund_on_its_way_is_not_there_yet(db, stripe_server, status):
    _checkout, session = paid_page(stripe_server, create_invoice())
    take_in("checkout.session.completed", session)

    row = take_in("refund.created", refund_of(session, status=status))

    assert (row.outcome, Refund.objects.count()) == ("The money is still on its way.", 0)


def test_a_dispute_bounces_the_payment_and_a_won_one_pays_again(db, stripe_server):
    invoice = create_invoice("150.00")
    _checkout, session = paid_page(stripe_server, invoice)
    take_in("checkout.session.completed", session)

    lost = take_in("charge.dispute.created", dispute_of(session))
    bounced = open_amounts()
    won = take_in("charge.dispute.closed", dispute_of(session, status="won"))

    assert lost.outcome == (
        f"Disputed by the cardholder: fraudulent ({lost.object_id}). "
        "$150.00 went back, and its invoices are open again."
    )
    again = Payment.objects.get(reference=lost.object_id)
    assert won.outcome == f"$150.00 of {Payment.objects.get(bounce__isnull=False)} came back as {again}."
    assert (bounced, open_amounts()) == ({invoice.number: 150}, {invoice.number: 0})


def test_an_inquiry_takes_no_money(db, stripe_server):
    _checkout, session = paid_page(stripe_server, create_invoice())
    take_in("checkout.session.completed", session)

    row = take_in("charge.dispute.created", dispute_of(session, status="warning_needs_response"))

    assert (row.outcome, Entry.objects.filter(kind="bounced").count()) == ("No money was taken.", 0)


def test_a_dispute_of_a_part_is_told_once(db, stripe_server):
    staff = create_finance_person()
    checkout, session = paid_page(stripe_server, create_invoice())
    take_in("checkout.session.completed", session)

    for kind in ("created", "funds_withdrawn", "closed"):
        row = take_in(f"charge.dispute.{kind}", dispute_of(session, 5000, status="lost"))

    sentence = (
        f"Disputed by the cardholder: fraudulent ({row.object_id}). $50.00 is not in the books: "
        "Only a part of the payment is disputed."
    )
    assert (concern(checkout), letters_to(staff)) == (sentence, [sentence])
    assert Entry.objects.filter(kind="bounced").count() == 0
