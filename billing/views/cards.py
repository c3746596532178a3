"""Paying by card: the invoices are named by the form, the amounts come from the database alone."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from billing.cards import are_on, open_checkout
from billing.models import Invoice
from billing.refusing import CannotBill

# Where in the session stands from which page somebody went to Stripe.
LEFT_FROM = "left_for_card_payment_from"


def pay(request, way):
    if not are_on():
        raise Http404
    if request.method != "POST":
        return redirect(way.to("account"))
    unpaid = Invoice.objects.unpaid().filter(account=way.account)
    # PostgreSQL takes no null character, not even to look for it.
    numbers = [number for number in request.POST.getlist("invoice") if number.isprintable()]
    try:
        _checkout, address = open_checkout(
            account=way.account,
            invoices=list(unpaid.filter(number__in=numbers)),
            opened_by=way.user,
            return_url=settings.SITE_URL + reverse("stripe:back"),
            now=timezone.now(),
            **way.signature(),
        )
    except CannotBill as refusal:
        messages.error(request, str(refusal))
        return redirect(way.to("account"))
    request.session[LEFT_FROM] = way.to("account")
    return redirect(address)


@login_not_required
@never_cache
def back(request):
    """From Stripe's page to the one that somebody came from; Stripe is not told it, for it may hold a link's token."""
    account = request.session.get(LEFT_FROM)
    checkout = {key: request.GET[key] for key in ["checkout"] if key in request.GET}
    if account is None:
        return render(request, "billing/card_back.html", {"may_have_paid": bool(checkout)})
    return redirect(f"{account}?{urlencode(checkout)}" if checkout else account)
