"""Activities for one's own calendar program."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone, translation

from lmi_portal.calendar_writing import MIME_TYPE
from lmi_portal.family_language import in_family_language, nearest_language
from lmi_portal.ratelimiting import address_of, take
from wellbeing.activities.calendar_file import calendar_of_activities
from wellbeing.activities.links import employee_of_feed
from wellbeing.models import Activity, SignUp

from .calendar import language_of_reader

KEPT_FOR = timedelta(days=90)
HOUR, AT_ONE_ADDRESS = 3600, 2_000


@in_family_language(language_of_reader)
def activity_calendar(request, cd_code, pk):
    rows = request.standing.program.activities.exclude(state=Activity.State.DRAFT)
    row = get_object_or_404(rows.select_related("worksite", "program__district"), pk=pk)
    employee = request.standing.employee
    mine = row.sign_ups.filter(employee=employee).first() if employee else None
    return _file(calendar_of_activities([(row, mine)], now=request.standing.now), "activity.ics")


@login_not_required
def feed(request, token):
    """One employee's own activities, by the secret in the link, for as long as they are on the list."""
    if not take(key=f"wellbeing feed:{address_of(request)}", limit=AT_ONE_ADDRESS, per=HOUR):
        return HttpResponse(status=429)
    employee, now = employee_of_feed(token), timezone.now()
    if employee is None:
        raise Http404
    rows = employee.sign_ups.exclude(state=SignUp.State.WITHDRAWN).exclude(activity__state=Activity.State.DRAFT)
    rows = rows.filter(activity__ends_at__gte=now - KEPT_FOR)
    rows = rows.select_related("activity__program__district", "activity__worksite").order_by(
        "activity__starts_at", "pk"
    )
    with translation.override(nearest_language(employee.language)):
        file = calendar_of_activities(
            [(row.activity, row) for row in rows], now=now, name=employee.program.district.name
        )
    return _file(file, "activities.ics")


def _file(content, name):
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store, private"}
    return HttpResponse(content, content_type=MIME_TYPE, headers=headers)
