"""My teams, and one team: look at it, change it, cancel it, ask its co-lead."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from billing.permissions import accounts_seen_by
from convenings.cancelling import cancel_registration
from convenings.changing import change_team, names_may_change
from convenings.cosigning import ask_co_lead
from convenings.forms import CancelForm, CoLeadForm
from convenings.keeping import prospect_of_cancelling
from convenings.models import Registration
from convenings.permissions import may_change_any_team
from convenings.pricing import FREE
from convenings.refusing import CannotRegister
from convenings.seating import seats_with_money
from convenings.sheet import TeamSheet
from convenings.table import places_of, requests_of, who_is_at_the_table
from convenings.terms import sentences_of
from districts.permissions import memberships_shown_to
from lmi_portal.ratelimiting import take

from .money import money_of
from .registration import sheet_template

TEAMS_A_PAGE = 25


def team_list(request):
    teams = (
        Registration.objects.visible_to(request.user)
        .with_totals()
        .select_related("convening", "district")
        .order_by("-convening__starts_on", "-pk")
    )
    page = Paginator(teams, TEAMS_A_PAGE).get_page(request.GET.get("page"))
    waiting = memberships_shown_to(request.user).requested().count()
    return render(request, "convenings/team_list.html", {"page": page, "requests_waiting": waiting})


def team_detail(request, code):
    registration = _team(request, code, Registration.objects.visible_to(request.user).with_totals())
    seats = _seats(registration)
    places = places_of(registration.district, seats=seats)
    now = timezone.now()
    may_change = Registration.objects.changeable_by(request.user).filter(pk=registration.pk).exists()
    context = {
        "registration": registration,
        "convening": registration.convening,
        "seats": seats,
        "kept_fees": list(registration.kept_fees.all()),
        "table": who_is_at_the_table(requests_of(seats, places=places), places=places),
        "ahead": _teams_ahead(registration),
        "may_change": may_change and registration.is_standing() and names_may_change(registration.convening, now=now),
        "seats_may_change": registration.convening.seats_may_change(now=now),
    } | money_of(request, registration, seats)
    return render(request, "convenings/team_detail.html", context)


def team_change(request, code):
    registration = _team(request, code, Registration.objects.changeable_by(request.user).with_totals())
    return _change_page(request, registration, back=registration.get_absolute_url())


def team_change_by_staff(request, code):
    """The same sheet for LMI staff, at an address in the staff area and so behind its second factor."""
    if not may_change_any_team(request):
        raise Http404
    registration = _team(request, code, Registration.objects.with_totals())
    return _change_page(
        request, registration, back=reverse("admin:convenings_registration_change", args=[registration.pk])
    )


def _change_page(request, registration, *, back):
    seats = _seats(registration)
    sheet = TeamSheet(
        convening=registration.convening,
        district=registration.district,
        places=places_of(registration.district, seats=seats),
        data=request.POST if request.method == "POST" else None,
        seats=seats,
        registration=registration,
        sees_orders=accounts_seen_by(request).filter(district=registration.district).exists(),
    )
    if request.method == "POST" and sheet.is_sent() and sheet.is_valid() and _change(request, registration, sheet):
        return redirect(back)
    context = {"registration": registration, "convening": registration.convening, "sheet": sheet, "back": back}
    context |= {"here": request.get_full_path()}
    return render(request, sheet_template(request, sheet, page="convenings/team_change.html"), context)


def _change(request, registration, sheet):
    """Whether the change was made; if not, the sheet says why."""
    try:
        change_team(
            registration=registration,
            changed_by=request.user,
            seats=sheet.requests(),
            revision=sheet.team.cleaned_data["revision"],
            paying=sheet.money.paying(),
            agreed_fee=sheet.money.agreed_fee(),
            now=timezone.now(),
        )
    except CannotRegister as refusal:
        sheet.refuse(refusal)
        return False
    messages.success(request, _("The team is changed."))
    return True


def team_cancel(request, code):
    registration = _team(request, code, Registration.objects.changeable_by(request.user).with_totals())
    form = CancelForm(request.POST or None)
    if not registration.is_standing():
        return redirect(registration)
    if request.method == "POST" and form.is_valid() and _cancel(request, registration, form):
        return redirect(registration)
    fee, sums = prospect_of_cancelling(registration, _seats(registration), now=timezone.now())
    terms = sentences_of(registration.convening)
    context = {"registration": registration, "form": form, "fee": fee, "sums": sums, "terms": terms}
    return render(request, "convenings/team_cancel.html", context)


def _cancel(request, registration, form):
    """Whether the team was cancelled; if not, the form says why."""
    try:
        cancel_registration(
            registration=registration,
            cancelled_by=request.user,
            reason=form.cleaned_data["reason"],
            agreed_fee=form.cleaned_data["agreed_fee"] or FREE,
            now=timezone.now(),
        )
    except CannotRegister as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("The team’s registration is cancelled and its people are told."))
    return True


def team_co_lead(request, code):
    registration = _team(request, code, Registration.objects.changeable_by(request.user))
    named = {"co_lead_name": registration.co_lead_name, "co_lead_email": registration.co_lead_email}
    form = CoLeadForm(request.POST or None, initial=named)
    form.fields["co_lead_email"].required = True
    if request.method == "POST" and form.is_valid():
        if not take(key=f"ask-co-lead:{request.user.pk}", limit=20, per=3600):
            return render(request, "429.html", status=429)
        try:
            ask_co_lead(
                registration=registration,
                name=form.cleaned_data["co_lead_name"],
                email=form.cleaned_data["co_lead_email"],
                asked_by=request.user,
                now=timezone.now(),
            )
        except CannotRegister as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("An e-mail is on its way to the co-lead."))
            return redirect(registration)
    return render(request, "convenings/team_co_lead.html", {"registration": registration, "form": form})


def _team(request, code, registrations):
    registrations = registrations.with_bill().select_related("convening", "district", "registered_by")
    return get_object_or_404(registrations, code=code.upper())


def _seats(registration):
    seats = seats_with_money().filter(registration=registration)
    return list(seats.select_related("unit__organization").prefetch_related("add_ons"))


def _teams_ahead(registration):
    if registration.state != Registration.State.WAITLISTED:
        return 0
    line = Registration.objects.in_line().filter(convening=registration.convening)
    return line.filter(place_in_line__lt=registration.place_in_line).count()
