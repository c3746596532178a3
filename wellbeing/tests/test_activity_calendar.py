"""What employees open: the calendar, one activity, and the feed of one's own."""

from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from lmi_portal.outbox.models import Email
from lmi_portal.outbox.rendering import render
from wellbeing.activities.calendar_file import calendar_of_activities
from wellbeing.activities.links import feed_address
from wellbeing.activities.scheduling import cancel_activity
from wellbeing.activities.signing_up import sign_up, withdraw
from wellbeing.models import SignUp

from .activity_factories import create_activity, fill, labor
from .factories import create_employee, create_program, user_of

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


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


def at(program, rest):
    return f"/wellbeing/{program.district.cd_code}/{rest}"


def test_employees_see_what_is_ahead_and_open_alone(reader, program):
    ahead, _draft = create_activity(program), create_activity(program, is_open=False)
    create_activity(program, starts_in=timedelta(days=-2))
    create_activity(create_program())

    response = reader.get(at(program, "calendar/"))

    assert [card["activity"] for _monday, cards in response.context["weeks"] for card in cards] == [ahead]
    assert reader.get(at(program, "activities/")).status_code == 404


def test_the_calendar_is_narrowed_by_site_and_shift(reader, program):
    north = create_activity(program, worksite_name="North", shift="night")
    south = create_activity(program, worksite_name="South")

    def shown(**query):
        weeks = reader.get(at(program, "calendar/"), query).context["weeks"]
        return {card["activity"] for _monday, cards in weeks for card in cards}

    assert shown(worksite=north.worksite_id) == {north}
    # What suits everybody suits every shift.
    assert (shown(shift="night"), shown(shift="day"), shown(shift="noon")) == ({north, south}, {south}, {north, south})


def test_one_tap_signs_up_and_another_withdraws(reader, program, employee):
    activity = create_activity(program, capacity=1)
    page = at(program, f"calendar/{activity.pk}/")

    reader.post(f"{page}sign-up/")
    mine = reader.get(at(program, "calendar/")).context["mine"]
    reader.post(f"{page}withdraw/")

    assert [card["activity"] for card in mine] == [activity]
    assert [row.state for row in employee.sign_ups.all()] == ["withdrawn"]
    assert "Changed your mind?" in reader.get(page).content.decode()


def test_who_waits_sees_their_true_place_in_line(reader, program, employee):
    activity = create_activity(program, capacity=1)
    fill(activity, 3, now=timezone.now() - timedelta(hours=1))

    page = reader.post(at(program, f"calendar/{activity.pk}/sign-up/"), follow=True)

    assert page.context["position"] == 3
    assert "You are number 3 in line." in page.content.decode()


def test_a_refusal_is_a_sentence_on_the_page(reader, program):
    activity = create_activity(program, starts_in=timedelta(minutes=-5))

    response = reader.post(at(program, f"calendar/{activity.pk}/sign-up/"))

    assert response.status_code == 409
    assert "It has begun" in response.content.decode()


def test_employees_read_their_own_language(reader, program, employee):
    activity = create_activity(program)
    type(employee).objects.filter(pk=employee.pk).update(language="es")

    text = reader.get(at(program, f"calendar/{activity.pk}/")).content.decode()

    assert "Caminamos por el parque." in text
    assert "Apuntarme" in text
    assert "Walk after work" in reader.get(at(program, f"calendar/{activity.pk}/?language=en")).content.decode()


def test_a_member_who_is_on_no_list_looks_and_signs_up_for_nothing(client, program):
    activity = create_activity(program)
    client.force_login(labor(program))

    assert client.get(at(program, f"calendar/{activity.pk}/")).status_code == 200
    assert client.post(at(program, f"calendar/{activity.pk}/sign-up/")).status_code == 404


def test_a_draft_is_not_on_any_employee_s_page(reader, program):
    draft = create_activity(program, is_open=False)

    pages = ["", "activity.ics"]
    assert [reader.get(at(program, f"calendar/{draft.pk}/{page}")).status_code for page in pages] == [404, 404]


def path_of(address):
    return address.removeprefix("http://localhost:8000")


def events(content):
    return [(str(each["SUMMARY"]), str(each["STATUS"])) for each in Calendar.from_ical(content).walk("VEVENT")]


def test_the_feed_holds_one_s_own_activities_with_how_they_stand(client, program, employee):
    held, waited, canceled, left = (create_activity(program, title=each, title_es="") for each in "ABCD")
    for activity, state in [(held, "confirmed"), (waited, "waitlisted"), (canceled, "confirmed"), (left, "withdrawn")]:
        SignUp.objects.create(activity=activity, employee=employee, state=state, signed_up_at=timezone.now())
    cancel_activity(activity=canceled, reason="Rain.", by=program.begun_by, now=timezone.now())

    response = client.get(path_of(feed_address(employee)))

    assert events(response.content) == [("A", "CONFIRMED"), ("Waiting in line: B", "TENTATIVE"), ("C", "CANCELLED")]
    assert response.headers["Cache-Control"] == "no-store, private"


def test_the_feed_ends_with_the_list_and_opens_to_no_forged_link(client, program, employee):
    path = path_of(feed_address(employee))
    type(employee).objects.filter(pk=employee.pk).update(is_current=False)

    assert client.get(path).status_code == 404
    assert client.get(f"/wellbeing/feed/{employee.pk}:forged/activities.ics").status_code == 404


def test_one_activity_goes_into_a_calendar_by_its_time_in_california(reader, program):
    activity = create_activity(program)

    response = reader.get(at(program, f"calendar/{activity.pk}/activity.ics"))

    [event] = Calendar.from_ical(response.content).walk("VEVENT")
    assert event["DTSTART"].dt == activity.starts_at.replace(microsecond=0)
    assert event["DTSTART"].params["TZID"] == "America/Los_Angeles"


def only_event(content):
    [event] = Calendar.from_ical(content).walk("VEVENT")
    return event


@pytest.mark.parametrize(("language", "said"), [("en", "Waiting in line: Walk"), ("es", "En espera: Walk")])
def test_a_calendar_says_that_one_waits_until_a_place_is_free(reader, program, employee, language, said):
    activity = create_activity(program, title="Walk", title_es="", capacity=1)
    [held] = fill(activity, 1, now=timezone.now() - timedelta(hours=1))
    type(employee).objects.filter(pk=employee.pk).update(language=language)
    row = sign_up(activity=activity, employee=employee, now=timezone.now())
    page = reader.get(at(program, f"calendar/{activity.pk}/activity.ics")).content
    waits = only_event(render(Email.objects.latest("pk")).attachments[0].content)

    withdraw(activity=activity, employee=held.employee, now=timezone.now())
    moved_up = only_event(render(Email.objects.latest("pk")).attachments[0].content)

    assert row.state == "waitlisted"
    assert events(page) == [(said, "TENTATIVE")]
    assert (str(waits["SUMMARY"]), str(waits["STATUS"])) == (said, "TENTATIVE")
    assert (str(moved_up["SUMMARY"]), str(moved_up["STATUS"])) == ("Walk", "CONFIRMED")
    assert waits["UID"] == moved_up["UID"]


def test_what_is_written_later_replaces_what_was_in_the_calendar(program):
    activity, now = create_activity(program), timezone.now()

    first, second = (only_event(calendar_of_activities([(activity, None)], now=each)) for each in (now, now + MINUTE))

    assert (first["UID"], second["SEQUENCE"] - first["SEQUENCE"]) == (second["UID"], 1)


@pytest.mark.parametrize("number", [1, 3])
def test_the_calendar_takes_as_many_queries_for_many_activities(
    reader, program, employee, number, django_assert_num_queries
):
    for _each in range(number):
        activity = create_activity(program, worksite_name="North")
        SignUp.objects.create(activity=activity, employee=employee, state="confirmed", signed_up_at=timezone.now())
    reader.get(at(program, "calendar/"))

    with django_assert_num_queries(11):
        reader.get(at(program, "calendar/"))
