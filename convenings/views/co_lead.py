"""What a co-lead sees who opens the link in the e-mail: no account, one team, one button."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from convenings.cosigning import LinkNotValid, confirm_as_co_lead, registration_of_token
from convenings.table import places_of, requests_of, who_is_at_the_table
from lmi_portal.ratelimiting import address_of, take


@login_not_required
@never_cache
def co_lead_confirmation(request, token):
    if not take(key=f"co-lead:{address_of(request)}", limit=60, per=3600):
        return render(request, "429.html", status=429)
    try:
        registration = registration_of_token(token)
    except LinkNotValid as problem:
        return render(request, "convenings/link_not_valid.html", {"problem": problem}, status=410)
    if request.method == "POST":
        confirm_as_co_lead(registration=registration, now=timezone.now())
        return redirect(request.path)
    seats = list(registration.seats.select_related("unit__organization").prefetch_related("add_ons"))
    places = places_of(registration.district, seats=seats)
    context = {
        "registration": registration,
        "convening": registration.convening,
        "table": who_is_at_the_table(requests_of(seats, places=places), places=places),
    }
    return render(request, "convenings/co_lead_confirmation.html", context)
