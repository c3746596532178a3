import pytest
from django.utils import timezone

from districts.demo import load_directory_facts
from districts.demo_people import load_people
from lmi_portal.accounts.models import User
from oasis.checking import check_referrals
from oasis.demo import AUDUBON, load_oasis
from oasis.finding_students import find_students
from oasis.models import (
    Assignment,
    FiguresEdition,
    Position,
    Referral,
    Site,
    State,
    Student,
    TrainingModule,
    school_year_of,
)
from oasis.reach import reach_of
from oasis.training import missing_training

pytestmark = pytest.mark.django_db


def test_the_demo_has_the_pilot_schools_their_people_and_made_up_students():
    now = timezone.now()
    load_directory_facts()
    load_people(password="a kettle on the porch", now=now)

    load_oasis(now=now)
    load_oasis(now=now)

    # Last year is there for its figures alone.
    year = school_year_of(timezone.localdate(now))
    positions = Position.objects.filter(site__year=year)
    assert [rows.count() for rows in (Site.objects.filter(year=year), positions, TrainingModule.objects)] == [4, 12, 3]
    assert sum(position.yearly_cost for position in positions) == 750_000
    assignments = Assignment.objects.filter(starts_on__year=year)
    assert list(assignments.values_list("user__email", "role", "basis").order_by("role", "user__email")) == [
        ("auditor@example.org", "auditor", "employee"),
        *[("coordinator@example.org", "coordinator", "employee")] * 4,
        ("counselor@example.org", "counselor", "employee"),
        ("program@example.org", "program_administrator", "employee"),
        ("records@example.org", "records_official", "employee"),
        ("oasis@example.org", "referrer", "employee"),
        ("union@example.org", "service_aide", "consent"),
        ("site-lead@example.org", "site_lead", "employee"),
    ]
    students = Student.objects.filter(left_on=None)
    assert (len(students), {student.is_made_up for student in students}) == (12, {True})
    referrer = User.objects.get(email="oasis@example.org")
    assert missing_training(referrer, on=timezone.localdate(now)) == []
    found = find_students(reach=reach_of(referrer, now=now), words="zambrano")
    assert [(student.given_name, student.school.cds_code) for student in found] == [("Diego", AUDUBON)]
    union = reach_of(User.objects.get(email="union@example.org"), now=now)
    assert Student.objects.within(union).count() == 2
    _assert_referrals_in_every_state_at_every_school(Site.objects.filter(year=year))
    _assert_figures_of_last_spring()


def _assert_referrals_in_every_state_at_every_school(sites):
    referrals = Referral.objects.filter(site__in=sites).select_related("student", "service__provider")
    assert {referral.state for referral in referrals} == set(State.values)
    assert referrals.count() == 27
    assert all(referral.student.is_made_up for referral in referrals)
    assert all(referral.service.provider.is_made_up for referral in referrals if referral.service)
    assert sites.exclude(referrals=None).distinct().count() == 4
    assert Referral.objects.filter(is_confidential=True).count() == 1
    assert list(check_referrals()) == []


def _assert_figures_of_last_spring():
    cells = FiguresEdition.objects.get().figures["referrals"].values()
    told = [number for number in cells if number is not None]
    assert (min(told) > 10, len(told) > 50, len(told) < len(cells)) == (True, True, True)
