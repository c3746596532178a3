"""The three case studies that are published in the CDE Foundation's report, told anew; each fact with its source."""

import json
from pathlib import Path

from districts.models import District
from lmi_portal.library.models import Resource

from .approving import publish_case_study
from .models import CaseStudy, KeyFact, TimelineEntry

FACTS = Path(__file__).parent / "facts" / "case_studies.json"


def load_case_studies(*, now):
    """Add and publish those of districts that have none, withdrawn ones included; return them.

    Directory and library come first.
    """
    districts = {district.cd_code: district for district in District.objects.filter(case_studies__isnull=True)}
    rows = json.loads(FACTS.read_text(encoding="utf-8"))
    return [_add(row, districts[row["cd_code"]], now=now) for row in rows if row["cd_code"] in districts]


def _add(row, district, *, now):
    words = {name: value for name, value in row.items() if name not in {"cd_code", "report", "key_facts", "timeline"}}
    report = Resource.objects.filter(slug=row["report"]).first()
    case_study = CaseStudy.objects.create(district=district, report=report, **words)
    KeyFact.objects.bulk_create(
        KeyFact(case_study=case_study, position=position, **fact)
        for position, fact in enumerate(row["key_facts"], start=1)
    )
    TimelineEntry.objects.bulk_create(TimelineEntry(case_study=case_study, **entry) for entry in row["timeline"])
    return publish_case_study(case_study=case_study, published_by=None, now=now)
