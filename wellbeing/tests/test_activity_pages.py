"""The committee's desk."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from districts.models import Side
from lmi_portal.outbox.models import Email
from wellbeing.models import Activity, SignUp

from .activity_factories import create_activity, fill, labor
from .factories import co_chair, create_employee, create_program, create_seat, user_of
from .spring import coming_march, night_without_two_o_clock

pytestmark = pytest.mark.django_db
DAY = coming_march(4)
TYPED = {
    "title": "Cooking together",
    "kind": "food",
    "description": "We cook a soup.",
    "starts_at": f"{DAY}T15:30",
    "ends_at": f"{DAY}T16:30",
    "place": "Kitchen",
    "worksite_name": "North School",
    "cost": "",
}


@pytest.fixture
def program():
    return create_program()


@pytest.fixture
def desk(client, program):
    client.force_login(labor(program))
    return client


def at(program, rest):
    return f"/wellbeing/{program.district.cd_code}/{rest}"


def leads(program):
    return {f"{side}_lead": program.seats.co_chairs().get(side=side).pk for side in (Side.LABOR, Side.MANAGEMENT)}


def test_an_activity_goes_from_a_draft_to_the_calendar(desk, program):
    added = desk.post(at(program, "activities/add/"), TYPED | leads(program))
    activity = program.activities.get()
    asked = desk.get(f"{added.url}open/")
    opened = desk.post(f"{added.url}open/", follow=True)

    activity.refresh_from_db()
    assert "It is open: employees can sign up." in opened.text
    assert (added.url, asked.status_code) == (at(program, f"activities/{activity.pk}/"), 200)
    assert (activity.state, str(activity.worksite), activity.cost) == ("open", "North School", 0)
    # Nobody is written to because something is on.
    assert Email.objects.count() == 0


def test_what_is_over_is_not_called_open(desk, program):
    over, ahead = create_activity(program, starts_in=timedelta(days=-2)), create_activity(program)

    pages = ["activities/?when=past", f"activities/{over.pk}/", "activities/", f"activities/{ahead.pk}/"]
    texts = [desk.get(at(program, page)).text for page in pages]

    assert [re.findall(r'<span class="status(?: is-open)?">(.*?)<', text) for text in texts] == [
        ["Over"],
        ["Over"],
        ["Open"],
        ["Open"],
    ]


def test_the_form_asks_to_choose_in_words(desk, program):
    page = desk.get(at(program, "activities/add/")).text

    assert ("---------" in page, page.count('<option value="" selected>Choose</option>')) == (False, 3)


def test_a_series_is_added_changed_and_canceled_on_pages(desk, program):
    desk.post(
        at(program, "activities/add/"),
        TYPED | leads(program) | {"every_weeks": "2", "until_on": DAY + timedelta(days=37)},
    )
    first = program.activities.earliest("starts_at")
    page = at(program, f"activities/{first.pk}/")

    read = desk.get(f"{page}edit/").context["form"]["read"].value()
    desk.post(f"{page}edit/", TYPED | leads(program) | {"title": "Soup", "later": "on", "read": read})
    desk.post(f"{page}cancel/", {"reason": "The kitchen is closed."})

    rows = [(each.title, each.state) for each in program.activities.order_by("starts_at")]
    assert rows == [("Soup", "cancelled"), ("Soup", "draft"), ("Soup", "draft")]


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"ends_at": f"{DAY}T15:30"}, "ends_at"),
        ({"ends_at": f"{DAY + timedelta(days=3)}T15:30"}, "ends_at"),
        ({"starts_at": f"{night_without_two_o_clock()}T02:30"}, "starts_at"),
        ({"every_weeks": "1"}, "until_on"),
        ({"every_weeks": "1", "until_on": DAY + timedelta(days=1)}, "until_on"),
        ({"capacity": "0"}, "capacity"),
        ({"description": "For people with diabetes."}, "is_not_health"),
    ],
    ids=["no length", "days long", "an hour that is not", "no end of the series", "one alone", "no place", "health"],
)
def test_what_is_not_plausible_is_told_at_its_field(desk, program, fields, name):
    response = desk.post(at(program, "activities/add/"), TYPED | leads(program) | fields)

    assert list(response.context["form"].errors) == [name]
    assert Activity.objects.count() == 0


def test_another_like_it_begins_with_all_but_its_time(desk, program):
    activity = create_activity(program, worksite_name="North School", capacity=7)

    form = desk.get(at(program, f"activities/add/?copy={activity.pk}")).context["form"]

    shown = [form[name].value() for name in ("title", "worksite_name", "capacity", "starts_at")]
    assert shown == ["Walk after work", "North School", 7, None]
    assert desk.get(at(program, f"activities/add/?copy={create_activity(create_program()).pk}")).status_code == 404


def test_a_reason_that_reads_like_health_is_asked_about_once(desk, program):
    activity = create_activity(program)
    page = at(program, f"activities/{activity.pk}/cancel/")

    asked = desk.post(page, {"reason": "The leader is in hospital."})
    desk.post(page, {"reason": "We meet in the hospital lobby: in hospital.", "is_not_health": "on"})

    activity.refresh_from_db()
    assert (list(asked.context["form"].errors), activity.state) == (["is_not_health"], "cancelled")


def test_nothing_opens_without_a_charter(desk, program):
    activity = create_activity(program, is_open=False)
    program.charters.update(state="replaced")

    response = desk.post(at(program, f"activities/{activity.pk}/open/"))

    assert "nothing goes live on one signature" in response.content.decode()
    activity.refresh_from_db()
    assert activity.state == "draft"


def test_the_two_leads_alone_see_names(client, program):
    activity = create_activity(program)
    [row] = fill(activity, 1)
    member = create_seat(program)
    pages = [at(program, f"activities/{activity.pk}/"), at(program, f"activities/{activity.pk}/sheet/")]

    seen = {}
    for who in [labor(program), co_chair(program, Side.MANAGEMENT), user_of(member)]:
        client.force_login(who)
        seen[who.email] = [row.employee.name in client.get(page).content.decode() for page in pages]

    assert list(seen.values()) == [[False, True], [False, True], [False, False]]
    assert client.get(pages[1]).status_code == 404


def test_the_sheet_shows_no_unit_and_nobody_who_withdrew(desk, program):
    activity = create_activity(program, capacity=1)
    first, second = fill(activity, 2)
    SignUp.objects.filter(pk=first.pk).update(state="withdrawn")

    response = desk.get(at(program, f"activities/{activity.pk}/sheet/"))

    assert (response.context["confirmed"], response.context["waiting"]) == ([], [second.employee.name])
    assert str(second.employee.unit) not in response.content.decode()


def test_no_page_lists_who_came(desk, program):
    activity = create_activity(program, starts_in=timedelta(minutes=-10))
    employee = create_employee(program)
    activity.participations.create(employee=employee, shift="day", recorded_at=timezone.now())

    pages = ["activities/", f"activities/{activity.pk}/", f"activities/{activity.pk}/sheet/"]
    pages += [f"activities/{activity.pk}/count/", "calendar/", f"calendar/{activity.pk}/"]

    assert [employee.name in desk.get(at(program, page)).content.decode() for page in pages] == [False] * 6


def test_the_code_of_the_door_is_an_svg_of_its_own(desk, program):
    activity = create_activity(program)

    code = desk.get(at(program, f"activities/{activity.pk}/code.svg"))

    assert (code.headers["Content-Type"], b"<svg" in code.content) == ("image/svg+xml", True)
    assert "/wellbeing/here/" in desk.get(at(program, f"activities/{activity.pk}/code/")).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_desk_takes_as_many_queries_for_many_activities(desk, program, number, django_assert_num_queries):
    for _each in range(number):
        fill(create_activity(program, worksite_name="North"), 1)
    desk.get(at(program, "activities/"))

    with django_assert_num_queries(8):
        desk.get(at(program, "activities/"))
