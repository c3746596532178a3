"""The funder report: on a page that prints, and as a file."""

from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action

from billing.wording import fiscal_year_label
from convenings.funding import Funded, by_convening, by_funder, fiscal_years, record_export, sheet_of, waivers_in
from lmi_portal.spreadsheets import csv_response, xlsx_response

FILES = {"csv": csv_response, "xlsx": xlsx_response}


class FundingMixin:
    """A page above the list of convenings."""

    actions_list = ["funding"]

    def has_funding_permission(self, request, obj=None):
        return request.user.has_perm("convenings.view_waiver")

    @action(description=gettext_lazy("Funder report"), permissions=["funding"], url_path="funding")
    def funding(self, request):
        years = fiscal_years()
        year = next((year for year in years if str(year) == request.GET.get("year")), None)
        waivers, now = list(waivers_in(year)), timezone.now()
        if request.method == "POST":
            file = FILES.get(request.POST.get("file"))
            if file is None:
                raise PermissionDenied
            record_export(waivers, by=request.user, now=now)
            return file(sheet_of(waivers, now=now))
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": _("Funder report"),
            "years": [(one, fiscal_year_label(one)) for one in years],
            "year": year,
            "period": fiscal_year_label(year) if year else _("all years"),
            "convenings": by_convening(waivers),
            "funders": by_funder(waivers),
            "total": Funded(waivers),
            "as_of": now,
            "back": reverse("admin:convenings_convening_changelist"),
        }
        return TemplateResponse(request, "convenings/admin/funder_report.html", context)
