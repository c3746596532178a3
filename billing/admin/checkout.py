"""Card payments, and the queue of those that were paid and found no seat."""

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import AutocompleteSelectFilter, RangeDateTimeFilter
from unfold.decorators import action, display

from billing.models import Checkout, CheckoutItem, StripeEvent
from billing.wording import dollars
from lmi_portal.looking import ReadOnlyAdmin, ReadOnlyInline, row_of

from .checkout_deeds import ask_to_apply, ask_to_refund, ask_to_settle, left_of
from .papers import link_to

STATE_COLORS = {"open": "info", "paid": "success", "expired": "default"}


class PaidNoSeatFilter(admin.SimpleListFilter):
    title, parameter_name = gettext_lazy("paid, no seat"), "waits"

    def lookups(self, request, model_admin):
        return [("yes", _("Waits for staff")), ("settled", _("Settled by staff"))]

    def queryset(self, request, queryset):
        match self.value():
            case "yes":
                return queryset.paid_no_seat()
            case "settled":
                return queryset.filter(settled_at__isnull=False)
        return queryset


class ItemInline(ReadOnlyInline):
    model = CheckoutItem
    hide_title = True
    verbose_name_plural = gettext_lazy("meant for")
    fields = ["paper", "amount"]
    readonly_fields = ["paper"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("invoice")

    @admin.display(description=gettext_lazy("invoice"))
    def paper(self, item):
        return link_to(item.invoice)


@admin.register(Checkout)
class CheckoutAdmin(ReadOnlyAdmin):
    """Visits to Stripe's page; those of which money found no seat wait here until somebody says what becomes of it."""

    list_display = ["opened_at", "district", "amount_shown", "state_shown", "payment_shown", "concern", "settled_how"]
    list_select_related = ["account__district", "payment"]
    list_filter = [
        PaidNoSeatFilter,
        "state",
        ("opened_at", RangeDateTimeFilter),
        ("account", AutocompleteSelectFilter),
    ]
    list_filter_submit = True
    search_fields = ["account__district__name", "account__district__cd_code", "session_id", "payment__number"]
    search_help_text = gettext_lazy("District’s name or CD code, receipt, Stripe’s session")
    inlines = [ItemInline]
    actions_detail = ["apply", "refund", "settle"]
    fields = [
        "opened_at", "opened_by", "district", "amount_shown", "state", "payment_shown", "concern", "settled_at",
        "settled_by", "settled_how", "session_id",
    ]  # fmt: skip

    def get_actions_detail(self, request, object_id):
        """Only what there is money for, or something to settle."""
        checkout = row_of(Checkout, object_id)
        waits, has_money = checkout.is_paid_no_seat(), bool(left_of(checkout))
        willing = {"apply": waits and has_money, "refund": has_money, "settle": waits}
        actions = super().get_actions_detail(request, object_id)
        return [one for one in actions if willing[one.action_name.removeprefix("billing_checkout_")]]

    def has_apply_permission(self, request, obj=None):
        return request.user.has_perm("billing.add_allocation")

    def has_refund_permission(self, request, obj=None):
        return request.user.has_perm("billing.add_refund")

    def has_settle_permission(self, request, obj=None):
        return request.user.has_perm("billing.change_checkout")

    @action(description=gettext_lazy("Set against invoices"), permissions=["apply"], url_path="apply")
    def apply(self, request, object_id):
        return ask_to_apply(self, request, row_of(Checkout, object_id))

    @action(description=gettext_lazy("Send back to the card"), permissions=["refund"], url_path="refund")
    def refund(self, request, object_id):
        return ask_to_refund(self, request, row_of(Checkout, object_id))

    @action(description=gettext_lazy("Settle with a note"), permissions=["settle"], url_path="settle")
    def settle(self, request, object_id):
        return ask_to_settle(self, request, row_of(Checkout, object_id))

    @display(description=gettext_lazy("state"), ordering="state", label=STATE_COLORS)
    def state_shown(self, checkout):
        return checkout.state, checkout.get_state_display()

    @admin.display(description=gettext_lazy("district"), ordering="account__district__name")
    def district(self, checkout):
        return link_to(checkout.account, checkout.account.district.name)

    @admin.display(description=gettext_lazy("asked"), ordering="amount")
    def amount_shown(self, checkout):
        return dollars(checkout.amount)

    @admin.display(description=gettext_lazy("receipt"))
    def payment_shown(self, checkout):
        return link_to(checkout.payment)


@admin.register(StripeEvent)
class StripeEventAdmin(ReadOnlyAdmin):
    """What Stripe told, and what came of it."""

    list_display = ["received_at", "kind", "object_id", "outcome", "waits_for"]
    list_filter = ["kind", ("received_at", RangeDateTimeFilter)]
    list_filter_submit = True
    search_fields = ["event_id", "object_id", "outcome"]
    fields = ["event_id", "kind", "object_id", "made_at", "received_at", "outcome", "waits_for", "says"]
