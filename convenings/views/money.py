"""The money of one team: what its page shows, and its invoice with the names of today."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from billing.cards import are_on
from billing.permissions import accounts_seen_by
from convenings.issuing import issue_with_names
from convenings.models import Registration
from convenings.owing import owing_of
from convenings.refusing import CannotRegister
from districts.models import District


def money_of(request, registration, seats):
    """What the team's page says of its money to those who may see the district's account; else nothing."""
    bill = registration.bill
    if bill is None or not accounts_seen_by(request).filter(pk=bill.account_id).exists():
        return {}
    leads = District.objects.led_by(request.user).filter(pk=registration.district_id).exists()
    return {"money": owing_of(registration, seats), "leads": leads, "takes_cards": are_on()}


def issue_again(request, code):
    """For the district's leads alone."""
    teams = Registration.objects.filter(district__in=District.objects.led_by(request.user))
    registration = get_object_or_404(teams.select_related("convening", "district"), code=code.upper())
    if registration.bill_id is None:
        raise Http404
    if request.method == "POST":
        try:
            invoice = issue_with_names(registration=registration, by=request.user, now=timezone.now())
        except CannotRegister as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Invoice %(number)s has today’s names.") % {"number": invoice})
        return redirect(registration)
    return render(request, "convenings/team_issue_again.html", {"registration": registration})
