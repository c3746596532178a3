"""A program in the middle of its second year: the district and its unions are real, everyone and all else made up."""

from datetime import timedelta

from django.db import transaction

from districts.demo_people import SAN_JUAN
from districts.models import District
from lmi_portal.accounts.models import User

from .activities.demo import load_activities
from .activities.demo_ideas import load_challenges, load_ideas
from .charter.demo import load_charter
from .committee.demo import load_committee
from .models import Program
from .reach.demo import load_reach
from .reports.demo import load_reports
from .school_years import school_year_at
from .steps.demo import load_steps
from .steps.years import moments_of
from .surveys.demo import load_surveys


@transaction.atomic
def load_well_being(*, now):
    """Create what is missing; what anyone wrote stays. The directory and its people come first."""
    program = _program(now=now)
    for load in [load_charter, load_committee, load_activities, load_surveys, load_steps]:
        load(program, now=now)
    for load in [load_ideas, load_challenges, load_reach, load_reports]:
        load(program, now=now)


def _program(*, now):
    """Begun in the fall of last school year by the district's team lead."""
    start, _end = moments_of(school_year_at(now) - 1)
    program, _is_new = Program.objects.get_or_create(
        district=District.objects.get(cd_code=SAN_JUAN),
        defaults={
            "is_made_up": True,
            "begun_at": start + timedelta(days=40),
            "begun_by": User.objects.get(email="lead@example.org"),
        },
    )
    return program
