"""Open card payment pages, looked after every minute: what changed meanwhile is closed, what was not told is asked."""

from django.db import transaction
from django.db.models import Exists, OuterRef

from .card_events import act_on, take_in_event
from .cards import are_on
from .models import Checkout, Invoice, Payment, StripeEvent
from .stripe_calls import SESSION_LIFE, StripeIsSilent, StripeRefuses, expire_session, look_at_session


def look_after_checkouts(*, now):
    """Close the pages that ask for what is not owed like that any more, and ask after those that should have ended.

    Best effort: money that is on its way all the same is taken in when it comes. Nothing is locked while Stripe is
    asked; where it is silent, the rest is asked a minute later.
    """
    if not are_on():
        return
    for event in _events_whose_payment_came():
        with transaction.atomic():
            act_on(event, now=now)
    checkouts = list(Checkout.objects.still_open().prefetch_related("items").order_by("-pk"))
    overtaken = _overtaken(checkouts)
    try:
        for checkout in checkouts:
            if checkout in overtaken or checkout.opened_at < now - SESSION_LIFE:
                _end(checkout, now=now)
    except StripeIsSilent:
        return


def _events_whose_payment_came():
    came = Payment.objects.filter(method=Payment.Method.CARD_ONLINE, reference=OuterRef("waits_for"))
    return StripeEvent.objects.exclude(waits_for="").filter(Exists(came)).order_by("made_at", "pk")


def _overtaken(checkouts):
    """Those of `checkouts`, the newest first, of which an amount is not open like that any more, or asked anew."""
    wanted = Invoice.objects.unpaid().filter(checkout_items__checkout__in=checkouts)
    open_amounts = {invoice.pk: invoice.open_amount for invoice in wanted}
    asked, overtaken = set(), set()
    for checkout in checkouts:
        items = {item.invoice_id: item.amount for item in checkout.items.all()}
        fits = all(open_amounts.get(pk) == amount for pk, amount in items.items())
        if not fits or asked & items.keys():
            overtaken.add(checkout)
        asked |= items.keys()
    return overtaken


def _end(checkout, *, now):
    """Close the page at Stripe; where it was paid or had ended, take that in as if Stripe had told of it."""
    session = _ended_session(checkout.session_id) if checkout.session_id else None
    if session:
        take_in_event(_as_event(session, now), now=now)
    else:
        # Stripe never answered, or knows no such page. Had it opened one all the same, its money is known by the
        # reference it carries.
        Checkout.objects.still_open().filter(pk=checkout.pk).update(state=Checkout.State.EXPIRED)


def _ended_session(session_id):
    """The page, closed by now, or None where Stripe knows none by this id, as after a change of its account."""
    try:
        return expire_session(session_id)
    except StripeRefuses:
        pass
    try:
        return look_at_session(session_id)
    except StripeRefuses:
        return None


def _as_event(session, now):
    kind = "completed" if session.status == "complete" else "expired"
    return {
        "id": f"looked-{session.id}-{kind}-{session.payment_status}",
        "type": f"checkout.session.{kind}",
        "created": int(now.timestamp()),
        "data": {"object": session.to_dict()},
    }
