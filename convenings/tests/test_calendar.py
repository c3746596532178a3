from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from convenings.models import ConveningDay
from districts.tests.factories import create_county

from .factories import create_convening, register

pytestmark = pytest.mark.django_db

LIST = "/convenings/"


def titles(response):
    return [card.title for card in response.context["cards"]]


def text_of(response):
    return " ".join(response.content.decode().split())


def create_past(**fields):
    day = timezone.localdate() - timedelta(days=40)
    return create_convening(**{"state": "held", "starts_on": day, "ends_on": day} | fields)


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_database_four_times(client, django_assert_num_queries, count):
    for _n in range(count):
        register(create_convening())

    with django_assert_num_queries(4):
        response = client.get(LIST)

    assert len(response.context["cards"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_month_asks_the_database_three_times(client, django_assert_num_queries, count):
    for _n in range(count):
        create_convening(starts_on=date(2026, 5, 7), ends_on=date(2026, 5, 7))

    with django_assert_num_queries(3):
        response = client.get(LIST, {"view": "month", "month": "2026-05"})

    assert len(response.context["cards"]) == count


def test_upcoming_come_soonest_first_and_past_latest_first(client):
    today = timezone.localdate()
    for days in (60, 20, -20, -60):
        day = today + timedelta(days=days)
        create_convening(title=f"{days} days", starts_on=day, ends_on=day)

    assert titles(client.get(LIST)) == ["20 days", "60 days"]
    assert titles(client.get(LIST, {"when": "past"})) == ["-20 days", "-60 days"]


def test_a_convening_of_today_is_upcoming_still(client):
    today = timezone.localdate()
    create_convening(title="Today", starts_on=today - timedelta(days=1), ends_on=today)

    assert titles(client.get(LIST)) == ["Today"]


def test_past_convening_without_a_day_keeps_its_note(client):
    create_past(starts_on=None, ends_on=None, dates_note="Late in 2015.")

    assert [card.dates for card in client.get(LIST, {"when": "past"}).context["cards"]] == ["Late in 2015."]


def test_announced_convening_without_a_day_yet_comes_last_of_the_upcoming(client):
    create_convening(title="Someday", state="save_the_date", starts_on=None, ends_on=None, dates_note="Fall")
    create_convening(title="Soon")

    assert [titles(client.get(LIST, {"when": when})) for when in ("upcoming", "past")] == [["Soon", "Someday"], []]


def test_drafts_are_nowhere(client):
    create_convening(state="draft")

    assert titles(client.get(LIST)) == []
    assert "No convening is announced at the moment" in text_of(client.get(LIST))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"region": "7"}, ["Valley"]),
        ({"kind": "institute"}, ["Institute"]),
        ({"month": "2099-03"}, ["Valley"]),
        ({"month": "2099-02"}, ["Institute", "Valley"]),
        ({"region": "7", "kind": "institute"}, []),
    ],
)
def test_list_is_narrowed_by_its_address(client, asked, found):
    create_convening(title="Valley", region=7, starts_on=date(2099, 2, 28), ends_on=date(2099, 3, 1))
    create_convening(
        title="Institute", region=9, kind="institute", starts_on=date(2099, 2, 5), ends_on=date(2099, 2, 6)
    )

    response = client.get(LIST, asked)

    assert titles(response) == found


def test_nothing_found_leads_back_to_all(client):
    create_convening(region=7)

    response = client.get(LIST, {"region": "8", "when": "past"})

    assert "Nothing fits what you chose" in text_of(response)
    assert '<a class="btn btn-primary" href="/convenings/?when=past">Show all</a>' in text_of(response)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"region": "99"}, "There is no region “99”: they are numbered 1 to 11."),
        ({"region": "٣"}, "There is no region “٣”: they are numbered 1 to 11."),
        ({"month": "2027-13"}, "“2027-13” is not a month, such as 2027-02."),
        ({"month": "0000-01"}, "“0000-01” is not a month, such as 2027-02."),
        ({"kind": "x" * 5000}, f"There is no kind “{'x' * 40}”."),
        ({"when": "soon"}, "“soon” is neither upcoming nor past."),
        ({"view": "<b>"}, "There is no view named “<b>”."),
    ],
)
def test_what_makes_no_sense_is_left_out_and_said_so(client, asked, sentence):
    create_convening(title="Here")

    response = client.get(LIST, asked)

    assert response.status_code == 200
    assert titles(response) == ["Here"]
    assert response.context["asked"].left_out == [sentence]


@pytest.mark.parametrize("page", ["0", "-1", "9999999999999999999999", "x", ""])
def test_any_page_number_shows_a_page(client, page):
    create_convening(title="Here")

    assert titles(client.get(LIST, {"page": page})) == ["Here"]


def test_list_is_paged_and_keeps_what_was_asked(client):
    for _n in range(14):
        create_past(region=7)

    first = client.get(LIST, {"when": "past", "region": "7"})
    second = client.get(LIST, {"when": "past", "region": "7", "page": "2"})

    assert [len(titles(first)), len(titles(second))] == [12, 2]
    assert 'rel="next" href="?when=past&amp;region=7&amp;page=2"' in first.content.decode()


def test_regions_are_told_with_their_counties(client):
    create_county()

    assert '<option value="7">7: Fresno, Kings, Madera, Mariposa, Merced, Tulare</option>' in text_of(client.get(LIST))


def test_card_tells_what_one_needs_to_choose(client):
    create_convening(title="Valley", starts_on=date(2099, 2, 6), ends_on=date(2099, 2, 6), venue="Vocational Center")

    [card] = client.get(LIST).context["cards"]

    assert [card.dates, card.place, card.fee, card.status] == [
        "Feb. 6, 2099",
        "Vocational Center, Dinuba",
        "$60 a person",
        "100 seats left",
    ]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": "save_the_date"}, "Save the date"),
        ({"state": "cancelled"}, "Cancelled"),
        ({"state": "closed"}, "Registration closed"),
        ({"registration_closes_at": timezone.now() - timedelta(hours=1)}, "Registration closed"),
        ({"capacity": None}, "Open for registration"),
        ({"capacity": 1}, "1 seat left"),
        ({"capacity": 0}, "Full: new teams join the waitlist"),
        ({"kind": "partner", "state": "save_the_date"}, "Save the date"),
        ({"kind": "partner", "state": "closed"}, "Registers with the partner"),
    ],
)
def test_card_says_how_it_stands(client, fields, words):
    create_convening(**fields)

    assert [card.status for card in client.get(LIST).context["cards"]] == [words]


def test_card_says_when_registration_opens(client):
    create_convening(registration_opens_at=timezone.now() + timedelta(days=2))

    [card] = client.get(LIST).context["cards"]

    assert card.status.startswith("Registration opens ")


def test_card_counts_the_seats_held_and_the_teams_waiting(client):
    convening = create_convening(capacity=5)
    register(convening, size=3)
    [before] = client.get(LIST).context["cards"]

    register(convening, size=3)
    [after] = client.get(LIST).context["cards"]

    assert [before.status, after.status] == ["2 seats left", "Waitlist (1 team waiting)"]


def test_month_shows_each_day_that_a_convening_is_held(client):
    series = create_convening(title="Series", starts_on=date(2026, 5, 5), ends_on=date(2026, 5, 28), city="Milpitas")
    ConveningDay.objects.create(convening=series, held_on=date(2026, 5, 28))

    response = client.get(LIST, {"view": "month", "month": "2026-05"})

    held = {day.held_on.day for week in response.context["weeks"] for day in week if day.convenings}
    assert held == {5, 28}
    assert titles(response) == ["Series"]


def test_month_shows_one_without_days_from_its_first_to_its_last(client):
    convening = create_convening(starts_on=date(2026, 5, 5), ends_on=date(2026, 5, 7))
    convening.days.all().delete()

    response = client.get(LIST, {"view": "month", "month": "2026-05"})

    assert [d.held_on.day for week in response.context["weeks"] for d in week if d.convenings] == [5, 6, 7]


def test_month_leads_to_the_months_around_it_and_keeps_the_rest(client):
    response = client.get(LIST, {"view": "month", "month": "2026-12", "region": "7"})

    assert response.context["previous_url"] == "/convenings/?view=month&region=7&month=2026-11"
    assert response.context["next_url"] == "/convenings/?view=month&region=7&month=2027-01"
    assert "Nothing is held in this month" in text_of(response)


def test_month_opens_where_the_next_convening_is(client):
    create_convening(starts_on=date(2099, 2, 6), ends_on=date(2099, 2, 6))

    assert client.get(LIST, {"view": "month"}).context["month"] == date(2099, 2, 1)


def test_first_and_last_month_of_the_century_can_be_shown(client):
    for month in ("2000-01", "2099-12"):
        assert client.get(LIST, {"view": "month", "month": month}).status_code == 200


def test_list_has_its_address():
    assert reverse("convenings:list") == LIST
