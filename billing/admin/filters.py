"""How staff narrow a list of papers."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from billing.models import Counter
from billing.wording import fiscal_year_label


class FiscalYearFilter(admin.SimpleListFilter):
    title, parameter_name = _("fiscal year"), "fiscal_year"

    def lookups(self, request, model_admin):
        years = Counter.objects.order_by("-fiscal_year").values_list("fiscal_year", flat=True).distinct()
        return [(str(year), fiscal_year_label(year)) for year in years]

    def queryset(self, request, queryset):
        is_year = (self.value() or "").isdecimal()
        return queryset.filter(fiscal_year=self.value()) if is_year else queryset


class InvoiceStateFilter(admin.SimpleListFilter):
    title, parameter_name = _("state"), "state"

    def lookups(self, request, model_admin):
        return [
            ("unpaid", _("Unpaid")),
            ("overdue", _("Unpaid and past due")),
            ("paid", _("Paid")),
            ("credited", _("Credited")),
        ]

    def queryset(self, request, queryset):
        match self.value():
            case "unpaid":
                return queryset.unpaid()
            case "overdue":
                return queryset.unpaid().filter(due_on__lt=timezone.localdate())
            case "paid":
                return queryset.standing().filter(open_amount=0)
            case "credited":
                return queryset.filter(credit_note__isnull=False)
        return queryset


class PaymentStateFilter(admin.SimpleListFilter):
    title, parameter_name = _("state"), "state"

    def lookups(self, request, model_admin):
        return [
            ("credit", _("Money left of it")),
            ("applied", _("All of it pays invoices")),
            ("refunded", _("Refunded, in whole or part")),
            ("bounced", _("Bounced")),
        ]

    def queryset(self, request, queryset):
        match self.value():
            case "credit":
                return queryset.filter(unapplied__gt=0)
            case "applied":
                return queryset.filter(unapplied=0, refunded=0, bounce__isnull=True)
            case "refunded":
                return queryset.filter(refunded__gt=0)
            case "bounced":
                return queryset.filter(bounce__isnull=False)
        return queryset


class BalanceFilter(admin.SimpleListFilter):
    title, parameter_name = _("balance"), "balance"

    def lookups(self, request, model_admin):
        return [("owes", _("Owes something")), ("credit", _("In credit")), ("even", _("Even"))]

    def queryset(self, request, queryset):
        match self.value():
            case "owes":
                return queryset.filter(balance__gt=0)
            case "credit":
                return queryset.filter(balance__lt=0)
            case "even":
                return queryset.filter(balance=0)
        return queryset
