from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.utils import timezone

from billing.card_events import take_in_event
from billing.models import Checkout, CreditNote, Entry, Payment, StripeEvent

from .card_news import (
    balance,
    concern,
    create_finance_person,
    letters_to,
    open_amounts,
    paid_page,
    press,
    take_in,
)
from .factories import create_account, create_bill, create_invoice, pay, settle
from .stripe_server import event


def test_what_was_paid_is_recorded_and_pays_its_invoices(db, stripe_server):
    invoice = create_invoice("150.00")
    checkout, session = paid_page(stripe_server, invoice)

    row = take_in("checkout.session.completed", session)

    payment = Payment.objects.get()
    assert (payment.method, payment.amount, payment.reference) == ("card_online", 150, session["payment_intent"])
    checkout.refresh_from_db()
    assert (checkout.state, checkout.payment, checkout.concern) == ("paid", payment, "")
    assert open_amounts() == {invoice.number: 0}
    assert balance(invoice.account) == 0
    assert row.outcome == f"Recorded as {payment.number}."


def test_an_event_keeps_nothing_about_who_paid(db, stripe_server):
    _checkout, session = paid_page(stripe_server, create_invoice())

    row = take_in("checkout.session.completed", session)

    assert sorted(row.says) == [
        "amount_total", "client_reference_id", "currency", "payment_intent", "payment_status", "status",
    ]  # fmt: skip


def test_the_same_event_twice_is_one_payment(db, stripe_server):
    _checkout, session = paid_page(stripe_server, create_invoice())
    told = event("checkout.session.completed", session)

    first, again = take_in_event(told, now=timezone.now()), take_in_event(told, now=timezone.now())

    assert first == again
    assert (Payment.objects.count(), Entry.objects.filter(kind="paid").count()) == (1, 1)


def test_two_events_of_one_payment_are_one_payment(db, stripe_server):
    _checkout, session = paid_page(stripe_server, create_invoice())

    take_in("checkout.session.completed", session)
    take_in("checkout.session.async_payment_succeeded", session)

    assert (Payment.objects.count(), StripeEvent.objects.count()) == (1, 2)


def test_control_unless_it_is_looked_for_only_the_database_refuses_the_second_payment(db, stripe_server, monkeypatch):
    monkeypatch.setattr("billing.card_payments.payment_of", lambda charge: None)
    _checkout, session = paid_page(stripe_server, create_invoice())
    take_in("checkout.session.completed", session)

    with pytest.raises(IntegrityError):
        take_in("checkout.session.async_payment_succeeded", session)

    assert (Payment.objects.count(), StripeEvent.objects.count()) == (1, 1)


def test_money_on_its_way_is_not_there_yet(db, stripe_server):
    checkout, session = paid_page(stripe_server, create_invoice())

    row = take_in("checkout.session.completed", session | {"payment_status": "unpaid"})

    assert row.outcome == "The money is still on its way."
    assert (Payment.objects.count(), Checkout.objects.get(pk=checkout.pk).state) == (0, "open")


@pytest.mark.parametrize("kind", ["expired", "async_payment_failed"])
def test_a_page_that_ended_is_closed(db, stripe_server, kind):
    checkout, _url = press(create_invoice())

    row = take_in(f"checkout.session.{kind}", stripe_server.sessions[checkout.session_id])

    assert (row.outcome, Checkout.objects.get().state) == ("The page is closed.", "expired")


@pytest.mark.parametrize(("kind", "told"), [("customer.created", {"id": "cus_1"}), ("charge.refunded", {"id": "ch_1"})])
def test_other_news_is_noted(db, kind, told):
    row = take_in(kind, told)

    assert (row.outcome, row.object_id) == ("Nothing to do.", told["id"])


@pytest.mark.parametrize(
    ("cents", "applied", "over", "sentence"),
    [
        (14000, "140.00", "10.00", "$140.00 came where $150.00 was asked."),
        (16000, "150.00", "0.00", "$160.00 came where $150.00 was asked."),
    ],
    ids=["less", "more"],
)
def test_another_amount_than_asked_is_recorded_as_received_and_told(db, stripe_server, cents, applied, over, sentence):
    staff, invoice = create_finance_person(), create_invoice("150.00")
    checkout, session = paid_page(stripe_server, invoice, amount=cents)

    take_in("checkout.session.completed", session)

    payment = Payment.objects.get()
    assert (payment.amount, payment.allocations.get().amount) == (Decimal(cents) / 100, Decimal(applied))
    assert open_amounts() == {invoice.number: Decimal(over)}
    assert (concern(checkout), letters_to(staff)) == (sentence, [sentence])
    assert list(Checkout.objects.paid_no_seat()) == [checkout]


def test_another_currency_is_told_and_waits_outside_the_books(db, stripe_server):
    staff = create_finance_person()
    checkout, session = paid_page(stripe_server, create_invoice(), currency="eur")

    row = take_in("checkout.session.completed", session)

    sentence = f"150.00 EUR came by card ({session['id']}) and is not in the books."
    assert (row.outcome, concern(checkout), letters_to(staff)) == (sentence, sentence, [sentence])
    assert (Payment.objects.count(), Checkout.objects.get().state) == (0, "expired")


def test_money_that_the_portal_did_not_ask_for_is_told(db, stripe_server):
    staff = create_finance_person()
    _checkout, session = paid_page(stripe_server, create_invoice())
    stranger = session | {"id": "cs_test_other", "client_reference_id": "shop-17"}

    row = take_in("checkout.session.completed", stranger)

    sentence = "150.00 USD came by card (cs_test_other) and is not in the books."
    assert (row.outcome, letters_to(staff)) == (sentence, [f"{sentence} The portal did not ask for it."])
    assert Payment.objects.count() == 0


def test_a_row_of_another_database_is_not_taken_for_ours(db, stripe_server):
    checkout, session = paid_page(stripe_server, create_invoice())
    stranger = session | {"id": "cs_test_other", "client_reference_id": f"lmi-{checkout.pk}-1"}

    take_in("checkout.session.completed", stranger)

    assert Payment.objects.count() == 0


def test_a_page_whose_answer_was_lost_is_known_by_its_reference(db, stripe_server):
    checkout, session = paid_page(stripe_server, create_invoice())
    Checkout.objects.update(session_id="")

    take_in("checkout.session.completed", session)

    checkout.refresh_from_db()
    assert (checkout.state, checkout.session_id) == ("paid", session["id"])


def test_a_second_page_of_one_row_has_a_place_for_its_money_too(db, stripe_server):
    invoice = create_invoice("150.00")
    checkout, session = paid_page(stripe_server, invoice)
    second = session | {"id": "cs_test_second", "payment_intent": "pi_second"}

    take_in("checkout.session.completed", session)
    take_in("checkout.session.completed", second)

    assert balance(invoice.account) == -150
    assert Checkout.objects.paid_no_seat().get().concern == (
        f"Less was open of {invoice.number} when the money came: $150.00 stays as credit."
    )
    assert concern(checkout) == ""


def test_money_for_a_cancelled_team_waits_for_staff(db, stripe_server):
    staff, bill = create_finance_person(), create_bill()
    invoice = create_invoice("150.00", bill=bill)
    checkout, session = paid_page(stripe_server, invoice)
    settle(bill, cause=CreditNote.Cause.CANCELLATION, items=[])

    take_in("checkout.session.completed", session)

    sentence = f"{invoice.number} was taken back before the money came: $150.00 stays as credit."
    assert (concern(checkout), letters_to(staff)) == (sentence, [sentence])
    assert Payment.objects.with_unapplied().get().unapplied == 150
    assert balance(bill.account) == -150


def test_money_for_a_changed_team_pays_the_invoice_that_stands(db, stripe_server):
    bill = create_bill()
    checkout, session = paid_page(stripe_server, create_invoice("150.00", bill=bill))
    _credit_note, standing = settle(bill, "150.00", "150.00")

    take_in("checkout.session.completed", session)

    assert open_amounts()[standing.number] == 150
    assert concern(checkout) == ""


def test_money_that_the_smaller_invoice_has_no_room_for_waits_for_staff(db, stripe_server):
    bill = create_bill()
    invoice = create_invoice("150.00", "150.00", bill=bill)
    checkout, session = paid_page(stripe_server, invoice)
    _credit_note, standing = settle(bill, "150.00")

    take_in("checkout.session.completed", session)

    assert open_amounts()[standing.number] == 0
    assert concern(checkout) == (
        f"{standing.number} replaced {invoice.number} before the money came: $150.00 stays as credit."
    )


def test_money_for_what_a_check_paid_meanwhile_waits_for_staff(db, stripe_server):
    account = create_account()
    invoice = create_invoice("150.00", district=account.district)
    checkout, session = paid_page(stripe_server, invoice)
    pay(account, "100.00", pays=[(invoice, Decimal("100.00"))])

    take_in("checkout.session.completed", session)

    assert concern(checkout) == (f"Less was open of {invoice.number} when the money came: $100.00 stays as credit.")
    assert balance(account) == -100
