"""Where the records official begins: what is due, who is meant, and how the logs stand."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from oasis.access import RECORDS
from oasis.access_log import Action, Purpose
from oasis.certificates import render_certificate
from oasis.destroying import count_due
from oasis.finding_students import find_students
from oasis.forms.students import SearchForm
from oasis.legal_requests import students_of_untold_requests
from oasis.models import DestructionCertificate, Student
from oasis.records_desk import chain_states, student_desk, work_due
from oasis.retention import RULES
from oasis.views.seeing import log_seen

FOUND_AT_MOST = 20
CERTIFICATES_SHOWN = 20


def home(request):
    """What is due, and a search by POST, so that no name stands in an address; auditors see the logs' state alone."""
    context = {"chains": chain_states(request.reach), "on": timezone.localdate()}
    # Who audits one district may keep the records of another.
    official = request.reach.having(RECORDS).by_right()
    if official.assignments:
        form = SearchForm(request.POST or None)
        due = work_due(official)
        named = [*due["students"], *_found(official, form, context)]
        log(request, Action.LIST, named, ["given_name", "family_name"], tells_of_courts=True)
        context |= due | {"form": form}
    return render(request, "oasis/records/home.html", context)


def _found(reach, form, context):
    if not form.is_valid():
        return []
    found = find_students(reach=reach, words=form.cleaned_data["words"]).select_related("school")
    context["found"] = list(found[:FOUND_AT_MOST])
    return context["found"]


def student(request, pk):
    row = student_of(request, pk)
    fields = ["given_name", "family_name", "number", "school", "requests", "holds"]
    log(request, Action.VIEW, row, fields, tells_of_courts=True)
    return render(request, "oasis/records/student.html", student_desk(row) | {"student": row})


def retention(request):
    """What is kept how long, what would be destroyed tonight, and what was."""
    now = timezone.now()
    due = [purge for each in _districts(request) for purge in count_due(now=now, district=each)]
    certificates = DestructionCertificate.objects.filter(district__in=request.reach.district_ids)
    context = {
        "rules": RULES,
        "due": due,
        "certificates": certificates.select_related("district")[:CERTIFICATES_SHOWN],
    }
    return render(request, "oasis/records/retention.html", context)


def certificate(request, pk):
    rows = DestructionCertificate.objects.filter(district__in=request.reach.district_ids)
    row = get_object_or_404(rows.select_related("district", "cut"), pk=pk)
    return HttpResponse(render_certificate(row), content_type="application/pdf")


def student_of(request, pk):
    rows = Student.objects.within(request.reach).select_related("school", "district", "household")
    return get_object_or_404(rows, pk=pk)


def log(request, action, students, fields, *, tells_of_courts=False):
    """What `tells_of_courts` is kept out of the report to a family that was not told of the court's request."""
    students = [students] if isinstance(students, Student) else students
    numbers = [student.pk for student in students]
    log_seen(
        request,
        action=action,
        students=students,
        fields=fields,
        purpose=Purpose.RECORDS,
        confidential=students_of_untold_requests(numbers) if tells_of_courts else [],
    )


def _districts(request):
    return list({each.district_id: each.district for each in request.reach.assignments}.values())
