"""Practices and the districts on record as using them: described in our own words, each use with its source."""

import csv
from pathlib import Path

from districts.models import District
from lmi_portal.library.models import Resource

from .models import CaseStudy, Practice, PracticeUse

FACTS = Path(__file__).parent / "facts"


def load_practices():
    """Create the practices that are missing, with their uses; one that is on file is left as staff have it.

    Case studies and the library come first: what they hold of a practice is linked with it.
    """
    known = set(Practice.objects.values_list("slug", flat=True))
    for row in _read("practices"):
        if row["slug"] not in known:
            resources = Resource.objects.filter(slug__in=row.pop("resources").split())
            practice = Practice.objects.create(**row)
            practice.resources.set(resources)
            _add_uses(practice)


def _add_uses(practice):
    rows = [row for row in _read("practice_uses") if row["practice"] == practice.slug]
    districts = District.objects.in_bulk([row["cd_code"] for row in rows], field_name="cd_code")
    case_studies = CaseStudy.objects.in_bulk([row["case_study"] for row in rows], field_name="slug")
    PracticeUse.objects.bulk_create(
        PracticeUse(
            practice=practice,
            district=districts[row["cd_code"]],
            case_study=case_studies.get(row["case_study"]),
            how=row["how"],
            since=row["since"],
            source=row["source"],
        )
        for row in rows
    )


def _read(name):
    with (FACTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
