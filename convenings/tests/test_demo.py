import csv
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from convenings.demo import load_calendar, weeks_ahead, weeks_to_summer
from convenings.models import AddOn, AgendaItem, Convening, ConveningDay
from convenings.wording import dates_of, fee_sentence, hours_of
from lmi_portal.environment import ROOT

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)
EVENTS = ROOT.parent / "shared" / "data" / "lmi_events.csv"
PACIFIC = ZoneInfo("America/Los_Angeles")


def at(day, hour):
    return datetime(day.year, day.month, day.day, hour, tzinfo=PACIFIC)


def test_the_real_past_is_on_file_as_held():
    load_calendar(today=TODAY)

    past = Convening.objects.past(on=TODAY)

    assert past.count() == 23
    assert past.filter(kind="partner").count() == 4
    assert set(past.values_list("state", flat=True)) == {"held", "closed"}
    assert past.filter(source="").count() == 0


def test_every_row_keeps_the_days_and_places_of_its_source():
    assert EVENTS.exists(), f"{EVENTS} is absent: the facts cannot be compared with their source."
    with Path(EVENTS).open(encoding="utf-8", newline="") as file:
        published = {row["slug"]: row for row in csv.DictReader(file)}
    load_calendar(today=TODAY)

    kept = {convening.slug: convening for convening in Convening.objects.filter(slug__in=published)}

    assert set(kept) == set(published)
    for slug, row in published.items():
        convening = kept[slug]
        days = [day.isoformat() if day else "" for day in (convening.starts_on, convening.ends_on)]
        assert days == [row["start"], row["end"]], slug
        assert [convening.city, convening.zip_code] == [row["city"], row["zip"]], slug


@pytest.mark.parametrize(
    ("slug", "sentence"),
    [
        ("summer-2017", "first 5 of a district free, then $150 a person"),
        ("summer-2018", "first 4 of a district free; the price of more is not on record"),
        ("monterey-2020", "$60 a person"),
        ("summer-2022", "fee not on record"),
    ],
)
def test_past_fees_are_told_as_stated(slug, sentence):
    load_calendar(today=TODAY)

    assert fee_sentence(Convening.objects.get(slug=slug)) == sentence


def test_what_is_not_on_record_stays_empty():
    load_calendar(today=TODAY)

    emeryville = Convening.objects.get(slug="emeryville-2015")

    assert emeryville.dates_note == "Late in 2015; the day is not on record."
    assert list(emeryville.days.all()) == []


def test_a_series_keeps_its_sessions():
    load_calendar(today=TODAY)

    bay = Convening.objects.get(slug="cohort-bay-2016-17")

    assert [day.title for day in bay.days.all()] == ["Session 1", "Session 1", "Session 2", "Session 2", "Session 3"]
    assert dates_of(bay) == "Nov. 29, 2016 – March 1, 2017"


def test_central_valley_has_the_shape_of_2020():
    load_calendar(today=TODAY)

    convening = Convening.objects.upcoming(on=TODAY).get(slug__startswith="central-valley-")

    assert f"{convening.starts_on:%A}" == "Friday"
    assert fee_sentence(convening) == "$60 a person"
    assert [hours_of(day) for day in convening.days.all()] == ["doors 8:30 a.m., 9:30 a.m.–3 p.m. PST"]
    assert convening.venue == "Dinuba Unified Vocational Center"
    assert [(rule.kind, rule.days) for rule in convening.reminder_rules.all()] == [
        ("after", 1),
        ("before", 14),
        ("before", 3),
        ("before", 1),
        ("roster", 7),
    ]


def test_the_season_lies_soon_ahead_and_in_school_weeks_on_any_day():
    for today in (TODAY + timedelta(days=n) for n in range(731)):
        monterey = date(2020, 1, 28) + weeks_ahead(today=today)
        downey = date(2020, 3, 3) + weeks_ahead(today=today)
        monday = date(2020, 2, 3) + weeks_ahead(today=today)
        institute = date(2020, 6, 23) + weeks_to_summer(today=today)

        assert today + timedelta(weeks=6) <= monterey <= today + timedelta(weeks=21)
        assert not any(date(year, 6, 10) <= monterey <= date(year, 8, 10) for year in range(2026, 2030))
        assert not any(date(year, 11, 20) <= downey <= date(year + 1, 1, 6) for year in range(2026, 2030))
        assert (monday.month, monday.day) not in {(1, n) for n in range(15, 22)} | {(2, n) for n in range(15, 22)}
        assert (f"{institute:%a}", institute.month) == ("Tue", 6)
        assert institute >= today + timedelta(weeks=8)


@pytest.mark.parametrize("days", [0, 120, 365, 485])
def test_the_coming_season_is_ahead_on_any_day(days):
    today = TODAY + timedelta(days=days)
    load_calendar(today=today)

    coming = list(Convening.objects.upcoming(on=today).prefetch_related("days"))

    assert sorted((c.slug.rsplit("-", 1)[0], f"{c.starts_on:%a}", f"{c.ends_on:%a}") for c in coming) == [
        ("central-valley", "Fri", "Fri"),
        ("monterey", "Tue", "Tue"),
        ("sac-eldorado", "Mon", "Tue"),
        ("socal", "Mon", "Tue"),
        ("summer", "Tue", "Wed"),
    ]
    assert all(c.slug.endswith(str(c.starts_on.year)) for c in coming)
    open_now = {c.slug.rsplit("-", 1)[0] for c in coming if c.is_open_for_registration(now=at(today, 12))}
    assert open_now == {"central-valley", "monterey", "sac-eldorado", "socal"}


def test_the_summer_institute_has_its_day_before():
    load_calendar(today=TODAY)

    institute = Convening.objects.upcoming(on=TODAY).get(kind="institute")
    [day_before] = institute.add_ons.all()

    assert institute.state == "save_the_date"
    assert day_before.held_on == institute.starts_on - timedelta(days=1)
    assert (day_before.capacity, day_before.for_whom) == (80, "New districts and new members of teams")


def test_agendas_lie_within_their_days():
    load_calendar(today=TODAY)

    items = AgendaItem.objects.select_related("day")

    assert items.count() == 35
    assert [item for item in items if not item.day.starts_at <= item.starts_at < item.day.ends_at] == []


def test_every_convening_is_valid():
    load_calendar(today=TODAY)

    for model in (Convening, ConveningDay, AddOn):
        for row in model.objects.all():
            row.full_clean()


def test_a_second_load_changes_nothing():
    load_calendar(today=TODAY)
    Convening.objects.filter(slug="summer-2017").update(summary="Mended by staff.")

    again = load_calendar(today=TODAY + timedelta(days=1))

    assert again == []
    assert Convening.objects.get(slug="summer-2017").summary == "Mended by staff."


def test_a_season_that_is_over_is_followed_by_the_next():
    load_calendar(today=date(2027, 1, 8))

    added = load_calendar(today=date(2027, 7, 30))

    assert [convening.slug for convening in added] == [
        "monterey-2027-09",
        "sac-eldorado-2027-09",
        "central-valley-2027-10",
        "socal-2027-10",
        "summer-2028",
    ]
