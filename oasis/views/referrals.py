"""The list of referrals, filtered and paged, and as a file."""

from django.shortcuts import render

from lmi_portal.spreadsheets import Sheet, csv_response
from oasis.access import LEADS, REFERRERS
from oasis.access_log import Action, Purpose
from oasis.forms.referral_filters import FilterForm
from oasis.listing import HEADINGS, matching, page_after, rows_for_file
from oasis.models import Referral
from oasis.views.seeing import log_seen

SHOWN = ["family_name", "given_name", "grade", "school", "need", "service", "state"]
IN_FILE = ["school", "need", "service", "state", "urgency", "language", "outcome", "dates"]


def referrals(request):
    form = FilterForm(request.GET, reach=request.reach)
    found = matching(Referral.objects.within(request.reach), form.asked(), on=request.reach.on)
    page, following = page_after(found, request.GET.get("after", ""))
    own = {referral.student_id for referral in page if referral.is_confidential}
    _log(request, Action.LIST, [referral.student for referral in page], SHOWN, confidential=own)
    context = {
        "form": form,
        "page": page,
        "following": following,
        "is_filtered": bool(form.asked()),
        "on": request.reach.on,
        "may_refer": bool(REFERRERS & set(request.reach.roles)),
        "may_export": bool(LEADS & set(request.reach.roles)),
    }
    return render(request, "oasis/referral/list.html", context)


def export(request):
    """The same rows as CSV, without names: numbers, dates and how it went."""
    form = FilterForm(request.GET, reach=request.reach)
    found = matching(Referral.objects.within(request.reach), form.asked(), on=request.reach.on)
    students = found.order_by().values_list("student", "student__district").distinct()
    own = found.filter(is_confidential=True).order_by().values_list("student", flat=True)
    _log(request, Action.EXPORT, list(students), IN_FILE, confidential=set(own))
    return csv_response(Sheet("oasis-referrals", HEADINGS, rows_for_file(found)))


def _log(request, action, students, fields, *, confidential):
    log_seen(
        request,
        action=action,
        students=students,
        fields=fields,
        purpose=Purpose.CASELOAD,
        confidential=confidential,
    )
