from django.contrib import admin
from django.db.models import Exists, OuterRef, Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import AutocompleteSelectFilter, RangeDateFilter
from unfold.decorators import action, display

from billing.models import Allocation, Payment, Refund
from billing.wording import dollars
from lmi_portal.looking import ReadOnlyInline, row_of

from .filters import FiscalYearFilter, PaymentStateFilter
from .papers import PaperAdmin, link_to
from .payment_deeds import ask_to_apply, ask_to_bounce, ask_to_refund

STATE_COLORS = {"credit": "warning", "applied": "success", "bounced": "danger", "refunded": "info"}
STATES = {
    "credit": _("Money left"),
    "applied": _("Applied"),
    "bounced": _("Bounced"),
    "refunded": _("Refunded"),
}


def state_of(payment):
    """Which of STATES the payment, with its unapplied money, is in."""
    if payment.has_bounced():
        return "bounced"
    if payment.unapplied:
        return "credit"
    return "refunded" if payment.refunded else "applied"


class PaysInline(ReadOnlyInline):
    """What the payment was set against, and taken off again."""

    model = Allocation
    hide_title = True
    verbose_name_plural = _("pays")
    fields = ["paper", "amount", "made_at", "made_by", "reason"]
    readonly_fields = ["paper"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("invoice", "made_by")

    @admin.display(description=_("invoice"))
    def paper(self, allocation):
        return link_to(allocation.invoice)


class RefundInline(ReadOnlyInline):
    model = Refund
    hide_title = True
    fields = ["amount", "method", "reference", "reason", "refunded_on", "recorded_by"]


@admin.register(Payment)
class PaymentAdmin(PaperAdmin):
    """Money that came; what it pays, goes back or bounces is a deed."""

    list_display = [
        "number", "district", "received_on", "method", "reference", "amount_shown", "unapplied_shown", "state_shown",
        "pdf_link",
    ]  # fmt: skip
    list_select_related = ["account__district", "bounce"]
    list_filter = [
        PaymentStateFilter,
        "method",
        FiscalYearFilter,
        ("received_on", RangeDateFilter),
        ("account", AutocompleteSelectFilter),
    ]
    search_fields = ["number"]
    search_help_text = _("Number, check number or reference, invoice, district’s name or CD code")
    inlines = [PaysInline, RefundInline]
    actions_detail = ["pdf", "apply", "refund", "bounce"]
    fields = [
        "number", "state_said", "district", "amount_shown", "unapplied_shown", "method", "reference", "received_on",
        "note", "recorded_at", "recorded_by", "bounced_shown",
    ]  # fmt: skip

    def get_queryset(self, request):
        return super().get_queryset(request).with_unapplied()

    def words_match(self, word):
        pays = Allocation.objects.filter(payment=OuterRef("pk"), invoice__number__iexact=word)
        return super().words_match(word) | Q(reference__icontains=word) | Exists(pays)

    def get_actions_detail(self, request, object_id):
        """Only what its money allows."""
        payment = row_of(Payment.objects.with_unapplied(), object_id)
        barred = set() if payment.unapplied else {"apply", "refund"}
        if payment.has_bounced() or payment.refunded:
            barred |= {"bounce"}
        actions = super().get_actions_detail(request, object_id)
        return [one for one in actions if one.action_name.removeprefix("billing_payment_") not in barred]

    def has_apply_permission(self, request, obj=None):
        return request.user.has_perm("billing.add_allocation")

    def has_refund_permission(self, request, obj=None):
        return request.user.has_perm("billing.add_refund")

    def has_bounce_permission(self, request, obj=None):
        return request.user.has_perm("billing.add_bounce")

    @action(description=_("Set against invoices"), permissions=["apply"], url_path="apply")
    def apply(self, request, object_id):
        return ask_to_apply(self, request, row_of(Payment, object_id))

    @action(description=_("Refund"), permissions=["refund"], url_path="refund")
    def refund(self, request, object_id):
        return ask_to_refund(self, request, row_of(Payment, object_id))

    @action(description=_("It bounced"), permissions=["bounce"], url_path="bounce")
    def bounce(self, request, object_id):
        return ask_to_bounce(self, request, row_of(Payment, object_id))

    @admin.display(description=_("state"))
    def state_said(self, payment):
        return STATES[state_of(payment)]

    @display(description=_("state"), label=STATE_COLORS)
    def state_shown(self, payment):
        state = state_of(payment)
        return state, STATES[state]

    @admin.display(description=_("amount"), ordering="amount")
    def amount_shown(self, payment):
        return dollars(payment.amount)

    @admin.display(description=_("set against no invoice"), ordering="unapplied")
    def unapplied_shown(self, payment):
        return dollars(payment.unapplied)

    @admin.display(description=_("bounced"), empty_value="–")
    def bounced_shown(self, payment):
        if not payment.has_bounced():
            return None
        return f"{date_format(payment.bounce.bounced_on)}: {payment.bounce.reason}"
