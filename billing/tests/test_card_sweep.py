from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from billing.card_sweep import look_after_checkouts
from billing.models import Checkout, CreditNote, Payment, StripeEvent
from billing.tasks import look_after_checkouts as task

from .card_news import balance, press, take_in
from .factories import create_account, create_bill, create_invoice, pay, settle
from .stripe_server import refund_of

pytestmark = pytest.mark.django_db


def states():
    return list(Checkout.objects.order_by("pk").values_list("state", flat=True))


def at_stripe(stripe_server):
    return [session["status"] for session in stripe_server.sessions.values()]


def sweep(*, after=timedelta(0)):
    look_after_checkouts(now=timezone.now() + after)


def test_a_page_that_asks_for_what_is_owed_stays(stripe_server):
    press(create_invoice())

    sweep()

    assert (states(), at_stripe(stripe_server), len(stripe_server.asked)) == (["open"], ["open"], 1)


def test_the_page_of_a_cancelled_team_is_closed(stripe_server):
    bill = create_bill()
    press(create_invoice(bill=bill))
    settle(bill, items=[], cause=CreditNote.Cause.CANCELLATION)

    sweep()

    assert (states(), at_stripe(stripe_server)) == (["expired"], ["expired"])


def test_control_without_the_sweep_the_page_of_a_cancelled_team_still_takes_money(stripe_server):
    bill = create_bill()
    press(create_invoice(bill=bill))

    settle(bill, items=[], cause=CreditNote.Cause.CANCELLATION)

    assert at_stripe(stripe_server) == ["open"]


def test_the_page_of_an_invoice_that_a_check_paid_in_part_is_closed(stripe_server):
    account = create_account()
    invoice = create_invoice("150.00", district=account.district)
    press(invoice)
    pay(account, "10.00", pays=[(invoice, Decimal("10.00"))])

    sweep()

    assert states() == ["expired"]


def test_the_older_of_two_pages_for_one_invoice_is_closed(stripe_server):
    invoice = create_invoice()
    press(invoice)
    press(invoice, opened_by=None)

    sweep()

    assert (states(), at_stripe(stripe_server)) == (["expired", "open"], ["expired", "open"])


def test_news_that_never_came_is_fetched(stripe_server):
    invoice = create_invoice("150.00")
    checkout, _url = press(invoice)
    session = stripe_server.pay(checkout.session_id)

    sweep(after=timedelta(minutes=61))
    take_in("checkout.session.completed", session)

    assert (states(), balance(invoice.account), Payment.objects.count()) == (["paid"], 0, 1)


def test_a_page_that_stripe_never_answered_for_ends_with_its_hour(stripe_server):
    press(create_invoice())
    Checkout.objects.update(session_id="")

    sweep(after=timedelta(minutes=61))

    assert (states(), len(stripe_server.asked)) == (["expired"], 1)


def test_a_page_that_stripe_does_not_know_ends_and_holds_up_no_other(stripe_server):
    _older, unknown = (press(create_invoice())[0] for _n in range(2))
    del stripe_server.sessions[unknown.session_id]

    sweep(after=timedelta(minutes=61))

    assert (states(), at_stripe(stripe_server)) == (["expired", "expired"], ["expired"])


def test_stripe_silent_for_a_while_is_asked_again(stripe_server, monkeypatch):
    monkeypatch.setattr("stripe.HTTPClient.MAX_DELAY", 0)
    monkeypatch.setattr("stripe.HTTPClient.INITIAL_DELAY", 0)
    for _n in range(2):
        press(create_invoice())

    stripe_server.mood = "broken"
    sweep(after=timedelta(minutes=61))
    during = states()
    stripe_server.mood = "well"
    sweep(after=timedelta(minutes=62))

    assert (during, states()) == (["open", "open"], ["expired", "expired"])


def test_an_event_that_missed_its_payment_by_a_hair_is_taken_up(stripe_server):
    invoice = create_invoice("150.00")
    checkout, _url = press(invoice)
    session = stripe_server.pay(checkout.session_id)
    take_in("checkout.session.completed", session)
    # As where both were taken in at the same moment, and neither saw the other.
    StripeEvent.objects.create(
        event_id="evt_late",
        kind="refund.created",
        object_id="re_late",
        made_at=timezone.now(),
        received_at=timezone.now(),
        says={name: refund_of(session, 5000)[name] for name in ("status", "amount", "payment_intent")},
        waits_for=session["payment_intent"],
    )

    sweep()

    assert balance(invoice.account) == 50


def test_where_cards_are_off_nothing_is_asked(stripe_server, settings):
    press(create_invoice())
    settings.STRIPE_SECRET_KEY = ""

    sweep(after=timedelta(minutes=61))

    assert (states(), len(stripe_server.asked)) == (["open"], 1)


def test_the_task_sweeps(stripe_server):
    bill = create_bill()
    press(create_invoice(bill=bill))
    settle(bill, items=[], cause=CreditNote.Cause.CANCELLATION)

    task()

    assert states() == ["expired"]
