from urllib.parse import urlencode

from django.contrib import admin, messages
from django.db.models import F
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import AutocompleteSelectFilter, RangeDateFilter
from unfold.decorators import action, display

from billing.models import PurchaseOrder
from billing.models.purchase_order import SOON
from billing.purchasing import withdraw_purchase_order, worries_of
from billing.wording import dollars
from lmi_portal.confirming import Prospect, confirmation_page, form_to_confirm
from lmi_portal.looking import ReadOnlyAdmin, row_of

from .papers import link_to
from .purchase_order_pages import ask_for_district

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
    actions_list = ["add_for_district"]
    actions_detail = ["withdraw"]
    fields = [
        "number", "state_said", "worries", "district", "amount_shown", "used_shown", "left_shown", "valid_until_on",
        "file_link", "invoices", "note", "added_at", "added_by", "withdrawn_at",
    ]  # fmt: skip

    def get_queryset(self, request):
        return super().get_queryset(request).with_used()

    def get_actions_detail(self, request, object_id):
        """What was withdrawn stays so."""
        is_withdrawn = row_of(PurchaseOrder, object_id).withdrawn_at
        return [] if is_withdrawn else super().get_actions_detail(request, object_id)

    def has_bring_in_permission(self, request, obj=None):
        return request.user.has_perm("billing.add_purchaseorder")

    def has_withdraw_permission(self, request, obj=None):
        return request.user.has_perm("billing.change_purchaseorder")

    @action(description=_("Add for a district"), permissions=["bring_in"], url_path="for-district")
    def add_for_district(self, request):
        return ask_for_district(self, request)

    @action(description=_("Withdraw"), permissions=["withdraw"], url_path="withdraw")
    def withdraw(self, request, object_id):
        order = row_of(PurchaseOrder.objects.with_used(), object_id)
        back = reverse("admin:billing_purchaseorder_change", args=[order.pk])
        form = form_to_confirm(request)
        if not form.is_valid():
            page = {"title": gettext("Withdraw"), "prospects": [_prospect(order)], "form": form, "back": back}
            return confirmation_page(self, request, **page)
        withdraw_purchase_order(purchase_order=order, withdrawn_by=request.user, now=timezone.now())
        messages.success(request, gettext("%(number)s is withdrawn.") % {"number": order})
        return redirect(back)

    @admin.display(description=_("state"))
    def state_said(self, purchase_order):
        return STATES[state_of(purchase_order, on=timezone.localdate())]

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

    @admin.display(description=_("what to look at"))
    def worries(self, purchase_order):
        if purchase_order.withdrawn_at:
            return "–"
        return " ".join(worries_of(purchase_order, on=timezone.localdate())) or "–"

    @admin.display(description=_("file"))
    def file_link(self, purchase_order):
        if not purchase_order.file:
            return "–"
        url = reverse("billing:purchase_order_file", args=[purchase_order.account.district.cd_code, purchase_order.pk])
        return format_html('<a class="underline" href="{}">{}</a>', url, purchase_order.file_name)

    @admin.display(description=_("invoices"))
    def invoices(self, purchase_order):
        where = urlencode({"account__id__exact": purchase_order.account_id, "q": purchase_order.number})
        url = f"{reverse('admin:billing_invoice_changelist')}?{where}"
        return format_html('<a class="underline" href="{}">{}</a>', url, _("Those that name it"))


def _prospect(order):
    billed = dollars(order.used)
    return Prospect(
        order,
        [
            gettext("No team draws on it from now on."),
            gettext("Invoices of %(billed)s that name it stay as they are.") % {"billed": billed},
        ],
    )
