from datetime import timedelta

from django.contrib import admin
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import AutocompleteSelectFilter, RangeDateFilter
from unfold.decorators import display

from billing.models import PurchaseOrder
from billing.wording import dollars
from lmi_portal.looking import ReadOnlyAdmin

from .papers import link_to

SOON = timedelta(days=30)
STATE_COLORS = {"good": "success", "ends_soon": "warning", "over": "danger", "expired": "danger", "withdrawn": "info"}
STATES = {
    "good": _("Good"),
    "ends_soon": _("Ends within 30 days"),
    "over": _("More is billed than it has"),
    "expired": _("No longer valid"),
    "withdrawn": _("Withdrawn"),
}


def state_of(purchase_order, *, on):
    """Which of STATES the order, with what is left of it, is in on the Pacific day `on`."""
    if purchase_order.withdrawn_at:
        return "withdrawn"
    if purchase_order.left < 0:
        return "over"
    if purchase_order.valid_until_on < on:
        return "expired"
    return "ends_soon" if purchase_order.valid_until_on < on + SOON else "good"


class PurchaseOrderStateFilter(admin.SimpleListFilter):
    title, parameter_name = _("state"), "state"

    def lookups(self, request, model_admin):
        return [*STATES.items(), ("running_out", _("Running out"))]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        standing = queryset.filter(withdrawn_at__isnull=True)
        within = standing.filter(left__gte=0)
        match self.value():
            case "good":
                return within.filter(valid_until_on__gte=today + SOON)
            case "ends_soon":
                return within.filter(valid_until_on__gte=today, valid_until_on__lt=today + SOON)
            case "over":
                return standing.filter(left__lt=0)
            case "expired":
                return within.filter(valid_until_on__lt=today)
            case "running_out":
                return queryset.running_out(on=today)
            case "withdrawn":
                return queryset.filter(withdrawn_at__isnull=False)
        return queryset


@admin.register(PurchaseOrder)
class PurchaseOrderAdmin(ReadOnlyAdmin):
    """Districts' promises to pay, and what is left of each."""

    list_display = ["number", "district", "amount_shown", "used_shown", "left_shown", "valid_until_on", "state_shown"]
    list_select_related = ["account__district"]
    list_filter = [
        PurchaseOrderStateFilter,
        ("valid_until_on", RangeDateFilter),
        ("account", AutocompleteSelectFilter),
    ]
    list_filter_submit = True
    search_fields = ["number", "account__district__name", "account__district__cd_code", "note"]
    search_help_text = _("Number, district’s name or CD code, note")
    view_on_site = False
    fields = [
        "number", "state_shown", "district", "amount_shown", "used_shown", "left_shown", "valid_until_on", "note",
        "added_at", "added_by", "withdrawn_at",
    ]  # fmt: skip

    def get_queryset(self, request):
        return super().get_queryset(request).with_used()

    @display(description=_("state"), label=STATE_COLORS)
    def state_shown(self, purchase_order):
        state = state_of(purchase_order, on=timezone.localdate())
        return state, STATES[state]

    @admin.display(description=_("district"), ordering="account__district__name")
    def district(self, purchase_order):
        return link_to(purchase_order.account, purchase_order.account.district.name)

    @admin.display(description=_("amount"), ordering="amount")
    def amount_shown(self, purchase_order):
        return dollars(purchase_order.amount)

    @admin.display(description=_("billed"), ordering="used")
    def used_shown(self, purchase_order):
        return dollars(purchase_order.used)

    @admin.display(description=_("left"), ordering=F("left"))
    def left_shown(self, purchase_order):
        return dollars(purchase_order.left)
