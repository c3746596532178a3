from django.contrib import admin
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.contrib.filters.admin import AutocompleteSelectFilter
from unfold.decorators import action, display

from convenings.cancelling import cancel_registration
from convenings.circulars import people_of
from convenings.contacts import contacts_by_team
from convenings.exporting import record_export, teams_sheet
from convenings.keeping import prospect_of_cancelling
from convenings.models import Convening, Registration, Seat
from convenings.permissions import may_see_needs
from convenings.pricing import dollars
from convenings.refusing import CannotRegister
from convenings.seating import seats_with_money
from lmi_portal.confirming import Prospect, confirmation_page, do_each, form_to_confirm
from lmi_portal.looking import ReadOnlyAdmin, ReadOnlyInline, row_of
from lmi_portal.spreadsheets import csv_response, xlsx_response

from .charging import ChargingMixin, NeverBilledFilter
from .forms import TeamReasonForm
from .needs import NeedsAsideMixin
from .waiving import WaivedSeatMixin, WaivingMixin

STATE_COLORS = {"confirmed": "success", "waitlisted": "warning", "cancelled": "danger"}


class _YesNoFilter(admin.SimpleListFilter):
    def lookups(self, request, model_admin):
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request, queryset):
        return (
            queryset.filter(self.condition() if self.value() == "yes" else ~self.condition())
            if self.value()
            else queryset
        )


class JointFilter(_YesNoFilter):
    title, parameter_name = gettext_lazy("jointly confirmed"), "joint"

    def condition(self):
        return Q(co_lead_confirmed_at__isnull=False)


class ComingFilter(_YesNoFilter):
    title, parameter_name = gettext_lazy("standing at a coming convening"), "coming"

    def condition(self):
        running = [Convening.State.OPEN, Convening.State.CLOSED]
        return Q(convening__state__in=running) & ~Q(state=Registration.State.CANCELLED)


class RosterFilter(_YesNoFilter):
    title, parameter_name = gettext_lazy("roster complete"), "roster"

    def condition(self):
        return ~Q(Exists(Seat.objects.filter(registration=OuterRef("pk"), name="")))


class SeatInline(WaivedSeatMixin, NeedsAsideMixin, ReadOnlyInline):
    model = Seat
    hide_title = True
    fields = ["position", "label", "side", "name", "email", "title", "dietary_needs", "access_needs", "price", "waived"]


@admin.register(Registration)
class RegistrationAdmin(ChargingMixin, WaivingMixin, ReadOnlyAdmin):
    """Staff change a team on the sheet that its lead uses, cancel it and take lists along."""

    list_display = [
        "code", "convening", "team", "state_shown", "seats", "named", "amount", "is_joint", "registered_at",
    ]  # fmt: skip
    list_select_related = ["convening", "district"]
    list_filter = [
        "state", ("convening", AutocompleteSelectFilter), ComingFilter, JointFilter, RosterFilter, NeverBilledFilter,
    ]  # fmt: skip
    list_filter_submit = True
    search_fields = ["code"]
    search_help_text = gettext_lazy("Code, district, team, registrar, or the name or e-mail of a seat")
    inlines = [SeatInline]
    view_on_site = False
    actions = ["cancel_selected", "issue_first_invoices", "export_selected", "export_selected_to_excel"]
    actions_detail = ["change_team", "waive", "end_waiving", "cancel"]
    fields = [
        "page", "convening", "district", "team_name", "state", "place_in_line", "amount", "paying", "registered_by",
        "registered_at", "side", "co_lead_name", "co_lead_email", "co_lead_confirmed_at", "confirmed_at",
        "cancelled_at", "cancel_reason",
    ]  # fmt: skip

    def get_queryset(self, request):
        return super().get_queryset(request).with_totals().with_open_amount()

    def get_object(self, request, object_id, from_field=None):
        registration = super().get_object(request, object_id, from_field)
        if registration:
            registration.opens = Registration.objects.visible_to(request.user).filter(pk=registration.pk).exists()
        return registration

    def get_search_results(self, request, queryset, search_term):
        for word in search_term.split():
            seats = Seat.objects.filter(Q(name__icontains=word) | Q(email__icontains=word))
            queryset = queryset.filter(
                Q(code__iexact=word)
                | Q(team_name__icontains=word)
                | Q(district__name__icontains=word)
                | Q(district__cd_code=word)
                | Q(registered_by__email__icontains=word)
                | Q(registered_by__name__icontains=word)
                | Q(pk__in=seats.values("registration"))
            )
        return queryset, False

    def has_change_team_permission(self, request, obj=None):
        return request.user.has_perm("convenings.change_registration")

    @action(description=gettext_lazy("Cancel registration"), permissions=["change_team"])
    def cancel_selected(self, request, queryset):
        back = reverse("admin:convenings_registration_changelist")
        return self.ask_and_cancel(request, queryset, back=back)

    @action(description=gettext_lazy("Change names and seats"), permissions=["change_team"], url_path="team")
    def change_team(self, request, object_id):
        return redirect("staff_teams:change", row_of(Registration, object_id).code)

    @action(description=gettext_lazy("Cancel registration"), permissions=["change_team"], url_path="cancel")
    def cancel(self, request, object_id):
        registration = row_of(Registration, object_id)
        back = reverse("admin:convenings_registration_change", args=[registration.pk])
        return self.ask_and_cancel(request, Registration.objects.filter(pk=registration.pk), back=back)

    def ask_and_cancel(self, request, registrations, *, back):
        teams = registrations.select_related("convening", "district", "registered_by", "bill").prefetch_related(
            Prefetch("seats", seats_with_money()), "kept_fees", "convening__cancellation_steps", "convening__days"
        )
        form = form_to_confirm(request, TeamReasonForm)
        if not form.is_valid():
            contacts, now = contacts_by_team(teams), timezone.now()
            prospects = [_prospect(team, contacts[team.pk], now=now) for team in teams]
            title = _("Cancel registration")
            return confirmation_page(self, request, title=title, prospects=prospects, form=form, back=back)
        do_each(
            request,
            [team for team in teams if team.is_standing()],
            lambda team: cancel_registration(
                registration=team,
                cancelled_by=request.user,
                reason=form.cleaned_data["reason"],
                now=timezone.now(),
            ),
            refusals=CannotRegister,
            done=_("cancelled"),
        )
        return redirect(back)

    @action(description=gettext_lazy("Export with seats (CSV)"))
    def export_selected(self, request, queryset):
        return csv_response(_export(request, queryset))

    @action(description=gettext_lazy("Export with seats (Excel)"))
    def export_selected_to_excel(self, request, queryset):
        return xlsx_response(_export(request, queryset))

    @display(description=gettext_lazy("state"), ordering="state", label=STATE_COLORS)
    def state_shown(self, registration):
        place = f" ({registration.place_in_line})" if registration.place_in_line else ""
        return registration.state, registration.get_state_display() + place

    @admin.display(description=gettext_lazy("team"), ordering="district__name")
    def team(self, registration):
        return registration.team_label

    @admin.display(description=gettext_lazy("seats"))
    def seats(self, registration):
        return registration.seat_count

    @admin.display(description=gettext_lazy("named"))
    def named(self, registration):
        return registration.named_count

    @admin.display(description=gettext_lazy("owed"))
    def amount(self, registration):
        return dollars(registration.open_amount)

    @admin.display(description=gettext_lazy("jointly confirmed"), boolean=True)
    def is_joint(self, registration):
        return registration.is_jointly_confirmed()

    @admin.display(description=gettext_lazy("team’s page"))
    def page(self, registration):
        if not registration.opens:
            return _("%(code)s, open to the district’s own people") % {"code": registration.code}
        url = registration.get_absolute_url()
        return format_html('<a class="underline" href="{}">{}</a>', url, registration.code)


def _export(request, registrations):
    now = timezone.now()
    record_export(registrations, by=request.user, now=now)
    return teams_sheet(registrations, with_needs=may_see_needs(request.user), now=now)


def _prospect(team, contacts, *, now):
    told = ", ".join(user.email for user in contacts) or _("nobody")
    if not team.is_standing():
        return Prospect(team, [], _("It is cancelled already."))
    people = len(people_of([team]))
    seats = len(team.seats.all())
    return Prospect(
        team,
        [
            ngettext("%(count)s seat comes free.", "%(count)s seats come free.", seats) % {"count": seats},
            *prospect_of_cancelling(team, team.seats.all(), now=now)[1],
            _("The line moves up in strict order."),
            ngettext(
                "%(count)s person gets an e-mail.",
                "%(count)s people get an e-mail.",
                people,
            )
            % {"count": people},
            _("The reason is told to %(people)s.") % {"people": told},
        ],
    )
