"""The steering committee: who sits and sat on it, what it decided, and its members' own part."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from convenings.refusing import pacific
from initiative.committee import (
    changes_around,
    decision_sheet,
    groups_on,
    last_day_on_record,
    timeline_of,
)
from initiative.committee_form import CommitteeDayForm
from initiative.meeting_files import calendar_of_meeting
from initiative.models import Meeting, Term
from initiative.permissions import (
    committee_is_open_to,
    decisions_shown_to,
    has_sat_on_committee,
    meetings_shown_to,
)
from lmi_portal.calendar_writing import MIME_TYPE
from lmi_portal.spreadsheets import csv_response

DECISIONS_ON_A_PAGE = 20


@dataclass(frozen=True)
class MeetingRow:
    """A meeting in the list; `minutes` says in words how its minutes stand."""

    meeting: Meeting
    when: str
    is_coming: bool
    minutes: str


@login_not_required
def steering(request):
    """The address says of which day, and narrows the decision log: ?on=2019-01-01&year=2019&page=2."""
    today = timezone.localdate()
    form = CommitteeDayForm(request.GET if "on" in request.GET else None, initial={"on": today})
    on = (form.is_valid() and form.cleaned_data["on"]) or today
    terms = list(Term.objects.with_names())
    earlier, later = changes_around(on, terms)
    groups = groups_on(on, terms)
    context = {
        "form": form,
        "on": on,
        "is_today": on == today,
        "groups": groups,
        "is_empty": not any(sitting for _group, sitting in groups),
        "last_on_record": last_day_on_record(on, terms),
        "earlier": earlier,
        "later": later,
        "timeline": timeline_of(terms, on=on, today=today),
    }
    context |= _members_part(request, terms, today=today) | _decision_log(request, today=today)
    return render(request, "initiative/committee.html", context)


def _members_part(request, terms, *, today):
    """What only members and LMI staff see of the committee's page; nothing costs a stranger a query."""
    own = [term for term in terms if term.user_id and term.user_id == request.user.pk and term.starts_on <= today]
    is_staff = committee_is_open_to(request)
    if not own and not is_staff:
        return {"has_part": False, "shown_meetings": set()}
    meetings = meetings_shown_to(request, on=today).annotate(has_minutes=~Q(minutes=""))
    rows = [_row(meeting) for meeting in meetings.only("starts_at", "place", "minutes_approved_on")]
    return {
        "has_part": True,
        "has_it_all": is_staff or any(term.runs_on(today) for term in own),
        "meetings": rows,
        "shown_meetings": {row.meeting.pk for row in rows},
    }


def _row(meeting):
    if meeting.minutes_approved_on:
        minutes = _("minutes approved")
    else:
        minutes = _("minutes not approved yet") if meeting.has_minutes else _("no minutes yet")
    is_coming = meeting.starts_at > timezone.now()
    return MeetingRow(meeting, pacific(meeting.starts_at), is_coming, "" if is_coming else minutes)


def _decision_log(request, *, today):
    shown, years, year = _decisions_asked(request, today=today)
    return {
        "page": Paginator(shown, DECISIONS_ON_A_PAGE).get_page(request.GET.get("page")),
        "years": years,
        "year": year,
        "unknown_year": "" if year else request.GET.get("year", ""),
    }


def _decisions_asked(request, *, today):
    """(those of the year asked for, else all; the years with a decision; the one asked for, if it is among them)."""
    shown = decisions_shown_to(request, on=today).select_related("meeting").defer("meeting__agenda", "meeting__minutes")
    years = [f"{first.year}" for first in shown.dates("decided_on", "year", order="DESC")]
    year = request.GET.get("year", "")
    return (shown.filter(decided_on__year=year), years, year) if year in years else (shown, years, "")


def committee_decisions_csv(request):
    """The decision log for a spreadsheet, for whoever sits or sat on the committee and for LMI staff."""
    today = timezone.localdate()
    if not committee_is_open_to(request) and not has_sat_on_committee(request.user, on=today):
        raise Http404
    shown, _years, _year = _decisions_asked(request, today=today)
    return csv_response(decision_sheet(shown))


def meeting(request, pk):
    today = timezone.localdate()
    shown = get_object_or_404(meetings_shown_to(request, on=today), pk=pk)
    context = {
        "meeting": shown,
        "when": pacific(shown.starts_at),
        "is_coming": shown.starts_at > timezone.now(),
        "notes": [(pacific(note.written_at), note) for note in shown.minutes_notes.select_related("written_by")],
        "decisions": decisions_shown_to(request, on=today).filter(meeting=shown),
    }
    return render(request, "initiative/meeting.html", context)


def meeting_calendar(request, pk):
    """One coming meeting for the calendar program of whoever may see it."""
    now = timezone.now()
    coming = meetings_shown_to(request, on=timezone.localdate(now)).filter(starts_at__gt=now)
    shown = get_object_or_404(coming, pk=pk)
    return HttpResponse(
        calendar_of_meeting(shown, title=_("LMI steering committee"), now=now),
        content_type=MIME_TYPE,
        headers={"Content-Disposition": f'attachment; filename="committee-meeting-{shown.pk}.ics"'},
    )
