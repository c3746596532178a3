"""A district's account: what it owes, its papers, its purchase orders."""

from django.shortcuts import get_object_or_404, redirect, render

from billing.models import Invoice
from billing.permissions import accounts_seen_by


def home(request):
    accounts = list(accounts_seen_by(request.user).with_balance())
    if len(accounts) == 1:
        return redirect(accounts[0])
    return render(request, "billing/home.html", {"accounts": accounts})


def account(request, cd_code):
    shown = get_object_or_404(accounts_seen_by(request.user).with_balance(), district__cd_code=cd_code)
    invoices = Invoice.objects.filter(account=shown).with_open_amount()
    return render(request, "billing/account.html", {"account": shown, "invoices": invoices})
