"""The logs of access and disclosure, for the records official and the auditor alone; reading them is logged too."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from lmi_portal.spreadsheets import Sheet, csv_response
from oasis import log_reading
from oasis.access_log import Action
from oasis.forms.records import DisclosureFilterForm, LogFilterForm


def log(request):
    form = LogFilterForm(request.GET, reach=request.reach)
    filters = form.filters()
    rows = log_reading.accesses(reach=request.reach, **filters)
    context = _page(request, rows, at="seen_at", student=filters.get("student"))
    return render(request, "oasis/records/log.html", context | {"form": form, "asked": _asked(request)})


def disclosures(request):
    form = DisclosureFilterForm(request.GET)
    filters = form.filters()
    rows = log_reading.disclosures(reach=request.reach, **filters)
    context = _page(request, rows, at="disclosed_at", student=filters.get("student"))
    return render(request, "oasis/records/disclosures.html", context | {"form": form, "asked": _asked(request)})


def log_csv(request):
    form = LogFilterForm(request.GET, reach=request.reach)
    rows = log_reading.accesses(reach=request.reach, **form.filters())
    headings = [_("No."), _("When"), _("Who"), _("Roles"), _("Basis"), _("What"), _("Page"), _("Why"), _("Fields")]
    _log_export(request, rows)
    cells = (
        [
            row.number,
            row.seen_at,
            row.seen_by_label,
            row.roles,
            row.basis,
            row.action,
            row.page,
            row.purpose,
            " ".join(row.fields),
            " ".join(map(str, row.students)),
            row.digest,
        ]
        for row in rows.iterator()
    )
    return csv_response(Sheet("oasis-access-log", [*headings, _("Students’ row numbers"), "SHA-256"], cells))


def disclosures_csv(request):
    form = DisclosureFilterForm(request.GET)
    rows = log_reading.disclosures(reach=request.reach, **form.filters())
    headings = [_("No."), _("When"), _("By"), _("To"), _("Records"), _("Why"), _("Student’s row number"), "SHA-256"]
    _log_export(request, rows)
    cells = (
        [
            row.number,
            row.disclosed_at,
            row.disclosed_by_label,
            row.recipient,
            " ".join(row.records),
            row.purpose,
            row.student_number,
            row.digest,
        ]
        for row in rows.iterator()
    )
    return csv_response(Sheet("oasis-disclosures", headings, cells))


def _page(request, rows, *, at, student):
    some, mark = log_reading.page_after(rows, request.GET.get("after", ""), at=at)
    rows = log_reading.shown(some, reach=request.reach, student=student)
    log_reading.log_reading(
        rows,
        reach=request.reach,
        action=Action.LIST,
        page=request.resolver_match.view_name,
        now=timezone.now(),
    )
    return {"rows": rows, "mark": mark, "is_first": not request.GET.get("after")}


def _asked(request):
    """The filters, for the links to the next page and to the file."""
    asked = request.GET.copy()
    asked.pop("after", None)
    return asked.urlencode()


def _log_export(request, rows):
    log_reading.log_export(rows, reach=request.reach, page=request.resolver_match.view_name, now=timezone.now())
