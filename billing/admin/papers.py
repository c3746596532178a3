"""Numbered papers: looked at, searched, opened as PDF, and never changed; credit notes and quotes are nothing else."""

from django.contrib import admin
from django.db.models import Q
from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import AutocompleteSelectFilter, RangeDateFilter
from unfold.decorators import action, display

from billing.models import CreditNote, Quote
from billing.papers import render_pdf
from billing.wording import dollars
from lmi_portal.looking import ReadOnlyAdmin, row_of

from .filters import FiscalYearFilter


def link_to(row, text=None):
    """A link to the row's own page in the admin, or a dash where there is no row."""
    if row is None:
        return "–"
    url = reverse(f"admin:billing_{row._meta.model_name}_change", args=[row.pk])
    return format_html('<a class="underline" href="{}">{}</a>', url, text or row)


class PaperAdmin(ReadOnlyAdmin):
    """A series of papers; each word that is searched for must be in its number or say whose it is."""

    list_filter_submit = True
    list_select_related = ["account__district"]
    search_help_text = _("Number, district’s name or CD code")
    view_on_site = False
    actions_detail = ["pdf"]

    def get_search_results(self, request, queryset, search_term):
        for word in search_term.split():
            queryset = queryset.filter(self.words_match(word))
        return queryset, False

    def words_match(self, word):
        return (
            Q(number__icontains=word)
            | Q(account__district__name__icontains=word)
            | Q(account__bill_to_name__icontains=word)
            | Q(account__district__cd_code=word)
        )

    @action(description=_("PDF"), permissions=["view"], url_path="pdf")
    def pdf(self, request, object_id):
        paper = row_of(self.model, object_id)
        return HttpResponse(
            render_pdf(paper.facts, language=paper.language),
            content_type="application/pdf",
            headers={"Content-Disposition": f'inline; filename="{paper.number}.pdf"'},
        )

    @admin.display(description=_("PDF"))
    def pdf_link(self, paper):
        url = reverse(f"admin:billing_{self.opts.model_name}_pdf", args=[paper.pk])
        return format_html('<a class="underline" href="{}" aria-label="{} PDF">PDF</a>', url, paper.number)

    @admin.display(description=_("district"), ordering="account__district__name")
    def district(self, paper):
        return link_to(paper.account, paper.account.district.name)

    @admin.display(description=_("total"), ordering="total")
    def amount_shown(self, paper):
        return dollars(paper.total)


@admin.register(CreditNote)
class CreditNoteAdmin(PaperAdmin):
    list_display = ["number", "district", "takes_back", "cause", "amount_shown", "issued_on", "replacement", "pdf_link"]
    list_select_related = ["account__district", "invoice", "replaced_by"]
    list_filter = [
        "cause",
        FiscalYearFilter,
        ("issued_on", RangeDateFilter),
        ("account", AutocompleteSelectFilter),
    ]
    search_fields = ["number"]
    search_help_text = _("Number of the credit note or its invoice, district’s name or CD code")
    fields = [
        "number", "district", "takes_back", "cause", "reason", "amount_shown", "issued_on", "issued_at", "issued_by",
        "replacement",
    ]  # fmt: skip

    def words_match(self, word):
        return super().words_match(word) | Q(invoice__number__icontains=word)

    @admin.display(description=_("takes back"))
    def takes_back(self, credit_note):
        return link_to(credit_note.invoice)

    @admin.display(description=_("replaced by"))
    def replacement(self, credit_note):
        return link_to(getattr(credit_note, "replaced_by", None))


@admin.register(Quote)
class QuoteAdmin(PaperAdmin):
    list_display = ["number", "district", "gathering", "amount_shown", "asked_at", "valid_until_on", "pdf_link"]
    list_filter = [FiscalYearFilter, ("valid_until_on", RangeDateFilter), ("account", AutocompleteSelectFilter)]
    search_fields = ["number"]
    fields = ["number", "district", "gathering", "amount_shown", "valid_until_on", "asked_at", "asked_by"]

    @display(description=_("gathering"))
    def gathering(self, quote):
        return quote.facts["subject"]["title"]
