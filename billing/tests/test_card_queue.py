from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone

from billing.card_queue import refund_to_card, settle_by_applying, settle_with_note
from billing.models import Checkout, CreditNote, Payment, Refund
from billing.refusing import CannotBill
from districts.tests.factories import create_user
from lmi_portal.audit.models import Entry

from .card_news import balance, open_amounts, paid_page, take_in
from .factories import create_bill, create_invoice, settle
from .stripe_server import refund_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(stripe_server):
    """$150.00 that came by card for a team that was cancelled meanwhile."""
    bill = create_bill()
    checkout, session = paid_page(stripe_server, create_invoice("150.00", bill=bill))
    settle(bill, items=[], cause=CreditNote.Cause.CANCELLATION)
    take_in("checkout.session.completed", session)
    checkout.refresh_from_db()
    return checkout


def refund(checkout, reason="Their team was cancelled"):
    return refund_to_card(checkout=checkout, reason=reason, refunded_by=create_user(), now=timezone.now())


def apply(checkout, invoice, amount, *, unapplied="150.00"):
    return settle_by_applying(
        checkout=checkout,
        pays=[(invoice, Decimal(amount))],
        unapplied=Decimal(unapplied),
        settled_by=create_user(),
        now=timezone.now(),
    )


def settled_how(checkout):
    checkout.refresh_from_db()
    return checkout.settled_how if checkout.settled_at and checkout.settled_by else None


def test_all_of_it_set_against_another_invoice_settles_it(waiting):
    other = create_invoice("200.00", district=waiting.account.district)

    apply(waiting, other, "150.00")

    assert settled_how(waiting) == f"Set against invoices: {other.number} $150.00"
    assert list(Checkout.objects.paid_no_seat()) == []
    assert open_amounts()[other.number] == 50
    assert Entry.objects.get(deed="settle_checkout").subject_key == str(waiting.pk)


def test_a_part_of_it_set_against_another_invoice_leaves_it_waiting(waiting):
    other = create_invoice("100.00", district=waiting.account.district)

    apply(waiting, other, "100.00")

    assert (settled_how(waiting), list(Checkout.objects.paid_no_seat())) == (None, [waiting])


def test_it_may_stay_as_credit_and_somebody_says_so(waiting):
    settle_with_note(checkout=waiting, note="Kept for the fall", settled_by=create_user(), now=timezone.now())

    assert settled_how(waiting) == "Kept for the fall"
    assert balance(waiting.account) == -150


def test_it_goes_back_to_the_card(waiting, stripe_server):
    refunded = refund(waiting)

    [at_stripe] = stripe_server.refunds.values()
    assert (at_stripe["amount"], at_stripe["payment_intent"]) == (15000, waiting.payment.reference)
    assert (refunded.reference, refunded.amount, refunded.reason) == (at_stripe["id"], 150, "Their team was cancelled")
    assert settled_how(waiting) == "$150.00 sent back to the card: Their team was cancelled"
    assert balance(waiting.account) == 0


def test_news_of_the_refund_adds_nothing_whichever_is_first(waiting, stripe_server):
    refunded = refund(waiting)
    [at_stripe] = stripe_server.refunds.values()

    row = take_in("refund.created", at_stripe)

    assert (row.outcome, Refund.objects.get()) == ("Entered already.", refunded)


def test_a_refund_that_takes_its_time_is_entered_once_it_is_through(waiting, stripe_server):
    stripe_server.refund_status = "pending"

    refunded = refund(waiting)
    between = balance(waiting.account)
    [at_stripe] = stripe_server.refunds.values()
    take_in("refund.updated", at_stripe | {"status": "succeeded"})

    assert (refunded, between, balance(waiting.account)) == (None, -150, 0)


def test_a_refund_whose_answer_was_lost_is_pressed_again_and_paid_once(waiting, stripe_server, monkeypatch):
    monkeypatch.setattr("stripe.HTTPClient.INITIAL_DELAY", 0)
    monkeypatch.setattr("stripe.HTTPClient.MAX_DELAY", 0)
    stripe_server.mood = "deaf"

    with pytest.raises(CannotBill) as refusal:
        refund(waiting)
    between = settled_how(waiting), Refund.objects.count()
    stripe_server.mood = "well"
    refund(waiting)

    assert str(refusal.value) == (
        "Stripe cannot be reached right now. Press again in a few minutes: it is not refunded twice."
    )
    assert between == (None, 0)
    assert (len(stripe_server.refunds), Refund.objects.get().amount) == (1, 150)


def test_a_refund_whose_answer_was_lost_comes_with_stripe_s_news(waiting, stripe_server, monkeypatch):
    monkeypatch.setattr("stripe.HTTPClient.INITIAL_DELAY", 0)
    monkeypatch.setattr("stripe.HTTPClient.MAX_DELAY", 0)
    stripe_server.mood = "deaf"
    with pytest.raises(CannotBill):
        refund(waiting)
    [at_stripe] = stripe_server.refunds.values()

    take_in("refund.created", at_stripe)
    with pytest.raises(CannotBill) as refusal:
        refund(waiting)

    assert str(refusal.value) == "Nothing of this payment is left."
    assert (len(stripe_server.refunds), Refund.objects.get().amount) == (1, 150)


def test_what_stripe_does_not_refund_is_said_in_its_words(waiting, stripe_server):
    stripe_server.sessions[waiting.session_id]["amount_total"] = 10000

    with pytest.raises(CannotBill) as refusal:
        refund(waiting)

    assert str(refusal.value) == (
        "Stripe does not refund this: Refund amount is greater than unrefunded amount on charge."
    )
    assert Refund.objects.count() == 0


def test_money_of_a_team_cancelled_after_it_paid_goes_back_to_its_card_too(stripe_server):
    bill = create_bill()
    checkout, session = paid_page(stripe_server, create_invoice("150.00", bill=bill))
    take_in("checkout.session.completed", session)
    settle(bill, items=[], cause=CreditNote.Cause.CANCELLATION)

    refund(checkout)

    assert (Refund.objects.get().amount, balance(bill.account)) == (150, 0)
    assert settled_how(checkout) is None


@pytest.mark.django_db(transaction=True)
def test_stripe_is_not_asked_for_a_refund_in_a_transaction(waiting, stripe_server):
    with transaction.atomic(), pytest.raises(RuntimeError):
        refund(waiting)

    assert stripe_server.refunds == {}


def test_what_is_settled_is_not_settled_again(waiting):
    settle_with_note(checkout=waiting, note="Kept", settled_by=create_user(), now=timezone.now())

    with pytest.raises(CannotBill) as refusal:
        settle_with_note(checkout=waiting, note="Kept again", settled_by=create_user(), now=timezone.now())

    assert str(refusal.value) == "There is nothing to settle, or it is settled already."
    assert settled_how(waiting) == "Kept"


def test_new_trouble_with_what_was_settled_calls_staff_again(waiting, stripe_server):
    settle_with_note(checkout=waiting, note="Kept", settled_by=create_user(), now=timezone.now())

    take_in("refund.created", refund_of(stripe_server.sessions[waiting.session_id], 20000))

    assert list(Checkout.objects.paid_no_seat()) == [waiting]


def test_money_outside_the_books_is_settled_with_a_note_alone(stripe_server):
    checkout, session = paid_page(stripe_server, create_invoice(), currency="eur")
    take_in("checkout.session.completed", session)

    with pytest.raises(CannotBill) as refusal:
        refund(checkout)
    settle_with_note(checkout=checkout, note="Refunded at Stripe by hand", settled_by=create_user(), now=timezone.now())

    assert str(refusal.value) == "Nothing of this payment is left."
    assert (settled_how(checkout), Payment.objects.count()) == ("Refunded at Stripe by hand", 0)
