from datetime import timedelta

from django.utils import timezone

from districts.models import Side
from wellbeing.activities.scheduling import add_activity, open_activity
from wellbeing.activities.signing_up import sign_up
from wellbeing.models import Activity
from wellbeing.tests.factories import co_chair, create_employee


def create_activity(program, *, is_open=True, starts_in=timedelta(days=3), **fields):
    """A walk of one hour in three days, led by both co-chairs and open, unless said otherwise."""
    now = timezone.now()
    starts_at = fields.pop("starts_at", now + starts_in)
    defaults = {
        "kind": Activity.Kind.MOVEMENT,
        "title": "Walk after work",
        "title_es": "Caminata después del trabajo",
        "description": "We walk around the park.",
        "description_es": "Caminamos por el parque.",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=1),
        "place": "Front gate",
        **leads_of(program),
    }
    # Before it began, and within a year of it, whenever that is.
    then = {"by": program.begun_by, "now": max(min(now, starts_at), starts_at - timedelta(days=365))}
    activity = add_activity(program=program, **then, **defaults | fields)
    if is_open:
        open_activity(activity=activity, later=True, **then)
    activity.refresh_from_db()
    return activity


def leads_of(program):
    return {f"{side}_lead": program.seats.co_chairs().get(side=side) for side in (Side.LABOR, Side.MANAGEMENT)}


def fill(activity, number, *, now=None):
    """`number` new employees sign up, one after the other; returns their SignUps."""
    now = now or timezone.now()
    return [
        sign_up(activity=activity, employee=create_employee(activity.program), now=now + timedelta(seconds=each))
        for each in range(number)
    ]


def labor(program):
    return co_chair(program, Side.LABOR)
