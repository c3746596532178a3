import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone

from districts.models import Organization
from districts.tests.factories import create_county, create_district
from initiative.demo_committee import load_committee
from initiative.demo_plan import load_plans
from initiative.models import CommitteeDecision, Goal, Measure, Meeting, Plan, Term
from lmi_portal.environment import ROOT

from .committee_factories import create_plan, create_term

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
KNOWN = ROOT.parent / "shared" / "data" / "steering_committee.csv"


@pytest.fixture
def districts():
    """The places and locals that the directory's own facts bring."""
    los_angeles = create_county("19")
    for cd_code, name in (("1964212", "ABC Unified"), ("1964725", "Long Beach Unified")):
        create_district(county=los_angeles, cd_code=cd_code, name=name)
    for short_name in ("ABCFT", "SJTA"):
        Organization.objects.create(short_name=short_name, name=f"{short_name} in full", kind="local")


def test_terms_are_those_on_record_each_with_its_source(districts):
    load_committee(today=TODAY)

    terms = Term.objects.all()
    assert Counter((term.starts_on.year, term.ends_on.year, term.group) for term in terms) == {
        (2016, 2017, "organization"): 8,
        (2016, 2017, "leader"): 5,
        (2018, 2020, "organization"): 8,
        (2018, 2020, "leader"): 3,
    }
    assert all(term.is_approximate and term.source for term in terms)
    assert not any(term.user for term in terms)
    assert all(term.organization or term.district for term in terms)


def test_terms_are_the_rows_of_the_shared_data(districts):
    if not KNOWN.exists():
        pytest.skip(f"{KNOWN} is not here: whether these are the real terms is not checked")
    with Path(KNOWN).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    load_committee(today=TODAY)

    years = {2016: "about 2016-17", 2018: "2018-2020"}
    loaded = Counter((term.person, years[term.starts_on.year]) for term in Term.objects.all())
    assert loaded == Counter((row["person"], row["period"]) for row in rows)


def test_nobody_sits_today_by_the_facts(districts):
    load_committee(today=TODAY)

    assert not Term.objects.on(timezone.localdate()).exists()


def test_organizations_on_file_are_not_added_again(districts):
    Organization.objects.create(name="California Teachers Association", short_name="C.T.A.", kind="state")

    load_committee(today=TODAY)

    assert Organization.objects.filter(name__startswith="California Teachers").count() == 1
    assert Term.objects.filter(organization__short_name="C.T.A.").count() == 2


def test_committee_that_is_on_file_is_left_alone():
    create_term()

    load_committee(today=TODAY)

    assert (Term.objects.count(), Meeting.objects.count()) == (1, 2)


def test_made_up_meetings_say_so_and_none_of_it_is_public(districts):
    load_committee(today=TODAY)
    load_committee(today=TODAY)

    assert [meeting.agenda.startswith("Part of the demo: made up.") for meeting in Meeting.objects.all()] == [True] * 2
    assert not CommitteeDecision.objects.filter(is_public=True).exists()


def test_plans_are_the_record_of_2018_to_2020_and_an_example_of_today():
    load_plans(today=TODAY)
    load_plans(today=TODAY)

    assert [(plan.title, plan.starts_on, plan.ends_on, plan.is_example) for plan in Plan.objects.all()] == [
        ("Example 2026–2028", date(2026, 1, 1), date(2028, 12, 31), True),
        ("2018–2020", date(2018, 1, 1), date(2020, 12, 31), False),
    ]
    assert [goal.objectives.count() for goal in Goal.objects.all()] == [4, 4]


def test_no_target_of_real_years_is_made_up():
    load_plans(today=TODAY)

    measures = Measure.objects.filter(objective__goal__plan__is_example=False)
    assert [(measure.target, measure.baseline) for measure in measures] == [(None, None)] * 5
    assert all(value.source for measure in measures for value in measure.values.all())


def test_targets_of_the_example_say_that_they_are_made_up():
    load_plans(today=TODAY)

    measures = Measure.objects.filter(objective__goal__plan__is_example=True)
    assert [measure.source.startswith("made up for the demo") for measure in measures] == [True] * 8


def test_plan_that_is_on_file_is_left_as_it_is():
    create_plan(slug="example", title="Ours")

    load_plans(today=TODAY)

    assert sorted(plan.title for plan in Plan.objects.all()) == ["2018–2020", "Ours"]
