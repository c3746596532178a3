"""Attendance: files taken in, and what is on file of one student."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from districts.models import District
from lmi_portal.tables.problems import CannotRead
from oasis.access_log import Action, Purpose, log_access
from oasis.attendance import add_up, windows_around, within
from oasis.figures.attending import first_services
from oasis.forms.attendance import AttendanceFileForm
from oasis.importing_attendance import CannotImport, check_attendance, digest_of, import_attendance
from oasis.models import AttendanceImport, Student, school_year_of
from oasis.school_days import days_off_of, school_days_around

FILES_SHOWN = 20


def attendance(request):
    """Checked first; taken in once the very same file is chosen again. Nothing of it is kept in between."""
    reach = _by_right(request)
    districts = District.objects.filter(pk__in=reach.district_ids).order_by("name")
    form = AttendanceFileForm(request.POST or None, request.FILES or None, districts=districts)
    found, problems = None, []
    if form.is_valid():
        try:
            found = _checked_or_taken_in(request, form, reach)
        except CannotRead as refusal:
            problems = refusal.problems
        except CannotImport as refusal:
            form.add_error("file", str(refusal))
        else:
            if found is None:
                return redirect("oasis:attendance")
    files = AttendanceImport.objects.filter(district__in=districts).select_related("district", "imported_by")
    context = {"form": form, "found": found, "problems": problems, "files": files[:FILES_SHOWN]}
    if found:
        context["digest"] = digest_of(form.cleaned_data["file"])
    return render(request, "oasis/attendance/files.html", context)


def _checked_or_taken_in(request, form, reach):
    """What the file holds where it is new to this page; None once it was taken in."""
    file, district = form.cleaned_data["file"], form.cleaned_data["district"]
    asked = {"file": file, "district": district, "reach": reach, "columns": form.columns()}
    if form.cleaned_data["checked"] != digest_of(file):
        return check_attendance(**asked)
    taken = import_attendance(**asked, file_name=file.name, now=timezone.now())
    messages.success(
        request,
        _("Taken in: %(rows)d rows of %(students)d students.")
        % {"rows": taken.report["taken"], "students": taken.report["students"]},
    )
    return None


def attendance_student(request, pk):
    """Not for who sees records by consent alone: a consent to a service does not open the school's attendance."""
    rows = Student.objects.within(_by_right(request)).select_related("school", "district")
    student = get_object_or_404(rows, pk=pk)
    windows = list(student.attendance.order_by("-ends_on", "-pk"))
    log_access(
        reach=request.reach,
        action=Action.VIEW,
        students=[student],
        fields=["given_name", "family_name", "attendance"],
        purpose=Purpose.ACHIEVEMENT,
        page="oasis:attendance_student",
        now=timezone.now(),
    )
    context = {"student": student, "windows": windows, **_rates(student, windows, on=request.reach.on)}
    return render(request, "oasis/attendance/student.html", context)


def _by_right(request):
    """The reach without consents; 404 for who sees by consent alone."""
    reach = request.reach.by_right()
    if not reach.assignments:
        raise Http404
    return reach


def _rates(student, windows, *, on):
    """The school year's attendance, and that of the windows around the first service where there was one."""
    rows = [(each.starts_on, each.ends_on, each.days_expected, each.days_attended) for each in windows]
    this_year = [row for row in rows if school_year_of(row[0]) == school_year_of(on)]
    first = first_services(student.district, referral__student=student).get(student.pk)
    around = windows_around(first, school_days_around(first, days_off_of(student.district_id))) if first else None
    return {
        "year": add_up(this_year),
        "before": within(rows, around.before) if around else None,
        "after": within(rows, around.after) if around else None,
    }
