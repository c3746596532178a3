from datetime import date

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from initiative.models import Measure

from .committee_factories import add_measure, create_plan

pytestmark = pytest.mark.django_db
PAGE = "/strategic-plan/"
YEAR = timezone.localdate().year


def text_of(response):
    return " ".join(response.content.decode().split())


def rows(response):
    return [row for _goal, objectives in response.context["goals"] for _objective, found in objectives for row in found]


def enter(measure, *values):
    for day, value in values:
        measure.values.create(measured_on=date.fromisoformat(day), value=value, source=f"Survey of {day}")


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_same_at_any_size(client, django_assert_num_queries, count):
    for _n in range(count):
        plan = create_plan(objectives=count)
        for figure in Measure.Figure.values * count:
            add_measure(plan, figure=figure)
        for _m in range(count):
            enter(add_measure(plan), *[(f"{2000 + n}-01-01", n) for n in range(count)])

    # the plans; goals, objectives, measures, values; five for all the figures
    with django_assert_num_queries(10):
        response = client.get(PAGE)

    assert len(rows(response)) == 8 * count


def test_page_asks_for_no_figure_that_no_measure_has(client, django_assert_num_queries):
    add_measure(create_plan())

    with django_assert_num_queries(5):
        client.get(PAGE)


@pytest.mark.parametrize(
    ("plans", "shown"),
    [
        ({"past": -3, "now": 0, "next": 3}, "now"),
        ({"older": -6, "past": -3}, "past"),
        ({"past": -3, "next": 3}, "past"),
        ({"next": 3, "after": 6}, "next"),
        ({}, None),
    ],
)
def test_page_shows_the_plan_that_runs_else_the_latest_begun_else_the_next(client, plans, shown):
    for slug, years in plans.items():
        create_plan(slug=slug, starts_on=date(YEAR + years, 1, 1), ends_on=date(YEAR + years + 2, 12, 31))
    create_plan(slug="draft", is_published=False)

    plan = client.get(PAGE).context["plan"]

    assert (plan and plan.slug) == shown


def test_page_without_a_plan_leads_to_the_committee(client):
    page = text_of(client.get(PAGE))

    assert "No strategic plan is published yet" in page
    assert 'href="/steering-committee/"' in page


def test_plans_lead_to_one_another(client):
    now = create_plan(title="Now")
    before = create_plan(title="Before", starts_on=date(2018, 1, 1), ends_on=date(2020, 12, 31))
    create_plan(title="A draft", is_published=False)

    page = text_of(client.get(before.get_absolute_url()))

    assert f'<a href="{before.get_absolute_url()}" aria-current="page">Before</a>' in page
    assert f'<a href="{now.get_absolute_url()}">Now</a>' in page
    assert "A draft" not in page
    assert "It is over; this page is its record." in page


def test_example_says_that_nobody_adopted_it(client):
    sentence = "The committee has not adopted this plan: its targets are made up"
    create_plan(slug="example", is_example=True)
    create_plan(slug="adopted")

    pages = [text_of(client.get(f"{PAGE}{slug}/")) for slug in ("example", "adopted")]

    assert [sentence in page for page in pages] == [True, False]


def test_draft_says_to_staff_that_nobody_else_sees_it(client, staff):
    draft = create_plan(is_published=False)

    assert "Not published: only LMI staff see this page." in text_of(client.get(draft.get_absolute_url()))


def test_what_is_counted_stands_as_of_today_or_of_the_plans_last_day(client):
    for slug, last in [("over", date(2020, 12, 31)), ("running", date(YEAR + 1, 12, 31))]:
        add_measure(create_plan(slug=slug, starts_on=date(2018, 1, 1), ends_on=last), figure="convenings_held")

    [[over], [running]] = [rows(client.get(f"{PAGE}{slug}/")) for slug in ("over", "running")]

    assert (over.as_of, running.as_of) == ("Dec. 31, 2020", date_format(timezone.localdate(), "N j, Y"))


def test_entered_values_show_the_latest_with_its_source(client):
    measure = add_measure(create_plan(), name="Trust", unit="percent", baseline=40, target=80)
    enter(measure, ("2020-05-01", "50.00"), ("2022-05-01", "62.50"))

    [row] = rows(client.get(PAGE))

    assert (row.baseline, row.target, row.actual) == ("40", "80", "62.5")
    assert (row.as_of, row.source) == ("May 1, 2022", "Survey of 2022-05-01")
    assert row.words == "56 percent of the way from the baseline to the target; 17.5 to go."
    assert row.points == [
        ("2020", "50", "Survey of 2020-05-01"),
        ("2022", "62.5", "Survey of 2022-05-01"),
    ]


def test_two_values_of_a_year_are_told_by_their_day(client):
    enter(add_measure(create_plan()), ("2020-05-01", 1), ("2020-11-01", 2))

    [row] = rows(client.get(PAGE))

    assert [when for when, *_rest in row.points] == ["May 1, 2020", "Nov. 1, 2020"]


def test_counted_measure_says_what_it_is_counted_from_and_shows_no_entered_value(client):
    measure = add_measure(create_plan(), figure="regions", target=11)
    enter(measure, ("2020-05-01", 7))

    [row] = rows(client.get(PAGE))

    assert (row.actual, row.words) == ("0", "0 percent of the target; 11 to go.")
    assert row.source.startswith("the evidence on record, certain or likely: regions")


def test_what_is_not_on_record_is_said_and_never_drawn(client):
    add_measure(create_plan(), name="Untold")

    page = text_of(client.get(PAGE))

    assert page.count("none on record") == 3
    assert "No target is on record." in page
    assert 'viewBox="0 0 1000 20"' not in page


def test_control_a_target_is_drawn_with_its_bar(client):
    add_measure(create_plan(), target=40)

    assert 'viewBox="0 0 1000 20"' in text_of(client.get(PAGE))


def test_every_drawn_line_has_its_table(client):
    measure = add_measure(create_plan(), name="Trust", target=80)
    enter(measure, ("2020-05-01", 50), ("2022-05-01", 60))

    page = text_of(client.get(PAGE))

    assert '<polyline class="line" points="34,61 306,50"/>' in page
    assert '<th scope="row">2020</th><td class="number">50</td><td>Survey of 2020-05-01</td>' in page


def test_objective_without_a_measure_says_so(client):
    create_plan()

    assert "No measure of it is on record." in text_of(client.get(PAGE))


def test_measures_as_a_spreadsheet(client):
    plan = create_plan(slug="ours")
    measure = add_measure(plan, name="Trust", unit="percent", target=80, source="Minutes")
    enter(measure, ("2020-05-01", 50), ("2022-05-01", 60))

    lines = b"".join(client.get(f"{PAGE}ours/measures.csv").streaming_content).decode().splitlines()

    assert lines == [
        "\ufeffGoal,Objective,Measure,Unit,Baseline,Target,Where they stand,Actual,As of,Drawn from,Progress,By year",
        'A goal,Objective 1,Trust,percent,,80.00,Minutes,60.00,"May 1, 2022",Survey of 2022-05-01,'
        "75 percent of the target; 20 to go.,2020: 50; 2022: 60",
    ]
