import pytest
from django.utils import timezone

from districts.demo import load_directory_facts
from districts.demo_people import SAN_JUAN, load_people
from districts.models import District
from lmi_portal.outbox.models import Email
from wellbeing.activities.demo import load_activities
from wellbeing.models import Activity, Employee, SignUp

from .factories import create_program

pytestmark = pytest.mark.django_db


def test_the_demo_has_people_a_past_and_what_is_ahead():
    now = timezone.now()
    load_directory_facts()
    load_people(password="a kettle on the porch", now=now)
    program = create_program(district=District.objects.get(cd_code=SAN_JUAN))
    before = Email.objects.count()

    for _each in range(2):
        load_activities(program, now=now)

    past, ahead = (program.activities.filter(**{f"starts_at__{side}": now}) for side in ("lt", "gt"))
    assert (program.employees.count(), past.count(), ahead.filter(series=None).count()) == (60, 15, 5)
    assert ahead.exclude(series=None).count() >= 6
    full = Activity.objects.get(capacity=12)
    assert [full.sign_ups.filter(state=state).count() for state in SignUp.State.values] == [12, 4, 0]
    assert min(activity.participations.count() for activity in past) >= 10
    assert all(row.email.endswith("@example.org") and "(made up)" in row.name for row in Employee.objects.all())
    assert Employee.objects.get(email="employee@example.org").sign_ups.count() == 2
    # Nobody is written to because of an example.
    assert Email.objects.count() == before
