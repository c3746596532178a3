"""The audit names no employee, and who sits on a committee is one: there are the numbers of their seats."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from districts.models import Side
from lmi_portal.audit.models import Entry
from wellbeing.activities.scheduling import change_activity
from wellbeing.steps.planning import plan_step

from . import paths
from .activity_factories import create_activity
from .factories import co_chair, create_program, create_seat

pytestmark = pytest.mark.django_db
NAME = "Zenobia Quill"


def test_owners_and_leads_stand_in_the_trail_by_the_numbers_of_their_seats():
    program = create_program()
    seat, by, now = create_seat(program, name=NAME), co_chair(program, Side.LABOR), timezone.now()
    priority = paths.adopt(program)[0]
    activity = create_activity(program)

    paths.change_line(paths.plan_action(priority), labor_owner=seat)
    plan_step(program=program, school_year=paths.this_year(), number=4, due_on=None, owner=seat, by=by, now=now)
    times = {"starts_at": activity.starts_at, "ends_at": activity.ends_at + timedelta(hours=1)}
    change_activity(activity=activity, labor_lead=seat, by=by, now=now, **times)

    changes = list(Entry.objects.values_list("changes", flat=True))
    told = [change[1] for entry in changes for name, change in entry.items() if name in ("labor_owner", "labor_lead")]
    assert told == [seat.pk] * 3
    assert NAME not in json.dumps(changes)
