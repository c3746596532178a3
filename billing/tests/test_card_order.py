import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from billing.card_events import take_in_event
from billing.models import StripeEvent

from .card_news import balance, open_amounts, paid_page, take_in
from .factories import create_invoice
from .stripe_server import dispute_of, event, refund_of

# What is owed of $150.00 in the end, whichever came first.
OWED = {"plain": 0, "refunded": 50, "refund failed": 0, "dispute lost": 150, "dispute won": 0}


def story_of(session):
    """What Stripe may tell of one session, by name."""
    failed = refund_of(session, 3000, status="failed")
    return {
        "plain": [
            ("checkout.session.completed", session | {"payment_status": "unpaid"}),
            ("checkout.session.async_payment_succeeded", session),
            ("checkout.session.completed", session),
            ("checkout.session.expired", session | {"status": "expired", "payment_status": "unpaid"}),
        ],
        "refunded": [
            ("checkout.session.completed", session),
            ("refund.created", refund_of(session, 5000, status="pending")),
            ("refund.updated", refund_of(session, 5000)),
            ("charge.refunded", {"id": "ch_1", "payment_intent": session["payment_intent"]}),
        ],
        "refund failed": [
            ("checkout.session.completed", session),
            ("refund.created", failed | {"status": "succeeded"}),
            ("refund.failed", failed),
        ],
        "dispute lost": [
            ("checkout.session.completed", session),
            ("charge.dispute.created", dispute_of(session)),
            ("charge.dispute.funds_withdrawn", dispute_of(session, status="under_review")),
            ("charge.dispute.closed", dispute_of(session, status="lost")),
        ],
        "dispute won": [
            ("checkout.session.completed", session),
            ("charge.dispute.created", dispute_of(session)),
            ("charge.dispute.closed", dispute_of(session, status="won")),
            ("charge.dispute.funds_reinstated", dispute_of(session, status="won")),
        ],
    }


@pytest.mark.parametrize("story", OWED)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_events_in_any_order_and_number_give_the_same_books(db, stripe_server, story, data):
    invoice = create_invoice("150.00")
    _checkout, session = paid_page(stripe_server, invoice)
    told = [event(kind, says) for kind, says in story_of(session)[story]]
    again = data.draw(st.lists(st.sampled_from(told), max_size=3), label="told again")

    for one in data.draw(st.permutations(told + again), label="in this order"):
        take_in_event(one, now=timezone.now())

    assert (balance(invoice.account), open_amounts()[invoice.number]) == (OWED[story], OWED[story])
    assert list(StripeEvent.objects.exclude(waits_for="")) == []


def test_control_a_refund_that_does_not_wait_for_its_payment_is_lost(db, stripe_server):
    invoice = create_invoice("150.00")
    _checkout, session = paid_page(stripe_server, invoice)
    take_in("refund.created", refund_of(session, 5000))
    StripeEvent.objects.update(waits_for="")

    take_in("checkout.session.completed", session)

    assert balance(invoice.account) == 0
