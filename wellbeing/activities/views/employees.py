"""The committee's list of employees: who is written to, in numbers and rows; never what anybody did."""

from dataclasses import asdict

from django.contrib import messages
from django.core import signing
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from lmi_portal.spreadsheets import Sheet, csv_response
from lmi_portal.tables.problems import CannotRead
from lmi_portal.tables.reading import Table
from wellbeing.activities.employee_file import LABELS, word_of
from wellbeing.activities.forms.employees import EmployeeFileForm, EmployeeFilterForm, EmployeeForm
from wellbeing.activities.keeping_employees import (
    add_employee,
    change_employee,
    import_employees,
    outcome_of,
    take_off_list,
)
from wellbeing.models import JobClass, Shift
from wellbeing.refusing import CannotDo

ON_A_PAGE = 50
HELD_FOR = 3600
SALT = "wellbeing.employees"


def employees(request, cd_code):
    program = request.standing.program
    units, worksites = list(_units(program)), list(program.worksites.order_by("name"))
    form = EmployeeFilterForm(request.GET or None, units=units, worksites=worksites)
    current = program.employees.current()
    rows = form.narrow(current.select_related("worksite", "unit__organization").order_by("name", "email"))
    context = {
        "form": form,
        "page": Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page")),
        "total": current.count(),
        "tables": _tables(current, units, worksites),
    }
    return render(request, "wellbeing/activities/employees.html", context)


def employee_add(request, cd_code):
    program = request.standing.program
    form = EmployeeForm(request.POST or None, units=_units(program))
    if form.is_valid() and _done(form, add_employee, program=program, by=request.user, now=request.standing.now):
        messages.success(request, _("One more is on the list."))
        return redirect("wellbeing:employees", cd_code)
    return render(request, "wellbeing/activities/employee_add.html", {"form": form, "worksites": _names(program)})


def employee_edit(request, cd_code, pk):
    program = request.standing.program
    employee = _employee(request, pk)
    form = EmployeeForm(request.POST or None, instance=employee, units=_units(program))
    if form.is_valid() and _done(form, change_employee, employee=employee, by=request.user, now=request.standing.now):
        messages.success(request, _("The list is changed."))
        return redirect("wellbeing:employees", cd_code)
    context = {"form": form, "employee": employee, "worksites": _names(program)}
    return render(request, "wellbeing/activities/employee_edit.html", context)


def employee_off(request, cd_code, pk):
    employee = _employee(request, pk)
    if request.method == "POST":
        take_off_list(employee=employee, by=request.user, now=request.standing.now)
        messages.success(request, _("One less is on the list. Add the same address again if that was a mistake."))
        return redirect("wellbeing:employees", cd_code)
    return render(request, "wellbeing/activities/employee_off.html", {"employee": employee})


def employees_template(request, cd_code):
    unit = next(iter(_unit_words(request.standing.program)), "")
    rows = [["Ana Example", "ana@example.org", unit, JobClass.FOOD.label, Shift.EARLY.label, "", "Español"]]
    return csv_response(Sheet("employees", [str(label) for label in LABELS.values()], rows))


def employees_import(request, cd_code):
    """Checked first; the page carries what was checked, signed, until it is taken in. Nothing is kept in between."""
    held = request.POST.get("held")
    form = EmployeeFileForm(None if held else request.POST or None, None if held else request.FILES or None)
    context = {"form": form} | _columns(request.standing.program)
    try:
        if held:
            return _take_in(request, cd_code, held)
        if form.is_valid():
            table, is_whole = form.cleaned_data["file"], form.cleaned_data["is_whole"]
            context |= _checked(request.standing.program, table, is_whole)
    except CannotRead as refusal:
        context["problems"] = refusal.problems
    except signing.BadSignature:
        context["is_over"] = True
    return render(request, "wellbeing/activities/employees_import.html", context)


def _checked(program, table, is_whole):
    outcome = outcome_of(program=program, table=table, is_whole=is_whole)
    held = {"program": program.pk, "table": asdict(table), "is_whole": is_whole, "mark": outcome.mark}
    return {"outcome": outcome, "held": signing.dumps(held, salt=SALT, compress=True)}


def _take_in(request, cd_code, held):
    """What came between makes another outcome, and that is shown before it is taken in."""
    program = request.standing.program
    held = signing.loads(held, salt=SALT, max_age=HELD_FOR)
    if held["program"] != program.pk:
        raise signing.BadSignature
    asked = {"program": program, "table": Table(**held["table"]), "is_whole": held["is_whole"]}
    if outcome_of(**asked).mark != held["mark"]:
        context = {"form": EmployeeFileForm(), "is_other": True} | _columns(program)
        context |= _checked(**asked)
        return render(request, "wellbeing/activities/employees_import.html", context)
    outcome = import_employees(**asked, by=request.user, now=request.standing.now)
    messages.success(
        request,
        _("The list is taken in: %(added)d added, %(changed)d changed, %(gone)d taken off.")
        % {"added": outcome.added, "changed": outcome.changed, "gone": len(outcome.gone)},
    )
    return redirect("wellbeing:employees", cd_code)


def _columns(program):
    """What the columns of a file are called, and what may stand in them."""
    words = {"units": _unit_words(program), "jobs": JobClass.labels, "shifts": Shift.labels}
    return {"labels": LABELS.values(), **words}


def _unit_words(program):
    units = list(_units(program))
    return [word for unit in units if (word := word_of(unit, units))]


def _done(form, deed, **facts):
    try:
        fields = form.cleaned_data
        return deed(**facts, **fields)
    except CannotDo as refusal:
        form.add_error(refusal.field, str(refusal))


def _employee(request, pk):
    # The form writes on its instance, and the deed on a row of its own.
    return get_object_or_404(request.standing.program.employees.current().select_related("worksite"), pk=pk)


def _units(program):
    return program.district.units.select_related("organization")


def _names(program):
    return program.worksites.order_by("name").values_list("name", flat=True)


def _tables(current, units, worksites):
    """[(heading, [(group, how many)])]."""
    named = {
        "unit": {unit.pk: str(unit) for unit in units} | {None: _("Not in a bargaining unit")},
        "job_class": dict(JobClass.choices),
        "shift": dict(Shift.choices),
        "worksite": {site.pk: site.name for site in worksites} | {None: _("No work site")},
    }
    headings = {"unit": _("Unit"), "job_class": _("Job class"), "shift": _("Shift"), "worksite": _("Work site")}
    tables = []
    for column, names in named.items():
        counts = dict(current.order_by().values_list(column).annotate(Count("pk")))
        tables.append((headings[column], [(name, counts[key]) for key, name in names.items() if counts.get(key)]))
    return tables
