from django.contrib import admin
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import AutocompleteSelectFilter

from convenings.models import Follower, Reminder, Seat
from lmi_portal.looking import ReadOnlyAdmin

from .needs import NeedsAsideMixin


@admin.register(Seat)
class SeatAdmin(NeedsAsideMixin, ReadOnlyAdmin):
    list_display = ["name", "email", "label", "side", "team", "convening", "state"]
    list_select_related = ["registration__convening", "registration__district"]
    list_filter = ["side", "registration__state", ("registration__convening", AutocompleteSelectFilter)]
    search_fields = ["name", "email"]
    search_help_text = _("Name or e-mail")
    ordering = ["-pk"]
    fields = [
        "team",
        "convening",
        "state",
        "label",
        "unit",
        "side",
        "name",
        "email",
        "title",
        "dietary_needs",
        "access_needs",
        "price",
        "claimed_at",
    ]

    @admin.display(description=_("team"))
    def team(self, seat):
        url = reverse("admin:convenings_registration_change", args=[seat.registration_id])
        return format_html('<a class="underline" href="{}">{}</a>', url, seat.registration.team_label)

    @admin.display(description=_("convening"))
    def convening(self, seat):
        return seat.registration.convening

    @admin.display(description=_("state"))
    def state(self, seat):
        return seat.registration.get_state_display()


@admin.register(Reminder)
class ReminderAdmin(ReadOnlyAdmin):
    list_display = ["due_at", "rule_kind", "convening", "to", "turn", "state", "posted_at"]
    list_select_related = ["rule__convening", "registration__district", "seat"]
    list_filter = ["state", "rule__kind", ("rule__convening", AutocompleteSelectFilter)]
    search_fields = ["registration__code"]
    search_help_text = _("Code of a registration, or a name or e-mail")
    ordering = ["-due_at", "-pk"]

    def get_search_results(self, request, queryset, search_term):
        for word in search_term.split():
            seats = Seat.objects.filter(Q(name__icontains=word) | Q(email__icontains=word), pk=OuterRef("seat"))
            queryset = queryset.filter(Q(registration__code__iexact=word) | Exists(seats))
        return queryset, False

    @admin.display(description=_("rule"))
    def rule_kind(self, reminder):
        return str(reminder.rule)

    @admin.display(description=_("convening"))
    def convening(self, reminder):
        return reminder.rule.convening

    @admin.display(description=_("to"))
    def to(self, reminder):
        return reminder.seat or reminder.registration.team_label


@admin.register(Follower)
class FollowerAdmin(ReadOnlyAdmin):
    list_display = ["email", "convening", "asked_at", "confirmed_at", "told_at", "unsubscribed_at"]
    list_select_related = ["convening"]
    list_filter = [("convening", AutocompleteSelectFilter)]
    search_fields = ["email", "convening__title"]
