"""The committee's meetings: planned, changed, canceled, and looked at."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lmi_portal.calendar_writing import MIME_TYPE
from wellbeing.committee.calendar_files import calendar_of_meeting
from wellbeing.committee.forms import Agenda, MeetingForm
from wellbeing.committee.planning import cancel_meeting, change_meeting, plan_meeting, suggested_chair
from wellbeing.committee.record import record_of
from wellbeing.models import CommitteeMeeting
from wellbeing.refusing import CannotDo

from .confirming import confirm, refused, retyped

PLANNED = gettext_lazy("The meeting is planned, and its members are invited by e-mail.")
KEPT = gettext_lazy("The meeting is kept. Nobody is invited, as it has begun: enter who came.")
TOLD = gettext_lazy("Saved, and its members are told by e-mail.")
LEAVES = gettext_lazy("All members are told by e-mail, and the meeting leaves their calendars.")


def meetings(request, cd_code):
    rows = request.standing.program.meetings.annotate(topics=Count("agenda")).order_by("-starts_at", "-pk")
    page = Paginator(rows, 20).get_page(request.GET.get("page"))
    return render(request, "wellbeing/committee/meetings.html", {"page": page, "now": request.standing.now})


def meeting_add(request, cd_code):
    program = request.standing.program
    form = MeetingForm(request.POST or request.typed, initial={"chair_side": suggested_chair(program)})
    agenda = Agenda(request.POST or request.typed, prefix="agenda")
    if request.method == "POST" and form.is_valid() and agenda.is_valid():
        told = form.told() | {"agenda": agenda.told()}
        try:
            row = plan_meeting(program=program, by=request.user, now=request.standing.now, **told)
        except CannotDo as refusal:
            refused(form, refusal)
        else:
            messages.success(request, PLANNED if row.starts_at > request.standing.now else KEPT)
            return redirect(row)
    return render(request, "wellbeing/committee/meeting_form.html", {"form": form, "agenda": agenda})


def meeting(request, cd_code, pk):
    """All of one meeting: agenda, who came, decisions, minutes, and who has approved them."""
    return render(request, "wellbeing/committee/meeting.html", record_of(meeting_of(request, pk), request.standing))


def meeting_edit(request, cd_code, pk):
    row = meeting_of(request, pk)
    form = MeetingForm(request.POST or request.typed, initial=_initial(row))
    agenda = Agenda(request.POST or request.typed, prefix="agenda", initial=list(row.agenda.values(*AGENDA)))
    if request.method == "POST" and form.is_valid() and agenda.is_valid():
        told = form.told() | {"agenda": agenda.told(), "revision": form.cleaned_data["revision"]}
        try:
            row = change_meeting(meeting=row, by=request.user, now=request.standing.now, **told)
        except CannotDo as refusal:
            refused(form, refusal)
            # Whoever saves once more has been told, and means it.
            retyped(form, revision=meeting_of(request, pk).revision)
        else:
            is_told = _is_to_come(row, request.standing.now)
            messages.success(request, TOLD if is_told else _("Saved."))
            return redirect(row)
    context = {"form": form, "agenda": agenda, "meeting": row}
    return render(request, "wellbeing/committee/meeting_form.html", context)


def meeting_cancel(request, cd_code, pk):
    row = meeting_of(request, pk)
    return confirm(
        request,
        lambda: cancel_meeting(meeting=row, by=request.user, now=request.standing.now),
        title=_("Cancel this meeting?"),
        sentences=[
            LEAVES if row.starts_at > request.standing.now else _("Nobody is told, as it has begun already."),
            _("This cannot be undone: plan another meeting instead."),
        ],
        button=_("Cancel the meeting"),
        done=_("The meeting is canceled."),
        back=("wellbeing:meeting", cd_code, pk),
    )


def meeting_ics(request, cd_code, pk):
    content = calendar_of_meeting(meeting_of(request, pk), now=request.standing.now)
    headers = {"Content-Disposition": 'attachment; filename="well-being-committee.ics"'}
    return HttpResponse(content, content_type=MIME_TYPE, headers=headers)


def meeting_of(request, pk):
    """A meeting of the program on whose pages the person is."""
    row = get_object_or_404(request.standing.program.meetings, pk=pk)
    row.program = request.standing.program
    return row


def _is_to_come(row: CommitteeMeeting, now):
    return row.state == CommitteeMeeting.State.PLANNED and row.starts_at > now


AGENDA = ["id", "title", "notes", "is_for_bargaining"]


def _initial(row: CommitteeMeeting):
    starts, ends = timezone.localtime(row.starts_at), timezone.localtime(row.ends_at)
    told = {"on": starts.date(), "starts": starts.time(), "ends": ends.time()}
    return told | {"place": row.place, "chair_side": row.chair_side, "revision": row.revision}
