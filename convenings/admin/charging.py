"""Staff see how a team is paid for, and bill those that registered before there were invoices."""

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action

from billing.models import Invoice
from billing.purchasing import cover_of
from convenings.issuing import issue_first_invoice
from convenings.models import Registration, Seat, SeatAddOn
from convenings.pricing import dollars
from convenings.refusing import CannotRegister
from lmi_portal.confirming import Prospect, confirmation_page, do_each, form_to_confirm


class NeverBilledFilter(admin.SimpleListFilter):
    title, parameter_name = gettext_lazy("invoice"), "invoice"

    def lookups(self, request, model_admin):
        return [("missing", _("Owes and was never billed"))]

    def queryset(self, request, queryset):
        return queryset.filter(never_billed()) if self.value() else queryset


def never_billed():
    """Confirmed teams that owe and have no bill: they registered before there were invoices."""
    paid_seats = Seat.objects.filter(registration=OuterRef("pk"), price__gt=0)
    paid_add_ons = SeatAddOn.objects.filter(seat__registration=OuterRef("pk"), price__gt=0)
    owes = Q(Exists(paid_seats)) | Q(Exists(paid_add_ons))
    return Q(state=Registration.State.CONFIRMED, bill=None) & owes


class ChargingMixin:
    """For the registration's admin: how it is paid for, and one action."""

    def has_bill_teams_permission(self, request, obj=None):
        return request.user.has_perm("billing.add_invoice")

    @action(description=gettext_lazy("Issue invoices for teams without one"), permissions=["bill_teams"])
    def issue_first_invoices(self, request, queryset):
        back = reverse("admin:convenings_registration_changelist")
        teams = queryset.select_related("convening", "district").with_totals()
        form = form_to_confirm(request)
        if not form.is_valid():
            billed = set(queryset.filter(never_billed()).values_list("pk", flat=True))
            prospects = [_prospect(team, is_missing=team.pk in billed) for team in teams]
            title = _("Issue invoices for teams without one")
            return confirmation_page(self, request, title=title, prospects=prospects, form=form, back=back)
        do_each(
            request,
            list(teams.filter(never_billed())),
            lambda team: issue_first_invoice(registration=team, by=request.user, now=timezone.now()),
            refusals=CannotRegister,
            done=_("billed"),
        )
        return redirect(back)

    @admin.display(description=gettext_lazy("paid by"))
    def paying(self, registration):
        """The invoice, and where its purchase order falls short."""
        bill = registration.bill
        if bill is None:
            return "–"
        invoice = Invoice.objects.standing().filter(bill=bill).first()
        said = [str(bill.purchase_order or bill.get_pays_by_display())]
        if bill.awaits_purchase_order():
            said = [_("Purchase order to follow")]
        if bill.purchase_order and invoice:
            today = timezone.localdate()
            said += cover_of(bill.purchase_order, wanted=invoice.total, on=today, besides=bill).warnings
        return format_html("{}", " · ".join([*([invoice.number] if invoice else []), *said]))


def _prospect(team, *, is_missing):
    if not is_missing:
        return Prospect(team, [], _("It was billed already, or owes nothing."))
    amount = {"sum": dollars(team.amount)}
    return Prospect(team, [_("An invoice of %(sum)s is issued and sent.") % amount])
