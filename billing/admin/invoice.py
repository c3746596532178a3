from django.contrib import admin
from django.db.models import Exists, OuterRef, Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import AutocompleteSelectFilter, RangeDateFilter
from unfold.decorators import action, display

from billing.models import Allocation, Invoice, InvoiceLine
from billing.wording import dollars
from lmi_portal.looking import ReadOnlyInline, row_of

from .filters import FiscalYearFilter, InvoiceStateFilter
from .invoice_deeds import ask_to_reissue, ask_to_write_off
from .papers import PaperAdmin, link_to

STATE_COLORS = {"unpaid": "info", "partly": "info", "overdue": "warning", "paid": "success", "credited": "danger"}
STATES = {
    "unpaid": _("Unpaid"),
    "partly": _("Partly paid"),
    "overdue": _("Past due"),
    "paid": _("Paid"),
    "credited": _("Credited"),
}


def state_of(invoice, *, on):
    """Which of STATES the invoice, with its open amount, is in on the Pacific day `on`."""
    if invoice.is_credited():
        return "credited"
    if not invoice.open_amount:
        return "paid"
    if invoice.due_on < on:
        return "overdue"
    return "partly" if invoice.paid else "unpaid"


class LineInline(ReadOnlyInline):
    model = InvoiceLine
    hide_title = True
    fields = ["position", "kind", "label", "person", "note", "amount"]


class PaidByInline(ReadOnlyInline):
    """What was set against the invoice, and taken off it again."""

    model = Allocation
    hide_title = True
    verbose_name_plural = _("paid by")
    fields = ["receipt", "amount", "made_at", "made_by", "reason"]
    readonly_fields = ["receipt"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("payment", "made_by")

    @admin.display(description=_("payment"))
    def receipt(self, allocation):
        return link_to(allocation.payment)


@admin.register(Invoice)
class InvoiceAdmin(PaperAdmin):
    """What districts were asked to pay; nothing but a credit note takes it back."""

    list_display = [
        "number", "district", "subject", "purchase_order_shown", "amount_shown", "open_shown", "state_shown",
        "issued_on", "due_on", "pdf_link",
    ]  # fmt: skip
    list_select_related = ["account__district", "bill", "purchase_order", "credit_note"]
    list_filter = [
        InvoiceStateFilter,
        FiscalYearFilter,
        ("issued_on", RangeDateFilter),
        ("due_on", RangeDateFilter),
        ("account", AutocompleteSelectFilter),
    ]
    search_fields = ["number"]
    search_help_text = _("Number, district, CD code, team’s code, purchase order, check number")
    inlines = [LineInline, PaidByInline]
    actions_detail = ["pdf", "record_payment", "reissue", "write_off"]
    fields = [
        "number", "state_said", "district", "subject", "team", "amount_shown", "paid_shown", "open_shown",
        "purchase_order_shown", "issued_on", "due_on", "issued_at", "issued_by", "replaces_shown", "credited_by",
    ]  # fmt: skip

    def get_queryset(self, request):
        return super().get_queryset(request).with_open_amount()

    def words_match(self, word):
        checks = Allocation.objects.filter(invoice=OuterRef("pk"), payment__reference__iexact=word)
        return (
            super().words_match(word)
            | Q(bill__code__iexact=word)
            | Q(purchase_order__number__icontains=word)
            | Exists(checks)
        )

    def get_actions_detail(self, request, object_id):
        """Of an invoice that was taken back nothing but its PDF is left."""
        actions = super().get_actions_detail(request, object_id)
        if not row_of(Invoice, object_id).is_credited():
            return actions
        return [one for one in actions if one.action_name == "billing_invoice_pdf"]

    def has_record_payment_permission(self, request, obj=None):
        return request.user.has_perm("billing.add_payment")

    def has_take_back_permission(self, request, obj=None):
        return request.user.has_perm("billing.add_creditnote")

    @action(description=_("Record a payment"), permissions=["record_payment"], url_path="payment")
    def record_payment(self, request, object_id):
        invoice = row_of(Invoice, object_id)
        return redirect(
            f"{reverse('admin:billing_account_record_payment', args=[invoice.account_id])}?invoice={invoice.pk}"
        )

    @action(description=_("Issue again"), permissions=["take_back"], url_path="reissue")
    def reissue(self, request, object_id):
        return ask_to_reissue(self, request, row_of(Invoice.objects.with_open_amount(), object_id))

    @action(description=_("Write off"), permissions=["take_back"], url_path="write-off")
    def write_off(self, request, object_id):
        return ask_to_write_off(self, request, row_of(Invoice.objects.with_open_amount(), object_id))

    @admin.display(description=_("state"))
    def state_said(self, invoice):
        return STATES[state_of(invoice, on=timezone.localdate())]

    @display(description=_("state"), label=STATE_COLORS)
    def state_shown(self, invoice):
        state = state_of(invoice, on=timezone.localdate())
        return state, STATES[state]

    @admin.display(description=_("for"), ordering="bill__subject")
    def subject(self, invoice):
        return invoice.bill.subject

    @admin.display(description=_("team"))
    def team(self, invoice):
        return f"{invoice.bill.team} ({invoice.bill.code})"

    @admin.display(description=_("paid"))
    def paid_shown(self, invoice):
        return dollars(invoice.paid)

    @admin.display(description=_("open"), ordering="open_amount")
    def open_shown(self, invoice):
        return dollars(invoice.open_amount)

    @admin.display(description=_("purchase order"))
    def purchase_order_shown(self, invoice):
        return link_to(invoice.purchase_order)

    @admin.display(description=_("replaces"))
    def replaces_shown(self, invoice):
        return link_to(invoice.replaces)

    @admin.display(description=_("taken back by"))
    def credited_by(self, invoice):
        return link_to(getattr(invoice, "credit_note", None))
