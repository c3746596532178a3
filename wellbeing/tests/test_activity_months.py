"""The calendar month by month: a grid of days, and below it the same days as a list."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from wellbeing.activities.months import month_asked, next_month, previous_month
from wellbeing.models import SignUp

from .activity_factories import create_activity, labor
from .factories import create_employee, create_program, user_of

pytestmark = pytest.mark.django_db

# Noon in California.
DECEMBER_3 = datetime(2030, 12, 3, 20, tzinfo=UTC)


@pytest.fixture
def program():
    return create_program()


@pytest.fixture
def employee(program):
    return create_employee(program)


@pytest.fixture
def reader(client, employee):
    client.force_login(user_of(employee))
    return client


def month(reader, program, **query):
    address = f"/wellbeing/{program.district.cd_code}/calendar/"
    return reader.get(address, {"view": "month", "month": "2030-12"} | query)


def days(response):
    """{day of the month: titles}, as in the grid."""
    return {
        day.on.day: [card["title"] for card in day.cards]
        for week in response.context["weeks"]
        for day in week
        if day.cards
    }


def text_of(response):
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("2026-12", date(2026, 12, 1)),
        ("2026-13", date(2027, 3, 1)),
        ("202\u0666-12", date(2027, 3, 1)),
        ("", date(2027, 3, 1)),
    ],
)
def test_the_address_names_the_month_else_it_is_this_one(text, first):
    assert month_asked(text, today=date(2027, 3, 14)) == first


def test_months_turn_at_the_ends_of_the_year():
    assert (previous_month(date(2027, 1, 1)), next_month(date(2026, 12, 1))) == (date(2026, 12, 1), date(2027, 1, 1))


def test_each_activity_stands_on_the_day_it_begins_by_the_clock_in_california(reader, program):
    for title, starts_at in [
        ("Last of November", datetime(2030, 12, 1, 7, 59, tzinfo=UTC)),
        ("First midnight", datetime(2030, 12, 1, 8, tzinfo=UTC)),
        ("Last night", datetime(2031, 1, 1, 7, 30, tzinfo=UTC)),
        ("January", datetime(2031, 1, 1, 8, tzinfo=UTC)),
    ]:
        create_activity(program, title=title, starts_at=starts_at)

    response = month(reader, program)

    assert days(response) == {1: ["First midnight"], 31: ["Last night"]}
    assert [len(week) for week in response.context["weeks"]] == [7] * 5
    assert response.context["weeks"][0][0].on == date(2030, 12, 1)


def test_drafts_and_other_programs_are_in_no_month(reader, program):
    create_activity(program, starts_at=DECEMBER_3, title="Ours")
    create_activity(program, starts_at=DECEMBER_3, is_open=False)
    create_activity(create_program(), starts_at=DECEMBER_3)

    assert days(month(reader, program)) == {3: ["Ours"]}


def test_site_and_shift_narrow_the_month_and_stay_when_it_is_turned(reader, program):
    at_north = {"worksite_name": "North", "shift": "night", "title": "North", "title_es": ""}
    north = create_activity(program, starts_at=DECEMBER_3, **at_north)
    create_activity(program, worksite_name="South", title="South", starts_at=DECEMBER_3)

    response = month(reader, program, worksite=north.worksite_id, shift="night", language="es")

    assert days(response) == {3: ["North"]}
    asked = f"worksite={north.worksite_id}&amp;shift=night&amp;language=es"
    assert re.findall('rel="(prev|next)" href="(.*?)"', text_of(response)) == [
        ("prev", f"?view=month&amp;month=2030-11&amp;{asked}"),
        ("next", f"?view=month&amp;month=2031-01&amp;{asked}"),
    ]
    assert f'href="?{asked}"' in text_of(response)


def test_what_narrows_the_month_stands_open_once_it_does(reader, program):
    fold = '<details class="fold no-print"'

    assert f"{fold} open>" in text_of(month(reader, program, shift="night"))
    assert f"{fold}>" in text_of(month(reader, program))


def test_days_lead_to_their_place_in_the_list(reader, program):
    for number in range(5):
        create_activity(program, title=f"Walk {number}", starts_at=DECEMBER_3 + timedelta(hours=number))

    text = text_of(month(reader, program))

    assert re.findall('href="#(.*?)"', text)[1:] == ["day-3", "day-3"]
    assert text.count('id="day-3"') == 1
    assert [text.count(f"Walk {number}") for number in range(5)] == [2, 2, 2, 1, 1]
    assert "2 more" in text


def test_a_month_that_is_over_says_so(reader, program):
    create_activity(program, starts_in=timedelta(days=-40))
    begun = timezone.localdate(timezone.now() - timedelta(days=40))

    text = text_of(month(reader, program, month=f"{begun:%Y-%m}"))

    assert "This is over" in text
    assert "On now" not in text


def test_the_page_of_an_activity_that_is_over_says_so(reader, program, employee):
    over, ahead = create_activity(program, starts_in=timedelta(days=-2)), create_activity(program)
    for activity in (over, ahead):
        SignUp.objects.create(activity=activity, employee=employee, state="confirmed", signed_up_at=timezone.now())

    address = f"/wellbeing/{program.district.cd_code}/calendar/"
    texts = [text_of(reader.get(f"{address}{activity.pk}/")) for activity in (over, ahead)]

    assert [("This is over" in text, "We look forward to seeing you" in text) for text in texts] == [
        (True, False),
        (False, True),
    ]


def test_one_s_own_places_are_marked_and_nobody_else_s(reader, program, employee):
    own, other = (create_activity(program, title=title, starts_at=DECEMBER_3) for title in ("Own", "Other"))
    for activity, who in [(own, employee), (other, create_employee(program))]:
        SignUp.objects.create(activity=activity, employee=who, state="confirmed", signed_up_at=timezone.now())

    response = month(reader, program)

    [cards] = [day.cards for day in response.context["days"]]
    assert [(card["title"], card["state"]) for card in cards] == [("Own", "confirmed"), ("Other", "")]


def test_an_empty_month_says_so_in_the_reader_s_language(reader, program):
    response = month(reader, program, language="es")

    assert "No hay nada este mes. Vea el siguiente." in text_of(response)
    assert "Diciembre de 2030" in text_of(response)


def test_who_is_on_no_list_looks_at_the_month_too(client, program):
    create_activity(program, starts_at=DECEMBER_3, title="Ours")
    client.force_login(labor(program))

    assert days(month(client, program)) == {3: ["Ours"]}


@pytest.mark.parametrize("number", [1, 3])
def test_the_month_takes_as_many_queries_for_many_activities(
    reader, program, employee, number, django_assert_num_queries
):
    for _each in range(number):
        activity = create_activity(program, worksite_name="North", starts_at=DECEMBER_3)
        SignUp.objects.create(activity=activity, employee=employee, state="confirmed", signed_up_at=timezone.now())
    month(reader, program)

    with django_assert_num_queries(11):
        month(reader, program)
