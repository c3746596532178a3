from django.contrib import admin
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import AutocompleteSelectFilter
from unfold.decorators import display

from billing.models import Bill, ChaseLetter
from billing.wording import dollars
from lmi_portal.looking import ReadOnlyAdmin

from .chasing import ChasingMixin
from .papers import link_to
from .reports import ReportsMixin

REMINDERS = {
    "on": gettext_lazy("As scheduled"),
    "promised": gettext_lazy("Promised"),
    "stopped": gettext_lazy("Stopped"),
    "none": "–",
}
COLORS = {"on": "info", "promised": "success", "stopped": "warning", "none": "info"}


class BillStateFilter(admin.SimpleListFilter):
    title, parameter_name = gettext_lazy("state"), "state"

    def lookups(self, request, model_admin):
        return [
            ("unpaid", _("Unpaid")),
            ("overdue", _("Unpaid and past due")),
            ("awaiting", _("Purchase order to follow")),
            ("short", _("Purchase order falls short")),
            ("promised", _("Promised by a day to come")),
            ("stopped", _("Reminders stopped")),
        ]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        match self.value():
            case "unpaid":
                return queryset.filter(open_amount__gt=0)
            case "overdue":
                return queryset.filter(open_amount__gt=0, due_on__lt=today)
            case "awaiting":
                return queryset.awaiting_purchase_order()
            case "short":
                return queryset.fallen_short()
            case "promised":
                return queryset.filter(open_amount__gt=0, chase__promised_on__gte=today)
            case "stopped":
                return queryset.filter(open_amount__gt=0, chase__stopped_at__isnull=False)
        return queryset


@admin.register(Bill)
class BillAdmin(ReportsMixin, ChasingMixin, ReadOnlyAdmin):
    """What each team costs and what is still open of it; from here staff ask for it, or stop asking."""

    list_display = ["team_shown", "subject", "district", "open_shown", "due_on", "paid_how", "reminders"]
    list_select_related = ["account__district", "purchase_order", "chase"]
    list_filter = [BillStateFilter, "pays_by", ("account", AutocompleteSelectFilter)]
    list_filter_submit = True
    search_fields = ["code"]
    search_help_text = gettext_lazy("Code, team, convening, district’s name or CD code, invoice")
    view_on_site = False
    fields = [
        "code", "team", "subject", "district", "open_shown", "due_on", "paid_how", "promised_on", "note", "stopped",
        "invoices", "letters", "opened_by", "opened_at",
    ]  # fmt: skip

    def get_queryset(self, request):
        return super().get_queryset(request).with_open_amount()

    def get_search_results(self, request, queryset, search_term):
        for word in search_term.split():
            queryset = queryset.filter(
                Q(code__iexact=word)
                | Q(team__icontains=word)
                | Q(subject__icontains=word)
                | Q(account__district__name__icontains=word)
                | Q(account__district__cd_code=word)
                | Q(pk__in=Bill.objects.filter(invoices__number__iexact=word).values("pk"))
            )
        return queryset, False

    @admin.display(description=gettext_lazy("team"), ordering="team")
    def team_shown(self, bill):
        return f"{bill.team} ({bill.code})"

    @admin.display(description=gettext_lazy("district"), ordering="account__district__name")
    def district(self, bill):
        return link_to(bill.account, bill.account.district.name)

    @admin.display(description=gettext_lazy("open"), ordering="open_amount")
    def open_shown(self, bill):
        return "–" if bill.open_amount is None else dollars(bill.open_amount)

    @admin.display(description=gettext_lazy("due"), ordering="due_on", empty_value="–")
    def due_on(self, bill):
        return bill.due_on and date_format(bill.due_on, "N j, Y")

    @admin.display(description=gettext_lazy("to be paid by"))
    def paid_how(self, bill):
        if bill.open_amount and bill.awaits_purchase_order():
            return _("Purchase order to follow")
        return link_to(bill.purchase_order) if bill.purchase_order else bill.get_pays_by_display()

    @display(description=gettext_lazy("reminders"), label=COLORS)
    def reminders(self, bill):
        state = _reminders_of(bill, on=timezone.localdate())
        words = REMINDERS[state]
        if state == "promised":
            words = _("Promised by %(day)s") % {"day": date_format(bill.chase.promised_on, "N j, Y")}
        return state, words

    @admin.display(description=gettext_lazy("promised by"), empty_value="–")
    def promised_on(self, bill):
        promised_on = bill.chase.promised_on if hasattr(bill, "chase") else None
        return promised_on and date_format(promised_on, "N j, Y")

    @admin.display(description=gettext_lazy("note"), empty_value="–")
    def note(self, bill):
        return bill.chase.note or None if hasattr(bill, "chase") else None

    @admin.display(description=gettext_lazy("stopped"), empty_value="–")
    def stopped(self, bill):
        if not hasattr(bill, "chase") or not bill.chase.stopped_at:
            return None
        day = date_format(timezone.localdate(bill.chase.stopped_at), "F j, Y")
        return _("%(day)s by %(person)s") % {"day": day, "person": bill.chase.stopped_by or _("the portal")}

    @admin.display(description=gettext_lazy("invoices"))
    def invoices(self, bill):
        return format_html_join(", ", "{}", ((link_to(one),) for one in bill.invoices.defer("facts").order_by("pk")))

    @admin.display(description=gettext_lazy("reminders sent"), empty_value="–")
    def letters(self, bill):
        sent = ChaseLetter.objects.filter(invoice__bill=bill).select_related("invoice").defer("invoice__facts")
        told = [
            (date_format(timezone.localdate(one.posted_at), "N j, Y"), one.get_about_display(), one.invoice.number)
            for one in sent
        ]
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}: {}, {}</li>", told)) if told else None


def _reminders_of(bill, *, on):
    chase = getattr(bill, "chase", None)
    if not bill.open_amount:
        return "none"
    if chase and chase.stopped_at:
        return "stopped"
    return "promised" if chase and chase.promised_on and chase.promised_on >= on else "on"
