"""What the letters about well-being programs carry with them."""

from django.utils import timezone

from lmi_portal.outbox.attachments import renders

from .activities.calendar_file import calendar_of_activities
from .charter.paper import render_charter
from .committee.calendar_files import calendar_of_meeting
from .models import Activity, Charter, CommitteeMeeting, SignUp, YearlyReport
from .reports.paper import render_report
from .school_years import label_of


@renders("charter_pdf")
def charter_pdf(context):
    """The charter with its signatures; `context` names its `charter_id`."""
    charter = Charter.objects.select_related("program__district").get(pk=context["charter_id"])
    return f"well-being-charter-{charter.version}.pdf", render_charter(charter), "application/pdf"


@renders("committee_meeting_ics")
def committee_meeting_ics(context):
    """The meeting as it stands when the letter is sent; `context` names its `meeting_id`."""
    meeting = CommitteeMeeting.objects.select_related("program__district").get(pk=context["meeting_id"])
    return "well-being-committee.ics", calendar_of_meeting(meeting, now=timezone.now()), "text/calendar"


@renders("wellbeing_activity")
def wellbeing_activity(context):
    """The activity as it stands when the letter is sent; `context` names its `activity_id` and the `sign_up_id`."""
    activity = Activity.objects.select_related("program__district", "worksite").get(pk=context["activity_id"])
    # A letter that was kept from before has no sign-up; one that was deleted is nobody's.
    sign_up = SignUp.objects.filter(pk=context.get("sign_up_id")).first()
    return "activity.ics", calendar_of_activities([(activity, sign_up)], now=timezone.now()), "text/calendar"


@renders("wellbeing_report")
def wellbeing_report(context):
    """A yearly report that is published; `context` names its `report_id`."""
    report = YearlyReport.objects.select_related("program__district").get(pk=context["report_id"])
    name = f"well-being-report-{label_of(report.school_year).replace('–', '-')}.pdf"
    return name, render_report(report, now=timezone.now()), "application/pdf"
