"""The household of a student and who may be spoken to there; never a referral, and no safe contact."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from oasis.access_log import Action, Purpose
from oasis.forms.students import GuardianForm, HouseholdForm
from oasis.keeping_households import (
    OF_GUARDIAN,
    OF_HOUSEHOLD,
    CannotKeep,
    add_guardian,
    change_guardian,
    change_household,
    guardian_version,
    household_version,
)
from oasis.models import Guardian, Student
from oasis.providers.languages import LANGUAGES
from oasis.views.seeing import log_seen

from .students import may_change, student_within

MEMBER = ["given_name", "family_name", "grade", "school"]
GUARDIANS = ["guardian_name", "relation", "phone", "email"]


def student_household(request, pk):
    """Brothers and sisters are shown as far as the person's reach goes, and beyond it not even counted."""
    row = student_within(request, pk)
    members = [row]
    if row.household_id:
        members = list(
            Student.objects.within(request.reach).filter(household=row.household_id).select_related("school")
        )
    _log(request, Action.VIEW, members, [*MEMBER, *GUARDIANS, "address"])
    household = row.household
    context = {
        "student": row,
        "household": household,
        "language": LANGUAGES.get(household.language, household.language) if household else "",
        "members": members,
        "guardians": household.guardians.all() if household else [],
        "may_change": may_change(request.reach, row),
    }
    return render(request, "oasis/household.html", context)


def household_edit(request, pk):
    row = _changeable(request, pk)
    _log(request, Action.CHANGE if request.method == "POST" else Action.VIEW, [row], ["address", "household_name"])
    household = row.household
    initial = {name: getattr(household, name) for name in OF_HOUSEHOLD} if household else {"name": row.family_name}
    seen = household_version(household) if household else ""
    form = HouseholdForm(request.POST or None, initial=initial | request.typed | {"seen": seen})
    if form.is_valid():
        if _keep(form, lambda changes, was: _change(request, row, changes, was)):
            return _back(request, row)
        _go_on_from(form, seen)
    return render(request, "oasis/household_edit.html", {"form": form, "student": row})


def _change(request, row, changes, seen):
    return change_household(student=row, changes=changes, seen=seen, changed_by=request.user, now=timezone.now())


def guardian_add(request, pk):
    row = _changeable(request, pk)
    _log(request, Action.CHANGE if request.method == "POST" else Action.VIEW, [row], ["given_name", "family_name"])
    form = GuardianForm(request.POST or None, initial={"language": row.language} | request.typed)
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in OF_GUARDIAN}
        add_guardian(student=row, values=values, added_by=request.user, now=timezone.now())
        return _back(request, row)
    return render(request, "oasis/guardian_edit.html", {"form": form, "student": row})


def guardian_edit(request, pk, guardian):
    row = _changeable(request, pk)
    person = get_object_or_404(Guardian, pk=guardian, household=row.household_id)
    _log(request, Action.CHANGE if request.method == "POST" else Action.VIEW, [row], GUARDIANS)
    initial = {name: getattr(person, name) for name in OF_GUARDIAN}
    seen = guardian_version(person)
    form = GuardianForm(request.POST or None, initial=initial | request.typed | {"seen": seen})
    if form.is_valid():
        if _keep(form, lambda changes, was: _change_guardian(request, person, changes, was)):
            return _back(request, row)
        _go_on_from(form, seen)
    return render(request, "oasis/guardian_edit.html", {"form": form, "student": row, "guardian": person})


def _change_guardian(request, person, changes, seen):
    return change_guardian(guardian=person, changes=changes, seen=seen, changed_by=request.user, now=timezone.now())


def _keep(form, deed):
    """Whether `deed(changes, seen)` was done; where it was refused, the form says why."""
    changes = dict(form.cleaned_data)
    try:
        return deed(changes, changes.pop("seen"))
    except CannotKeep as refusal:
        form.add_error(None, str(refusal))


def _go_on_from(form, seen):
    """What was typed goes on from the row as it is now."""
    form.data = form.data.copy()
    form.data["seen"] = seen


def _changeable(request, pk):
    row = student_within(request, pk)
    if not may_change(request.reach, row):
        raise Http404
    return row


def _back(request, row):
    messages.success(request, _("Saved."))
    return redirect("oasis:student_household", row.pk)


def _log(request, action, rows, fields):
    log_seen(
        request,
        action=action,
        students=rows,
        fields=fields,
        purpose=Purpose.REFERRAL,
    )
