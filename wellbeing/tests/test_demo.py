import pytest
from django.utils import timezone

from districts.demo import load_directory_facts
from districts.demo_people import load_people
from districts.models import Evidence
from lmi_portal.accounts.tests.factories import PASSWORD
from lmi_portal.outbox.models import Email
from wellbeing.demo import load_well_being
from wellbeing.models import AgendaItem, Charter, Employee, Program, Survey, YearlyReport
from wellbeing.school_years import school_year_at
from wellbeing.surveys.telling import tell_of_shared_results

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    load_directory_facts()
    load_people(password=PASSWORD, now=timezone.now())
    load_well_being(now=timezone.now())
    return Program.objects.get()


def test_the_demo_loads_whole_and_once(program):
    load_well_being(now=timezone.now())

    assert program.is_made_up
    assert program.is_live()
    assert list(program.charters.values_list("version", "state")) == [(2, "in_force"), (1, "replaced")]
    assert Charter.objects.filter(signatories__signature__isnull=True).count() == 0
    assert sorted(program.seats.co_chairs().values_list("side", "email")) == [
        ("labor", "wellbeing@example.org"),
        ("management", "lead@example.org"),
    ]
    assert sorted(program.seats.values_list("side", flat=True)) == ["labor"] * 6 + ["management"] * 6
    assert program.meetings.get(state="planned").starts_at > timezone.now()
    assert program.meetings.get(minutes__startswith="Everyone said why they came").is_published()
    assert AgendaItem.objects.filter(is_for_bargaining=True).count() == 1
    assert program.priorities.filter(school_year=school_year_at(timezone.now())).count() == 3
    assert list(Survey.objects.counted().values_list("answered", flat=True)) == [400, 400]
    assert Employee.objects.filter(email="employee@example.org").count() == 1
    assert YearlyReport.objects.get().highlighted_at is not None
    assert Evidence.objects.get(key__startswith="well_being_highlight").what.startswith("Example, made up:")


def test_no_letters_of_reports_and_results_go_to_made_up_people(program):
    tell_of_shared_results(now=timezone.now())

    reasons = Email.objects.values_list("reason", flat=True)
    assert [each for each in reasons if each.startswith(("report_published", "survey_results"))] == []
