"""Every private page of OASIS, opened by who may: where it shows a student, the log tells of it first."""

import pytest
from django.test import Client
from django.utils import timezone

from oasis import models
from oasis.access import ACCESS, IN_FAMILY_HANDS
from oasis.access_log import log_disclosure
from oasis.adding_students import index_student
from oasis.models import AccessedStudent, Role, Student

from .a_world import create_world
from .factories import sign_in
from .test_access import POSTED, address_of, outcome, private_pages

pytestmark = pytest.mark.django_db

NAME = "Zenobia"
# What is typed, where a page shows somebody only then.
TYPED = {
    "oasis:students": {"words": NAME},
    "oasis:records": {"words": NAME},
    **POSTED,
}
# Roles that see differently; the others see as one of these.
ROLES = [Role.RECORDS_OFFICIAL, Role.COUNSELOR, Role.SITE_LEAD, Role.PROGRAM_ADMINISTRATOR, Role.AUDITOR]
# Pages of which the walk's student is never logged, and why.
SHOWS_NOBODY = {
    "oasis:service_check": "a service of the public directory",
    "oasis:people": "those who work at the school",
    "oasis:training": "those who work at the school",
    "oasis:student_add": "an empty form; who is on file already is logged (test_student_pages)",
    "oasis:emergency": "an empty form; who is found is logged (test_breaking_glass)",
    "oasis:break_glass": "leads to the record, which the person sees already",
    "oasis:district_hold_add": "a district as a whole",
    "oasis:retention": "counts and rules",
    "oasis:certificate": "counts and digests",
    "oasis:dashboard": "counts of more than ten",
    "oasis:dashboard_csv": "counts of more than ten",
    "oasis:dashboard_pdf": "counts of more than ten",
    "oasis:attendance": "counts of what was imported",
    "oasis:family_activities": "events and how many came",
    "oasis:family_activity_add": "an empty form",
    "oasis:family_activity": "nobody of the walk's household came; who did is logged (test_families)",
    "oasis:family_activity_record": "only posted, and answered by going back",
    "oasis:family_activity_remove": "only posted, and answered by going back",
    "oasis:family_activity_code": "an address to sign in at",
    "oasis:family_activity_qr": "an address to sign in at",
    "oasis:referral_save": "only posted, and answered without a word of the student",
    "oasis:referral_appointment": "only posted, and answered by going back",
    "oasis:provider_link_send": "only posted, and answered by going back",
    "oasis:provider_link_revoke": "only posted, and answered by going back",
    "oasis:consent_scan": "the walk's consent has no scan; one that is shown is logged (test_scans)",
    "oasis:hand_overs": "who offers how many referrals to whom",
    "oasis:hand_over_answer": "only posted, and answered by going back",
}


@pytest.fixture
def world():
    world = create_world()
    student, rows = world.own.row(Student), world.own.rows
    student.given_name = NAME
    student.save()
    index_student(student)
    rows[models.Hold] = models.Hold.objects.create(
        district=student.district,
        student=student,
        reason="x",
        placed_at=timezone.now(),
        placed_by=world.people[Role.RECORDS_OFFICIAL].user,
    )
    rows[models.CorrectionRequest] = models.CorrectionRequest.objects.create(
        student=student,
        received_on=timezone.localdate(),
        due_on=timezone.localdate(),
        state="corrected",
        answered_at=timezone.now(),
        answered_by=world.people[Role.RECORDS_OFFICIAL].user,
    )
    logged_by = world.own.row(models.Assignment).user
    rows[models.HandOver] = models.HandOver.objects.create(
        from_user=logged_by, to_user=world.people[Role.COUNSELOR].user, offered_at=timezone.now(), offered_by=logged_by
    )
    rows[models.HandOver].referrals.add(world.own.row(models.Referral))
    log_disclosure(
        referral=world.own.row(models.Referral), recipient="x", records=[], purpose="", by_label="", now=timezone.now()
    )
    return world


def walk(world, pages):
    """Opens each page as everybody who may: (pages that logged the student, those that showed the name unlogged)."""
    student = world.own.row(Student)
    people = [world.own.row(models.Assignment), *(world.people[role] for role in ROLES)]
    clients = {assignment: Client() for assignment in people}
    for assignment, client in clients.items():
        sign_in(client, assignment)
    logged, unlogged = set(), []
    for name, route in pages.items():
        address = address_of(name, route, world.own)
        if name == "oasis:caseload":
            address += f"?person={world.own.row(models.Assignment).user_id}"
        for assignment, client in clients.items():
            if assignment.role in ACCESS[name]:
                before = _entries_of(student)
                response = client.post(address, TYPED[name]) if name in TYPED else client.get(address)
                if name in IN_FAMILY_HANDS:
                    # That page ends the second factor, and the walk goes on.
                    sign_in(client, assignment)
                if _entries_of(student) > before:
                    logged.add(name)
                elif outcome(response) == "open" and NAME.encode() in getattr(response, "content", b""):
                    unlogged.append(f"{name} as {assignment.role}")
    return logged, unlogged


def _entries_of(student):
    return AccessedStudent.objects.filter(student_number=student.pk).count()


def test_every_page_that_shows_a_student_is_logged(world):
    pages = private_pages()

    logged, unlogged = walk(world, pages)

    assert unlogged == []
    assert sorted(set(pages) - logged) == sorted(SHOWS_NOBODY)


def test_control_a_page_that_forgets_to_log_is_told(world, monkeypatch):
    monkeypatch.setattr("oasis.views.students.log_seen", lambda request, **told: None)

    logged, unlogged = walk(world, {"oasis:student": private_pages()["oasis:student"]})

    assert (logged, "oasis:student as referrer" in unlogged) == (set(), True)
