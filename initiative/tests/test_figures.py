from datetime import date, timedelta
from decimal import Decimal
from itertools import count

import pytest
from django.utils import timezone

from convenings.models import Convening, Registration
from convenings.tests.factories import create_convening, register
from districts.models import Evidence
from districts.tests.factories import create_county, create_district, create_user
from initiative.figures import Span, count_figures
from initiative.models import CaseStudy, Measure
from lmi_portal.library.models import Resource

pytestmark = pytest.mark.django_db
Figure = Measure.Figure
FIRST, LAST = date(2018, 1, 1), date(2020, 12, 31)
TODAY = timezone.localdate()
_number = count(1)


def counted(figure, *, first=FIRST, last=LAST, today=TODAY):
    return count_figures([figure], first=first, last=last, today=today)[figure]


def running(figure):
    return counted(figure, first=TODAY - timedelta(days=400), last=TODAY + timedelta(days=400)).value


def hold(day, *, state=Convening.State.HELD, teams=0, **fields):
    """A convening that was held; its teams registered before."""
    convening = create_convening()
    registered = [register(convening) for _n in range(teams)]
    Convening.objects.filter(pk=convening.pk).update(starts_on=day, ends_on=day, state=state, **fields)
    return registered


def show(district=None, *, strength=Evidence.Strength.CERTAIN, **fields):
    defaults = {"kind": Evidence.Kind.ATTENDED, "what": "It came.", "source": "A test"}
    district = district or create_district()
    return Evidence.objects.create(district=district, strength=strength, **defaults | fields)


def publish_case_study(**fields):
    number = next(_number)
    defaults = {"title": f"Study {number}", "slug": f"study-{number}", "summary": "How.", "district": create_district()}
    defaults |= {"state": CaseStudy.State.PUBLISHED, "published_at": timezone.now()}
    return CaseStudy.objects.create(**defaults | fields)


def add_resource(**fields):
    number = next(_number)
    defaults = {"title": f"Guide {number}", "slug": f"guide-{number}", "kind": "guide", "abstract": "How."}
    return Resource.objects.create(**defaults | fields)


def test_convenings_held_are_counted_by_the_year_of_their_last_day():
    for day in (FIRST, date(2018, 6, 26), LAST):
        hold(day)

    found = counted(Figure.CONVENINGS_HELD)

    assert (found.value, found.by_year) == (3, [(2018, 2), (2019, 0), (2020, 1)])


@pytest.mark.parametrize(
    "fields",
    [
        {"day": FIRST - timedelta(days=1)},
        {"day": LAST + timedelta(days=1)},
        {"day": FIRST, "state": Convening.State.CLOSED},
        {"day": FIRST, "state": Convening.State.CANCELLED},
        {"day": FIRST, "kind": Convening.Kind.PARTNER},
    ],
    ids=["before", "after", "closed", "cancelled", "partner"],
)
def test_no_other_convening_is_counted(fields):
    hold(**fields)

    assert counted(Figure.CONVENINGS_HELD).value == 0


def test_years_to_come_are_left_out():
    found = counted(Figure.CONVENINGS_HELD, today=date(2019, 5, 1))

    assert [year for year, _value in found.by_year] == [2018, 2019]


@pytest.mark.parametrize("figure", Figure.values)
def test_nothing_is_known_of_a_plan_that_has_not_begun(figure):
    found = counted(figure, first=TODAY + timedelta(days=1), last=TODAY + timedelta(days=9))

    assert (found.value, found.by_year) == (None, [])


def test_confirmed_teams_of_those_convenings_are_counted():
    gone, *_others = hold(date(2019, 9, 25), teams=3)
    hold(date(2020, 2, 3), teams=1)
    hold(date(2021, 6, 22), teams=1)
    Registration.objects.filter(pk=gone.pk).update(state="cancelled", cancelled_at=timezone.now())

    found = counted(Figure.TEAMS)

    assert (found.value, found.by_year) == (3, [(2018, 0), (2019, 2), (2020, 1)])


def test_teams_are_unknown_where_convenings_were_held_and_none_is_on_record():
    hold(date(2019, 9, 25))

    assert counted(Figure.TEAMS).value is None


def test_control_no_convening_has_no_team():
    assert counted(Figure.TEAMS).value == 0


def test_both_sides_are_a_share_of_the_teams():
    one_sided, *_others = hold(date(2019, 9, 25), teams=3)
    one_sided.seats.filter(side="labor").delete()
    hold(date(2020, 2, 3), teams=1)

    found = counted(Figure.BOTH_SIDES)

    assert (found.value, found.by_year) == (Decimal("75.0"), [(2019, Decimal("66.7")), (2020, Decimal("100.0"))])


def test_no_team_has_no_share():
    assert counted(Figure.BOTH_SIDES).value is None


def test_districts_count_once_by_certain_or_likely_evidence():
    twice, likely = create_district(), create_district()
    show(twice, happened_on=date(2015, 5, 8))
    show(twice, happened_on=date(2019, 5, 8))
    show(likely, happened_on=LAST, strength=Evidence.Strength.LIKELY)

    assert counted(Figure.DISTRICTS).value == 2


@pytest.mark.parametrize(
    "fields",
    [
        {"happened_on": FIRST, "strength": Evidence.Strength.INFERRED},
        {"happened_on": FIRST, "kind": Evidence.Kind.WELL_BEING},
        {"happened_on": LAST + timedelta(days=1)},
        {"happened_on": None},
    ],
    ids=["inferred", "well-being", "later", "no-day"],
)
def test_no_other_evidence_counts_for_a_plan_that_is_over(fields):
    show(**fields)

    assert counted(Figure.DISTRICTS).value == 0


def test_evidence_without_a_day_counts_while_the_plan_runs():
    show(happened_on=None)
    show(happened_on=date(2015, 5, 8))
    show(strength=Evidence.Strength.INFERRED)

    assert running(Figure.DISTRICTS) == 2


def test_regions_are_those_of_the_districts():
    sacramento, los_angeles = create_county("34"), create_county("19")
    for county in (sacramento, sacramento, los_angeles):
        show(create_district(county=county), happened_on=FIRST)

    assert counted(Figure.REGIONS).value == 2


def test_library_and_case_studies_are_counted_as_they_are_today():
    add_resource()
    add_resource(is_published=False)
    publish_case_study()
    publish_case_study(state=CaseStudy.State.DRAFT)

    assert (running(Figure.RESOURCES), running(Figure.CASE_STUDIES)) == (1, 1)
    assert (counted(Figure.RESOURCES).value, counted(Figure.CASE_STUDIES).value) == (None, None)


def test_a_plan_is_over_once_its_last_day_has_passed():
    assert Span(FIRST, LAST, date(2020, 12, 31)).is_over is False
    assert Span(FIRST, LAST, date(2021, 1, 1)).is_over is True


@pytest.mark.parametrize("rows", [1, 3])
def test_all_figures_together_take_five_queries(django_assert_num_queries, rows):
    create_user()
    for _n in range(rows):
        hold(date(2019, 9, 25), teams=1)
        show(happened_on=FIRST)
        add_resource()
        publish_case_study()

    with django_assert_num_queries(5):
        count_figures(Figure.values, first=FIRST, last=TODAY, today=TODAY)
