"""The page on which a district's team is registered."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from convenings.models import Convening, Registration
from convenings.refusing import CannotRegister
from convenings.registering import register_team
from convenings.sheet import TeamSheet
from convenings.table import places_of
from convenings.typed import keep_what_was_typed, take_what_was_typed
from districts.models import Membership

from .detail import teams_of, why_no_team

THANKS = {
    Registration.State.CONFIRMED: _("Your team is registered and its seats are confirmed. An e-mail tells you so too."),
    Registration.State.WAITLISTED: _("Your team is registered and waits in line. An e-mail tells you so too."),
}


@login_not_required
def team_registration(request, slug):
    """Strangers sign in first and find what they had typed."""
    convening = get_object_or_404(Convening.objects.public(), slug=slug)
    if not request.user.is_authenticated:
        keep_what_was_typed(request)
        return redirect_to_login(request.get_full_path())
    places_at_tables = list(_places_at_tables(request.user))
    membership = _chosen(places_at_tables, request.GET.get("district"))
    if membership is None:
        keep_what_was_typed(request)
        return redirect(f"{reverse('districts:join')}?{urlencode({'next': request.get_full_path()})}")
    data = request.POST if request.method == "POST" else take_what_was_typed(request)
    sheet = new_team_sheet(convening, membership, data)
    if request.method == "POST" and sheet.is_sent() and sheet.is_valid():
        registration = _register(request, sheet, membership)
        if registration is not None:
            return redirect(registration)
    return render(
        request,
        sheet_template(request, sheet, page="convenings/team_registration.html"),
        {"convening": convening, "membership": membership, "memberships": places_at_tables, "sheet": sheet}
        | (_said_first(request, convening, membership.district) if request.method == "GET" else {}),
    )


def new_team_sheet(convening, membership, data):
    district = membership.district
    sees_orders = membership.state == Membership.State.APPROVED
    return TeamSheet(
        convening=convening, district=district, places=places_of(district), data=data, sees_orders=sees_orders
    )


def _said_first(request, convening, district):
    return {
        "refusal": why_no_team(convening, now=timezone.now()),
        "own_teams": list(teams_of(request.user, convening).filter(district=district)),
    }


def _places_at_tables(user):
    return Membership.objects.current().filter(user=user).select_related("district", "unit").order_by("-is_lead", "pk")


def _chosen(memberships, cd_code):
    if cd_code:
        return next((one for one in memberships if one.district.cd_code == cd_code), None)
    return memberships[0] if memberships else None


def _register(request, sheet, membership):
    """The new registration, or None where the sheet now says why not."""
    words = sheet.team.cleaned_data
    try:
        registration = register_team(
            convening=sheet.convening,
            district=membership.district,
            registered_by=request.user,
            side=membership.side,
            seats=sheet.requests(),
            submission=words["submission"],
            team_name=words["team_name"],
            co_lead_name=words["co_lead_name"],
            co_lead_email=words["co_lead_email"],
            paying=sheet.money.paying(),
            now=timezone.now(),
        )
    except CannotRegister as refusal:
        sheet.refuse(refusal)
        return None
    messages.success(request, THANKS.get(registration.state, registration.get_state_display()))
    return registration


def sheet_template(request, sheet, *, page):
    """The whole page, or for htmx only the part that the action changed."""
    if not request.htmx or sheet.is_sent():
        return page
    return "convenings/_at_the_table.html" if sheet.action == "preview" else "convenings/_team_sheet.html"
