from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone
from icalendar import Calendar

from convenings.attachments import convening_ics
from convenings.calendar_files import calendar_of
from convenings.models import Convening, ConveningDay
from lmi_portal.outbox.attachments import render_attachments

from .factories import create_convening

pytestmark = pytest.mark.django_db

DAY = date(2099, 2, 6)


def create_day(convening=None, **fields):
    """A convening with the one day told by `fields`."""
    convening = convening or create_convening(starts_on=DAY, ends_on=DAY, title="Valley")
    convening.days.all().delete()
    ConveningDay.objects.create(convening=convening, held_on=DAY, **fields)
    return convening


def events(content):
    return Calendar.from_ical(content).walk("VEVENT")


def test_calendar_file_gives_the_hours_in_pacific_time(client):
    convening = create_convening(starts_on=DAY, ends_on=DAY, title="Valley", venue="Vocational Center")

    response = client.get(f"/convenings/{convening.slug}/calendar.ics")
    [event] = events(response.content)

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="{convening.slug}.ics"'
    assert b"DTSTART;TZID=America/Los_Angeles:20990206T083000\r\n" in response.content
    assert b"DTEND;TZID=America/Los_Angeles:20990206T150000\r\n" in response.content
    assert [str(event[name]) for name in ("SUMMARY", "LOCATION", "STATUS")] == [
        "Valley",
        "Vocational Center, Dinuba",
        "CONFIRMED",
    ]
    assert event["URL"].endswith(convening.get_absolute_url())


def test_calendar_file_carries_the_rules_of_its_zone():
    [zone] = Calendar.from_ical(calendar_of([create_convening()])).walk("VTIMEZONE")
    pacific = zone.to_tz()

    winter, summer = datetime(2027, 2, 19, 9, tzinfo=pacific), datetime(2027, 6, 22, 9, tzinfo=pacific)

    assert str(zone["TZID"]) == "America/Los_Angeles"
    assert [winter.utcoffset(), summer.utcoffset()] == [timedelta(hours=-8), timedelta(hours=-7)]


def test_day_of_unknown_hours_lasts_all_day():
    [event] = events(calendar_of([create_day()]))

    assert [event["DTSTART"].dt, event["DTEND"].dt] == [DAY, DAY + timedelta(days=1)]


def test_day_of_unknown_end_has_none():
    [event] = events(calendar_of([create_day(starts_at=datetime(2099, 2, 6, 17, tzinfo=UTC))]))

    assert event["DTSTART"].dt == datetime(2099, 2, 6, 17, tzinfo=UTC)
    assert "DTEND" not in event


def test_each_day_is_an_event_of_its_own():
    convening = create_convening(starts_on=DAY, ends_on=DAY + timedelta(days=1), title="Downey")
    ConveningDay.objects.create(convening=convening, held_on=DAY + timedelta(days=1), title="Session 2")

    assert [str(event["SUMMARY"]) for event in events(calendar_of([convening]))] == [
        "Downey (1/2)",
        "Downey (2/2): Session 2",
    ]


def test_convening_without_days_gives_a_calendar_without_events():
    assert events(calendar_of([create_convening(starts_on=None, ends_on=None, state="held")])) == []


def test_moved_day_stays_the_same_event_and_counts_up():
    convening = create_convening(starts_on=DAY, ends_on=DAY)
    [before] = events(calendar_of([convening]))

    convening.days.update(held_on=DAY + timedelta(days=7))
    Convening.objects.update(updated_at=convening.updated_at + timedelta(minutes=5))
    [after] = events(calendar_of([Convening.objects.get()]))

    assert before["UID"] == after["UID"]
    assert after["SEQUENCE"] - before["SEQUENCE"] == 5
    assert after["LAST-MODIFIED"].dt > before["LAST-MODIFIED"].dt


@pytest.mark.parametrize(
    ("state", "status"), [("open", "CONFIRMED"), ("save_the_date", "TENTATIVE"), ("cancelled", "CANCELLED")]
)
def test_state_is_told_to_the_calendar(state, status):
    [event] = events(calendar_of([create_convening(state=state)]))

    assert event["STATUS"] == status


def test_text_is_escaped_and_folded_and_comes_back_as_it_was():
    title = "Ánimo; “labor, management”\\ side 🤝 by side, " * 3
    content = calendar_of([create_convening(title=title.strip(), summary="One.\nTwo; three, four")])

    [event] = events(content)

    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert str(event["SUMMARY"]) == title.strip()
    assert str(event["DESCRIPTION"]).startswith("One.\nTwo; three, four\nFee: $60 a person\n")


def test_feed_has_those_ahead_and_of_the_past_year(client, django_assert_num_queries):
    today = timezone.localdate()
    for days in (-400, -100, 0, 50):
        day = today + timedelta(days=days)
        create_convening(title=f"{days} days", starts_on=day, ends_on=day)
    create_convening(title="Draft", state="draft")

    with django_assert_num_queries(2):
        response = client.get("/convenings/feed.ics")

    assert [str(event["SUMMARY"]) for event in events(response.content)] == ["-100 days", "0 days", "50 days"]
    assert Calendar.from_ical(response.content)["X-WR-CALNAME"] == "LMI convenings"


def test_draft_has_no_calendar_file(client):
    draft = create_convening(state="draft")

    assert client.get(f"/convenings/{draft.slug}/calendar.ics").status_code == 404


def test_letters_carry_the_calendar_file_by_name():
    convening = create_convening(title="Valley")

    [(name, content, mime_type)] = render_attachments("convening_ics", {"convening_id": convening.pk})

    assert (name, mime_type) == (f"{convening.slug}.ics", "text/calendar")
    assert [str(event["SUMMARY"]) for event in events(content)] == ["Valley"]
    assert convening_ics({"convening_id": convening.pk}) == (name, content, mime_type)


def test_rss_tells_of_dates_to_save(client):
    create_convening(state="save_the_date", summary="One day.")

    channel = ElementTree.fromstring(client.get("/convenings/feed.rss").content).find("channel")

    assert [item.findtext("description").split(" · ")[-1] for item in channel.findall("item")] == ["Save the date"]


def test_rss_is_valid_and_its_links_are_absolute(client, django_assert_num_queries):
    for n in range(3):
        create_convening(title=f"Valley & {n}", summary="One <day>.")
    create_convening(state="draft")

    with django_assert_num_queries(1):
        response = client.get("/convenings/feed.rss")
    channel = ElementTree.fromstring(response.content).find("channel")
    items = channel.findall("item")

    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert [channel.findtext(name) for name in ("title", "link")] == [
        "LMI convenings",
        "http://testserver/convenings/",
    ]
    assert {item.findtext("title") for item in items} == {"Valley & 0", "Valley & 1", "Valley & 2"}
    for item in items:
        assert item.findtext("link").startswith("http://testserver/convenings/convening-")
        assert item.findtext("guid") == item.findtext("link")
        assert item.find("guid").get("isPermaLink") == "true"
        assert item.findtext("pubDate")
        assert item.findtext("description").startswith("One <day>. · ")
