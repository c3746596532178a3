from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import AutocompleteSelectFilter, RangeDateTimeFilter

from billing.models import Entry
from billing.wording import dollars
from lmi_portal.looking import ReadOnlyAdmin

from .papers import link_to


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    """The ledger to look at: whatever changed what is owed has its line here."""

    list_display = ["made_at", "district", "kind", "paper", "amount_shown", "made_by"]
    list_select_related = [
        "account__district", "invoice", "credit_note", "payment", "bounce__payment", "refund__payment", "made_by",
    ]  # fmt: skip
    list_filter = ["kind", ("made_at", RangeDateTimeFilter), ("account", AutocompleteSelectFilter)]
    list_filter_submit = True
    search_fields = ["invoice__number"]
    search_help_text = _("Number of the paper, district’s name or CD code")
    fields = ["made_at", "district", "kind", "paper", "amount_shown", "made_by"]

    def get_search_results(self, request, queryset, search_term):
        for word in search_term.split():
            queryset = queryset.filter(
                Q(invoice__number__icontains=word)
                | Q(credit_note__number__icontains=word)
                | Q(payment__number__icontains=word)
                | Q(bounce__payment__number__icontains=word)
                | Q(refund__payment__number__icontains=word)
                | Q(account__district__name__icontains=word)
                | Q(account__district__cd_code=word)
            )
        return queryset, False

    @admin.display(description=_("district"), ordering="account__district__name")
    def district(self, entry):
        return link_to(entry.account, entry.account.district.name)

    @admin.display(description=_("paper"))
    def paper(self, entry):
        of_payment = entry.bounce or entry.refund
        return link_to(entry.invoice or entry.credit_note or entry.payment or of_payment.payment)

    @admin.display(description=_("what is owed changes by"), ordering="amount")
    def amount_shown(self, entry):
        return dollars(entry.amount)
