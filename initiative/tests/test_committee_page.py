from datetime import date, timedelta

import pytest
from django.utils import timezone

from districts.tests.factories import create_user

from .committee_factories import create_decision, create_meeting, create_term

pytestmark = pytest.mark.django_db
PAGE = "/steering-committee/"
TODAY = timezone.localdate()


def text_of(response):
    return " ".join(response.content.decode().split())


def sitting(response):
    return [one.term.person for _group, sittings in response.context["groups"] for one in sittings]


@pytest.mark.parametrize("count", [1, 3])
def test_public_page_asks_the_same_at_any_size(client, django_assert_num_queries, count):
    for number in range(count):
        create_term()
        create_decision(is_public=True, meeting=create_meeting(on=TODAY - timedelta(days=number + 1)))

    # the terms; of the decisions their years, how many, and those of the page
    with django_assert_num_queries(4):
        client.get(PAGE)


@pytest.mark.parametrize("count", [1, 3])
def test_members_page_asks_the_same_at_any_size(client, django_assert_num_queries, count):
    user = create_user()
    create_term(user=user)
    for number in range(count):
        create_decision(meeting=create_meeting(on=TODAY - timedelta(days=number + 1)))
    client.force_login(user)

    # session and user; as above; the meetings
    with django_assert_num_queries(7):
        client.get(PAGE)


@pytest.mark.parametrize("count", [1, 3])
def test_meeting_page_asks_the_same_at_any_size(client, django_assert_num_queries, count):
    user, meeting = create_user(), create_meeting()
    create_term(user=user)
    for _n in range(count):
        create_decision(meeting=meeting)
    client.force_login(user)

    # session and user; the meeting, its notes and decisions
    with django_assert_num_queries(5):
        client.get(meeting.get_absolute_url())


def test_page_shows_who_sits_today_unless_asked_for_a_day(client):
    create_term(person="Ana")
    create_term(person="Ben", runs="before")

    today, then = client.get(PAGE), client.get(PAGE, {"on": f"{TODAY.year - 3}-05-05"})

    assert (sitting(today), sitting(then)) == (["Ana"], ["Ben"])
    assert "Who sits on it today" in text_of(today)
    assert f"Who sat on it on May 5, {TODAY.year - 3}" in text_of(then)


def test_page_that_knows_nobody_of_today_says_so_and_leads_to_the_last_on_record(client):
    create_term(runs="before")

    response = client.get(PAGE)

    assert sitting(response) == []
    assert "The current committee has not been entered" in text_of(response)
    assert f'href="{PAGE}?on={TODAY.year - 2}-12-31"' in text_of(response)


def test_page_of_an_empty_portal_opens(client):
    response = client.get(PAGE)

    assert "The current committee has not been entered" in text_of(response)
    assert "No decision has been entered for everyone to read yet." in text_of(response)


def test_page_of_a_day_before_the_committee_says_that_nobody_is_on_record(client):
    create_term()

    assert "Nobody is on record for this day" in text_of(client.get(PAGE, {"on": "2013-01-01"}))


@pytest.mark.parametrize("typed", ["31 Foo", "2019-02-30", "'><b>", "9" * 400])
def test_a_bad_day_is_told_and_what_was_typed_stays(client, typed):
    create_term(person="Ana")

    response = client.get(PAGE, {"on": typed})

    assert sitting(response) == ["Ana"]
    assert response.context["form"]["on"].value() == typed
    assert "This is not a day. Write it as 2019-01-31; below is who sits today." in text_of(response)
    assert 'type="text" name="on"' in text_of(response)
    assert "<b>" not in text_of(response)


def test_control_a_good_day_is_a_date_field_without_a_sentence(client):
    page = text_of(client.get(PAGE, {"on": "2019-01-01"}))

    assert 'type="date" name="on" value="2019-01-01"' in page
    assert "This is not a day" not in page


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", ""])
def test_page_of_any_day_opens(client, day):
    create_term()

    assert client.get(PAGE, {"on": day}).status_code == 200


def test_links_lead_from_change_to_change(client):
    create_term(starts_on=date(2018, 1, 1), ends_on=date(2020, 12, 31))
    create_term(starts_on=date(2016, 1, 1), ends_on=date(2017, 12, 31))

    page = text_of(client.get(PAGE, {"on": "2018-01-01"}))

    assert f'rel="prev" href="{PAGE}?on=2016-01-01"' in page
    assert f'rel="next" href="{PAGE}?on=2021-01-01"' in page


def test_every_term_stands_in_words_beside_its_bar(client):
    create_term(person="Ana", starts_on=date(2016, 1, 1), ends_on=date(2017, 12, 31), is_approximate=True)

    page = text_of(client.get(PAGE))

    assert 'Ana <ul class="terms-words"> <li>about 2016–17</li>' in page
    assert '<rect class="is-about" x="200.0" y="4" width="199.7" height="12"/>' in page


def test_decision_log_is_narrowed_by_year(client):
    create_decision(sentence="Old.", decided_on=date(2019, 3, 3), is_public=True)
    create_decision(sentence="New.", decided_on=date(2024, 3, 3), is_public=True)

    shown = [client.get(PAGE, {"year": year}).context for year in ("", "2019", "2024", "1999", "x")]

    assert [[one.sentence for one in each["page"]] for each in shown] == [
        ["New.", "Old."],
        ["Old."],
        ["New."],
        ["New.", "Old."],
        ["New.", "Old."],
    ]
    assert [each["unknown_year"] for each in shown] == ["", "", "", "1999", "x"]
    assert shown[0]["years"] == ["2024", "2019"]


def test_a_long_decision_log_has_pages(client):
    for number in range(21):
        create_decision(decided_on=date(2024, 3, 1 + number), is_public=True)

    response = client.get(PAGE, {"page": "2", "year": "2024"})

    assert [one.decided_on.day for one in response.context["page"]] == [1]
    assert "Page 2 of 2" in text_of(response)


def test_a_year_without_a_decision_of_ones_own_is_not_given_away(client):
    """The years to choose from are those of what is shown."""
    create_decision(decided_on=date(2024, 3, 3))
    create_decision(decided_on=date(2019, 3, 3), is_public=True)

    assert client.get(PAGE).context["years"] == ["2019"]


def test_meeting_shows_its_time_with_the_zone_and_how_its_minutes_stand(client, staff):
    winter = create_meeting(on=date(2026, 1, 5))
    summer = create_meeting(on=date(2025, 7, 5), approved_by=staff)

    pages = [text_of(client.get(one.get_absolute_url())) for one in (winter, summer)]

    assert "Jan. 5, 2026, 10 a.m. PST" in pages[0]
    assert "Not approved by the committee yet" in pages[0]
    assert "July 5, 2025, 10 a.m. PDT" in pages[1]
    assert "Approved by the committee on" in pages[1]


def test_coming_meeting_can_be_put_into_a_calendar_without_its_agenda(client, staff):
    coming = create_meeting(on=TODAY + timedelta(days=7), minutes="")

    response = client.get(f"{coming.get_absolute_url()}meeting.ics")

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    lines = response.content.decode().splitlines()
    assert f"DTSTART;TZID=America/Los_Angeles:{TODAY + timedelta(days=7):%Y%m%d}T100000" in lines
    assert f"UID:committee-meeting-{coming.pk}@" in response.content.decode()
    assert "secret" not in response.content.decode()
    assert "meeting.ics" in text_of(client.get(coming.get_absolute_url()))


def test_decisions_as_a_spreadsheet(client, staff):
    create_decision(
        sentence="=1+1", reasons="Because.", decided_on=date(2024, 3, 3), meeting=create_meeting(on=date(2024, 3, 3))
    )
    create_decision(decided_on=date(2019, 3, 3))

    response = client.get(f"{PAGE}decisions.csv", {"year": "2024"})

    assert b"".join(response.streaming_content).decode().splitlines() == [
        "\ufeffDecided,Decision,Reasons,Meeting,For everyone to read",
        "2024-03-03,'=1+1,Because.,2024-03-03 10:00 PST,no",
    ]


@pytest.mark.parametrize("year", ["", "1999", "0000", "x"])
def test_a_spreadsheet_of_no_year_with_a_decision_has_them_all(client, staff, year):
    create_decision(decided_on=date(2024, 3, 3))
    create_decision(decided_on=date(2019, 3, 3))

    response = client.get(f"{PAGE}decisions.csv", {"year": year})

    assert len(b"".join(response.streaming_content).decode().splitlines()) == 3
