"""Paying by card: the invoices are named by the form, the amounts come from the database alone."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone

from billing.cards import are_on, open_checkout
from billing.models import Invoice
from billing.refusing import CannotBill


def pay(request, way):
    if not are_on():
        raise Http404
    if request.method != "POST":
        return redirect(way.to("account"))
    unpaid = Invoice.objects.unpaid().filter(account=way.account)
    try:
        _checkout, address = open_checkout(
            account=way.account,
            invoices=list(unpaid.filter(number__in=request.POST.getlist("invoice"))),
            opened_by=way.user,
            return_url=settings.SITE_URL + way.to("account"),
            now=timezone.now(),
            **way.signature(),
        )
    except CannotBill as refusal:
        messages.error(request, str(refusal))
        return redirect(way.to("account"))
    return redirect(address)
