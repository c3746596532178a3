"""The page on which a district's team is registered."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from billing.papers import render_pdf
from convenings.models import Convening, Registration
from convenings.quoting import quote_team
from convenings.refusing import CannotRegister
from convenings.registering import register_team
from convenings.sheet import TeamSheet
from convenings.table import places_of
from convenings.typed import keep_what_was_typed, take_what_was_typed
from districts.models import Membership
from lmi_portal.ratelimiting import take

from .detail import teams_of, why_no_team

QUOTES_AN_HOUR = 30
THANKS = {
    Registration.State.CONFIRMED: _("Your team is registered and its seats are confirmed. An e-mail tells you so too."),
    Registration.State.WAITLISTED: _("Your team is registered and waits in line. An e-mail tells you so too."),
}


@login_not_required
def team_registration(request, slug):
    """Strangers sign in first and find what they had typed."""
    convening = get_object_or_404(Convening.objects.public(), slug=slug)
    here = request.get_full_path()
    membership, memberships, elsewhere = _place_of(request, here)
    if elsewhere:
        return elsewhere
    data = request.POST if request.method == "POST" else take_what_was_typed(request)
    sheet = new_team_sheet(convening, membership, data)
    if request.method == "POST" and sheet.is_sent() and sheet.is_valid():
        registration = _register(request, sheet, membership)
        if registration is not None:
            return redirect(registration)
    return _page(request, sheet, membership, memberships, here=here)


@login_not_required
def team_quote(request, slug):
    """What the team on the sheet would cost, as a PDF; where it is refused, the sheet comes back as it was typed."""
    convening = get_object_or_404(Convening.objects.public(), slug=slug)
    here = f"{reverse('convenings:register', args=[slug])}?{request.GET.urlencode()}".removesuffix("?")
    if request.method != "POST":
        return redirect(here)
    membership, memberships, elsewhere = _place_of(request, here)
    if elsewhere:
        return elsewhere
    sheet = new_team_sheet(convening, membership, request.POST)
    if sheet.is_sent() and sheet.is_valid():
        if not take(key=f"quote:{request.user.pk}", limit=QUOTES_AN_HOUR, per=3600):
            return render(request, "429.html", status=429)
        if quote := _quote(request, sheet, membership):
            return _pdf(quote)
    return _page(request, sheet, membership, memberships, here=here)


def _place_of(request, here):
    """(the place at a table that the sheet `here` is for, all of theirs, None), or, last, where somebody goes first."""
    path = here.partition("?")[0]
    if not request.user.is_authenticated:
        keep_what_was_typed(request, path)
        return None, [], redirect_to_login(here)
    memberships = list(_places_at_tables(request.user))
    membership = _chosen(memberships, request.GET.get("district"))
    if membership is None:
        keep_what_was_typed(request, path)
        return None, [], redirect(f"{reverse('districts:join')}?{urlencode({'next': here})}")
    return membership, memberships, None


def _page(request, sheet, membership, memberships, *, here):
    context = {
        "convening": sheet.convening,
        "membership": membership,
        "memberships": memberships,
        "sheet": sheet,
        "here": here,
    }
    if request.method == "GET":
        context |= _said_first(request, sheet.convening, membership.district)
    return render(request, sheet_template(request, sheet, page="convenings/team_registration.html"), context)


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


def _quote(request, sheet, membership):
    """The new Quote, or None where the sheet now says why not."""
    try:
        return quote_team(
            convening=sheet.convening,
            district=membership.district,
            asked_by=request.user,
            seats=sheet.requests(),
            team_name=sheet.team.cleaned_data["team_name"],
            now=timezone.now(),
        )
    except CannotRegister as refusal:
        sheet.refuse(refusal)
        return None


def _pdf(quote):
    return HttpResponse(
        render_pdf(quote.facts, language=quote.language),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{quote.number}.pdf"'},
    )


def sheet_template(request, sheet, *, page):
    """The whole page, or for htmx only the part that the action changed."""
    if not request.htmx or sheet.is_sent():
        return page
    return "convenings/_at_the_table.html" if sheet.action == "preview" else "convenings/_team_sheet.html"
