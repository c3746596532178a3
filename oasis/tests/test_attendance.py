import io
import tempfile
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from districts.models import Organization
from oasis.adding_students import index_student
from oasis.attendance import Attendance, add_up, windows_around, within
from oasis.figures.attending import count_attendance
from oasis.figures.terms import term_of
from oasis.importing_attendance import CannotImport, check_attendance, import_attendance
from oasis.models import (
    AccessEntry,
    Assignment,
    AttendanceImport,
    AttendanceWindow,
    Referral,
    ReferralEvent,
    Role,
    State,
    Student,
)
from oasis.providers.tests.factories import create_need, create_service
from oasis.reach import reach_of
from oasis.school_days import school_days_around

from .factories import create_assignment, create_consent, create_site, create_student, sign_in

HEAD = "Student Number,From,To,Days Expected,Days Attended\n"


@pytest.mark.parametrize(
    ("expected", "attended", "is_chronic"), [(30, 10, None), (31, 28, False), (40, 36, True), (40, 37, False)]
)
def test_chronic_absenteeism_needs_more_than_30_days_expected(expected, attended, is_chronic):
    assert Attendance(expected, attended).is_chronic() is is_chronic


def test_overlapping_rows_are_not_added_twice():
    week = (date(2026, 9, 7), date(2026, 9, 11), 4, 4)
    month = (date(2026, 9, 1), date(2026, 9, 30), 20, 10)

    assert add_up([month, week]) == Attendance(4, 4)


def test_windows_are_45_school_days_with_10_skipped():
    served = date(2026, 2, 2)
    days = school_days_around(served, set())

    windows = windows_around(served, days)

    assert [sum(first <= day <= last for day in days) for first, last in (windows.before, windows.after)] == [45, 45]
    assert sum(served <= day < windows.after[0] for day in days) == 10
    assert windows.before[1] < served


def test_only_rows_wholly_inside_count_and_little_attendance_says_nothing():
    span = (date(2026, 1, 5), date(2026, 3, 31))
    inside, across = (date(2026, 1, 5), date(2026, 3, 1), 35, 30), (date(2026, 3, 1), date(2026, 4, 2), 20, 1)

    assert within([inside, across], span) == Attendance(35, 30)
    assert within([across], span) is None


def file_of(text=None, name="attendance.csv"):
    return SimpleUploadedFile(name, (text or "").encode())


@pytest.fixture
def site(db):
    return create_site()


def on_file(site, number):
    student = create_student(site=site, number=number)
    index_student(student)
    return student


LINE = "{},2026-09-01,2026-09-30,20,18\n"


@pytest.mark.django_db
def test_a_file_is_checked_first_and_taken_in_when_chosen_again(client, site):
    student = on_file(site, "9000001")
    sign_in(client, create_assignment(site=site, role=Role.SITE_LEAD))
    text = HEAD + LINE.format("9000001") + LINE.format("9999999")

    checked = client.post("/oasis/attendance/", {"district": site.school.district_id, "file": file_of(text)})
    before = AttendanceWindow.objects.count()
    data = {"district": site.school.district_id, "file": file_of(text), "checked": checked.context["digest"]}
    response = client.post("/oasis/attendance/", data)

    assert (checked.context["found"].taken, checked.context["found"].unknown, before) == (1, 1, 0)
    assert response.status_code == 302
    assert [(row.student, row.days_attended) for row in AttendanceWindow.objects.all()] == [(student, 18)]
    assert Student.objects.count() == 1
    entry = AccessEntry.objects.get(page="oasis:attendance")
    assert (entry.students, entry.action) == ([student.pk], "change")


@pytest.mark.django_db
def test_another_file_than_the_one_checked_is_only_checked(client, site):
    on_file(site, "9000001")
    sign_in(client, create_assignment(site=site, role=Role.SITE_LEAD))

    client.post(
        "/oasis/attendance/",
        {"district": site.school.district_id, "file": file_of(HEAD + LINE.format("9000001")), "checked": "0" * 64},
    )

    assert AttendanceImport.objects.count() == 0


@pytest.mark.django_db
def test_a_file_with_a_fault_in_its_last_line_writes_nothing(site):
    on_file(site, "9000001")
    administrator = create_assignment(role=Role.PROGRAM_ADMINISTRATOR, district=site.school.district)

    with pytest.raises(CommandError, match=r"Line 3, Days attended: More days than were expected\."):
        import_by_command(administrator, HEAD + LINE.format("9000001") + LINE.format("9000001").replace("18", "21"))

    assert (AttendanceImport.objects.count(), AttendanceWindow.objects.count()) == (0, 0)


def import_by_command(assignment, text, *options):
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "attendance.csv"
        path.write_text(text)
        call_command("import_attendance", str(path), "--by", assignment.user.email, *options, stdout=io.StringIO())


@pytest.mark.django_db
def test_a_dry_run_writes_nothing_and_the_same_file_is_taken_in_once(site):
    on_file(site, "9000001")
    administrator = create_assignment(role=Role.PROGRAM_ADMINISTRATOR, district=site.school.district)
    text = HEAD + LINE.format("9000001")

    import_by_command(administrator, text, "--dry-run")
    assert AttendanceWindow.objects.count() == 0
    import_by_command(administrator, text)
    with pytest.raises(CommandError, match="This very file was taken in"):
        import_by_command(administrator, text)
    import_by_command(administrator, text.replace("18", "19"))

    assert [row.days_attended for row in AttendanceWindow.objects.all()] == [19]


@pytest.mark.django_db
def test_a_file_taken_in_before_is_told_by_its_pacific_day(site):
    administrator = create_assignment(role=Role.PROGRAM_ADMINISTRATOR, district=site.school.district)
    evening = datetime(2026, 10, 2, 3, tzinfo=UTC)
    told = {"district": site.school.district, "reach": reach_of(administrator.user, now=evening)}
    file = io.BytesIO((HEAD + LINE.format("9000001")).encode())
    import_attendance(file=file, file_name="attendance.csv", now=evening, **told)

    with pytest.raises(CannotImport, match=r"taken in on October 1, 2026\."):
        check_attendance(file=file, **told)


@pytest.mark.django_db
def test_a_referrer_takes_no_attendance_in(site):
    with pytest.raises(CommandError, match="is no program administrator or site lead"):
        import_by_command(create_assignment(site=site), HEAD)


@pytest.mark.django_db
def test_students_of_other_schools_are_as_unknown_to_a_site_lead(site):
    other = create_site(site.school.district.schools.create(cds_code=f"{site.school.district.cd_code}7777777"))
    on_file(other, "9000002")
    lead = create_assignment(site=site, role=Role.SITE_LEAD)

    import_by_command(lead, HEAD + LINE.format("9000002"))

    assert AttendanceImport.objects.get().report["unknown"] == 1


@pytest.mark.django_db
def test_a_students_attendance_is_shown_and_logged(client, site):
    student = on_file(site, "9000001")
    lead = sign_in(client, create_assignment(site=site, role=Role.SITE_LEAD))
    import_by_command(lead, HEAD + LINE.format("9000001"))

    response = client.get(f"/oasis/students/{student.pk}/attendance/")

    assert response.context["year"].rate == 90.0
    assert AccessEntry.objects.filter(page="oasis:attendance_student").get().students == [student.pk]


@pytest.mark.django_db
def test_attendance_is_not_for_those_who_see_by_consent_alone(client, site):
    student, union = on_file(site, "9000001"), Organization.objects.create(name="Classified Union")
    create_consent(student, organization=union)
    sign_in(client, create_assignment(site=site, basis=Assignment.Basis.CONSENT, employer=union))

    assert client.get(f"/oasis/students/{student.pk}/attendance/").status_code == 404


def attend(student, taken, rate, *, first, weeks):
    AttendanceWindow.objects.bulk_create(
        AttendanceWindow(
            student=student,
            starts_on=first + timedelta(weeks=week),
            ends_on=first + timedelta(weeks=week, days=4),
            days_expected=5,
            days_attended=Decimal(rate(week)),
            imported_in=taken,
        )
        for week in range(weeks)
    )


@pytest.mark.django_db
@pytest.mark.parametrize(("number", "is_told"), [(11, True), (10, False)])
def test_before_and_after_are_told_of_more_than_ten_beside_like_students(number, is_told):
    site = create_site(year=2025)
    district, staff = site.school.district, create_assignment(site=site)
    taken = AttendanceImport.objects.create(
        district=district, file_name="x", file_digest="0", imported_at=timezone.now(), imported_by=staff.user
    )
    service, need, served = create_service(), create_need(), datetime(2025, 10, 1, 18, tzinfo=UTC)
    for each in range(2 * number):
        student = create_student(site=site)
        is_served = each < number
        attend(
            student,
            taken,
            lambda week, up=is_served: 4 if week < 18 or not up else 4.5,
            first=date(2025, 6, 2),
            weeks=40,
        )
        if is_served:
            referral = Referral.objects.create(
                student=student,
                site=site,
                need=need,
                service=service,
                kind="informational",
                owner=staff.user,
                logged_by=staff.user,
                created_at=served,
                state=State.IN_SERVICE,
            )
            ReferralEvent.objects.create(
                referral=referral,
                version=1,
                move="start_service",
                state=State.IN_SERVICE,
                actor="staff",
                moved_at=served,
            )

    told = count_attendance(district, term_of(date(2026, 3, 1)))

    assert told["cells"]["="] == (number if is_told else None)
    assert told["means"].get("=") == ([80.0, 90.0] if is_told else None)
    assert told["like"] == ([number, 80.0, 80.0] if is_told else None)
