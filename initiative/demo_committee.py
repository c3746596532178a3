"""The steering committee as it is on record, and two made-up meetings to try its members' part with."""

import csv
from datetime import datetime, time, timedelta
from pathlib import Path

from django.utils import timezone

from districts.models import District, Organization

from .models import CommitteeDecision, Meeting, Term

FACTS = Path(__file__).parent / "facts"
MADE_UP = "Part of the demo: made up."


def load_committee(*, today):
    """Add the terms on record where no term is on file yet, and the demo's meetings where there is none.

    Only the years of these terms are known, so all are about right: from the first year's first day to the last of
    the last. Nobody's term runs today, as nobody's is on record.
    """
    if not Term.objects.exists():
        _add_terms()
    if not Meeting.objects.exists():
        _add_meetings(today)


def _add_terms():
    organizations = _organizations()
    districts = dict(District.objects.values_list("cd_code", "pk"))
    Term.objects.bulk_create(
        Term(
            organization=organizations.get(row.pop("organization")),
            district_id=districts.get(row.pop("cd_code")),
            is_approximate=True,
            **row,
        )
        for row in _read("committee_terms")
    )


def _organizations():
    """{short name: organization}; those that the directory lacks are added, by their full names."""
    on_file = {organization.name: organization for organization in Organization.objects.all()}
    by_short_name = {organization.short_name: organization for organization in on_file.values()}
    for row in _read("committee_organizations"):
        if row["name"] in on_file:
            by_short_name[row["short_name"]] = on_file[row["name"]]
        elif row["short_name"] not in by_short_name:
            by_short_name[row["short_name"]] = Organization.objects.create(**row)
    return by_short_name


def _add_meetings(today):
    agenda = "1. Welcome\n2. What the last convenings showed\n3. The strategic plan: an example to work on"
    tuesday = today - timedelta(days=today.weekday() - 1)
    held, coming = tuesday - timedelta(weeks=6), tuesday + timedelta(weeks=6)
    meeting = Meeting.objects.create(
        starts_at=_at_ten(held),
        place="By video",
        agenda=f"{MADE_UP}\n\n{agenda}",
        minutes=f"{MADE_UP}\n\nThe committee looked at the example of a plan and asked for measures of its own.",
    )
    CommitteeDecision.objects.create(
        meeting=meeting,
        decided_on=held,
        sentence="The example of a strategic plan is worked on until the next meeting.",
        reasons=MADE_UP,
    )
    Meeting.objects.create(starts_at=_at_ten(coming), place="By video", agenda=f"{MADE_UP}\n\n{agenda}")


def _at_ten(day):
    return timezone.make_aware(datetime.combine(day, time(10)))


def _read(name):
    with (FACTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
