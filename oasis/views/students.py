"""The pages by which students are found, put on file and looked at; what they show is logged before it is shown."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from districts.models import School
from oasis.access_log import Action, Purpose
from oasis.adding_students import (
    CannotAdd,
    IsOnFile,
    add_student,
    as_seen,
    change_safe_contact,
    change_student,
    may_add_at,
)
from oasis.finding_students import find_students
from oasis.forms.students import (
    AnotherForm,
    EditStudentForm,
    FirstGuardianForm,
    SafeContactForm,
    SearchForm,
    StudentForm,
)
from oasis.models import Guardian, Household, Role, Site, Student
from oasis.providers.languages import LANGUAGES
from oasis.student_page import WHO, may_see_safe_contact, page_of
from oasis.views.seeing import log_seen

SHOWN_AT_MOST = 30


def students(request):
    """Found by a form that is posted, so that what was looked for stands in no address."""
    form = SearchForm(request.POST or None)
    context = {"form": form, "may_add": bool(schools_of(request.reach))}
    if form.is_valid():
        found = _found(request, form.cleaned_data["words"])
        context |= {"found": found[:SHOWN_AT_MOST], "has_more": len(found) > SHOWN_AT_MOST, "is_searched": True}
    return render(request, "oasis/student_list.html", context)


def _found(request, words):
    rows = find_students(reach=request.reach, words=words).select_related("school")[: SHOWN_AT_MOST + 1]
    rows = sorted(rows, key=lambda student: (student.family_name.casefold(), student.given_name.casefold()))
    _log(request, Action.SEARCH, rows[:SHOWN_AT_MOST], ["given_name", "family_name", "born_on", "grade", "school"])
    return rows


def student_add(request):
    schools = schools_of(request.reach)
    if not schools:
        return render(request, "oasis/student_add_by_others.html")
    household, beside = _household(request)
    data = request.POST or None
    typed = {name.removeprefix("guardian-"): value for name, value in request.typed.items() if "guardian-" in name}
    form = StudentForm(data, schools=schools, initial=request.typed)
    second = FirstGuardianForm(data, initial=typed)
    context = {"form": form, "second": None if household else second, "household": household, "beside": beside}
    if form.is_valid() and (household or second.is_valid()):
        added = _add(request, form, second, household, context)
        if added:
            messages.success(request, _("The student is on file."))
            return redirect("oasis:student", added.pk)
    return render(request, "oasis/student_add.html", context)


def _add(request, form, second, household, context):
    """The student on file, or None with the refusal on the form and, where there is one, the twin in `context`."""
    guardian = None
    if household is None and second.cleaned_data["name"]:
        household = Household(name=form.cleaned_data["family_name"], language=second.cleaned_data["language"])
        guardian = Guardian(**second.cleaned_data)
    try:
        return add_student(
            reach=request.reach,
            student=Student(**form.cleaned_data),
            household=household,
            guardian=guardian,
            is_another="is_another" in request.POST,
            now=timezone.now(),
        )
    except CannotAdd as refusal:
        _say_why(request, form, refusal, context)


def _say_why(request, form, refusal, context):
    form.add_error(refusal.field, str(refusal))
    if isinstance(refusal, IsOnFile):
        _log(request, Action.SEARCH, [refusal.pair], ["given_name", "family_name", "born_on", "number"])
        context |= {"twin": refusal.student, "another": AnotherForm() if refusal.may_be_another else None}


def student(request, pk):
    row = student_within(request, pk)
    context, fields, is_confidential = page_of(request.reach, row)
    _log(request, Action.VIEW, [row], fields, confidential=[row.pk] if is_confidential else [])
    context |= {
        "may_change": may_change(request.reach, row),
        "age": row.age(on=timezone.localdate()),
        "language": LANGUAGES.get(row.language, row.language),
    }
    return render(request, "oasis/student.html", context)


def student_edit(request, pk):
    row = student_within(request, pk)
    if not may_change(request.reach, row):
        raise Http404
    _log(request, Action.CHANGE if request.method == "POST" else Action.VIEW, [row], WHO)
    initial = {name: getattr(row, name) for name in EditStudentForm.base_fields if name != "seen"}
    schools = schools_of(request.reach, besides=row.school_id)
    form = EditStudentForm(
        request.POST or None, schools=schools, initial=initial | request.typed | {"seen": as_seen(row)}
    )
    context = {"form": form, "student": row}
    if form.is_valid() and _change(request, row, form, context):
        messages.success(request, _("Saved."))
        return redirect("oasis:student", row.pk)
    return render(request, "oasis/student_edit.html", context)


def _change(request, row, form, context):
    changes = dict(form.cleaned_data)
    try:
        return change_student(
            reach=request.reach,
            student=row,
            seen=changes.pop("seen"),
            changes=changes,
            is_another="is_another" in request.POST,
            now=timezone.now(),
        )
    except CannotAdd as refusal:
        # What was typed goes on from the row as it is now.
        form.data = form.data.copy()
        form.data["seen"] = as_seen(Student.objects.get(pk=row.pk))
        _say_why(request, form, refusal, context)


def student_safe_contact(request, pk):
    """Apart from everything of the household; who may not see it does not learn whether there is one."""
    row = student_within(request, pk)
    if not may_see_safe_contact(request.reach, row):
        raise Http404
    _log(request, Action.VIEW, [row], ["given_name", "family_name", "safe_contact"], confidential=[row.pk])
    form = SafeContactForm(request.POST or None, initial={"safe_contact": row.safe_contact} | request.typed)
    if form.is_valid():
        change_safe_contact(reach=request.reach, student=row, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("oasis:student", row.pk)
    return render(request, "oasis/student_safe_contact.html", {"form": form, "student": row})


def student_within(request, pk):
    rows = Student.objects.within(request.reach).select_related("school", "district", "household")
    return get_object_or_404(rows, pk=pk)


def schools_of(reach, *, besides=None):
    """The schools whose students the person puts on file, this year's sites of the district for who has all of it."""
    sites = Site.objects.of_year(on=reach.on).filter(school__district__in=reach.district_ids).select_related("school")
    own = [site.school_id for site in sites if may_add_at(reach, site.school)]
    return School.objects.filter(pk__in=[*own, *([besides] if besides else [])]).order_by("name")


def may_change(reach, row):
    """Who works at the school, in an emergency too or by consent; who keeps the records corrects by request."""
    return any(
        assignment.role != Role.RECORDS_OFFICIAL
        and (not assignment.site_id or assignment.site.school_id == row.school_id)
        for assignment in reach.assignments
    )


def _household(request):
    """The household that the new student joins, and of whom: ?with= names a student within reach."""
    if not request.GET.get("with", "").isdecimal():
        return None, None
    beside = student_within(request, int(request.GET["with"]))
    _log(request, Action.VIEW, [beside], ["given_name", "family_name"])
    return beside.household, beside


def _log(request, action, rows, fields, *, confidential=()):
    log_seen(
        request,
        action=action,
        students=rows,
        fields=fields,
        purpose=Purpose.REFERRAL,
        confidential=confidential,
    )
