"""What staff read about money and take along: what is owed by age, which reminders come next, spreadsheets."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action

from billing.aging import BY_CONVENING, BY_DISTRICT, LABELS, bar_of_order, owed_by, totals_of
from billing.exporting import SHEETS
from billing.models import Account, PurchaseOrder
from billing.previewing import letters_to_come, reminders_to_come
from billing.waiting import money_waiting
from billing.wording import dollars
from lmi_portal.looking import row_of
from lmi_portal.spreadsheets import csv_response, xlsx_response

SHEETS_OF_ALL = {"invoices": _("Invoices"), "payments": _("Payments"), "ledger": _("Ledger")}
KINDS = {"csv": csv_response, "xlsx": xlsx_response}
DISTRICTS_PER_PAGE = 100
AHEAD = timedelta(days=14)
FIRST_DAY = date(2000, 1, 1)


class ReportsMixin:
    """Pages that belong to no single bill, opened from the list of all."""

    actions_list = ["owed", "reminders_to_come"]

    def get_urls(self):
        pages = [
            path("export/<slug:name>.<slug:kind>", self.admin_site.admin_view(self.export), name="billing_export"),
            path(
                "reminders-to-come/<int:account_id>/<str:day>/",
                self.admin_site.admin_view(self.reminder_preview),
                name="billing_reminder_preview",
            ),
        ]
        return [*pages, *super().get_urls()]

    def has_reports_permission(self, request, obj=None):
        return request.user.has_perm("billing.view_account")

    @action(description=_("What is owed"), permissions=["reports"], url_path="owed")
    def owed(self, request):
        today = timezone.localdate()
        on = min(_day(request.GET.get("on", "")) or today, today)
        districts, convenings = owed_by(BY_DISTRICT, on=on), owed_by(BY_CONVENING, on=on)
        total, ages = totals_of(districts)
        return self.report(
            request,
            "owed",
            title=_("What is owed"),
            on=on,
            today=today,
            labels=list(LABELS.values()),
            total=total,
            ages=ages,
            districts=Paginator(districts, DISTRICTS_PER_PAGE).get_page(request.GET.get("page")),
            convenings=convenings,
            running_out=[
                (order, dollars(order.left), bar_of_order(order))
                for order in PurchaseOrder.objects.running_out(on=today).select_related("account__district")
            ],
            waiting=money_waiting(request.user, on=today),
            sheets=SHEETS_OF_ALL,
        )

    @action(description=_("Reminders to come"), permissions=["reports"], url_path="reminders-to-come")
    def reminders_to_come(self, request):
        now = timezone.now()
        until = timezone.localdate(now) + AHEAD
        return self.report(
            request,
            "reminders",
            title=_("Reminders to come"),
            until=until,
            reminders=reminders_to_come(now=now, until=until),
        )

    def reminder_preview(self, request, account_id, day):
        if not self.has_reports_permission(request):
            raise PermissionDenied
        on, account = _day(day), row_of(Account.objects.select_related("district"), account_id)
        letters = letters_to_come(account, on=on, now=timezone.now()) if on else []
        if not letters:
            raise Http404
        return self.report(request, "reminder_preview", title=_("Letters to come"), on=on, letters=letters)

    def export(self, request, name, kind):
        if not self.has_reports_permission(request):
            raise PermissionDenied
        if name not in SHEETS or kind not in KINDS:
            raise Http404
        today = timezone.localdate()
        on = min(_day(request.GET.get("on", "")) or today, today)
        return KINDS[kind](SHEETS[name](on=on))

    def report(self, request, template, **context):
        context |= self.admin_site.each_context(request) | {"opts": self.opts}
        return TemplateResponse(request, f"admin/billing/reports/{template}.html", context)


def _day(text):
    """The day that an address names, or None; no money is older than FIRST_DAY."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day >= FIRST_DAY else None
