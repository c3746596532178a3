import json

import pytest
from django.utils import timezone

from districts.demo import load_directory_facts
from districts.models import District, Evidence
from initiative.approving import withdraw_case_study
from initiative.case_study_facts import facts_of
from initiative.demo_case_studies import FACTS, load_case_studies
from initiative.models import CaseStudy
from lmi_portal.library.demo import load_library

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded():
    load_directory_facts()
    load_library()
    return load_case_studies(now=timezone.now())


def test_the_three_are_published_and_say_on_what_ground(loaded):
    told = [facts_of(case_study) for case_study in CaseStudy.objects.published().with_facts()]

    assert [(facts["slug"], facts["district"]["name"], facts["report_page"]) for facts in told] == [
        ("alhambra", "Alhambra Unified", 4),
        ("pomona", "Pomona Unified", 14),
        ("san-juan", "San Juan Unified", 9),
    ]
    assert {facts["report"]["slug"] for facts in told} == {"futernick-case-studies"}
    assert all("not yet reviewed in this portal by the district" in facts["standing"] for facts in told)
    assert all(each["answer"] for facts in told for each in facts["questions"])


def test_every_fact_names_its_source():
    rows = json.loads(FACTS.read_text(encoding="utf-8"))

    assert [each for row in rows for each in row["key_facts"] + row["timeline"] if not each["source"]] == []


def test_what_is_on_record_of_them_leads_to_their_pages_once(loaded):
    told = Evidence.objects.filter(kind="case_study").values_list("path", flat=True)

    assert sorted(told) == ["/case-studies/alhambra/", "/case-studies/pomona/", "/case-studies/san-juan/"]


def test_nothing_on_file_is_touched(loaded):
    withdraw_case_study(case_study=loaded[0], reason="Wrong.", withdrawn_by=None, now=timezone.now())

    assert load_case_studies(now=timezone.now()) == []
    assert CaseStudy.objects.count() == 3


def test_a_portal_without_the_districts_gets_none():
    assert load_case_studies(now=timezone.now()) == []
    assert District.objects.count() == 0
