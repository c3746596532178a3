import re
from datetime import timedelta

import pytest
from django.utils import timezone

from lmi_portal.tests.at_once import press_at_once
from lmi_portal.tests.cached import cached
from wellbeing.activities.arriving import count_from_paper, sign_in_employee
from wellbeing.activities.links import door_address
from wellbeing.activities.scheduling import cancel_activity
from wellbeing.models import Participation, Rating

from .activity_factories import create_activity, labor
from .factories import create_employee, create_program, user_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return create_program()


@pytest.fixture
def activity(program):
    return create_activity(program, starts_in=timedelta(minutes=-5))


def door(activity, rest=""):
    return door_address(activity).removeprefix("http://localhost:8000") + rest


def once(client, activity):
    return client.get(door(activity)).context["once"]


def arrive(client, activity, **fields):
    return client.post(door(activity), {"once": once(client, activity)} | fields)


def came(activity):
    return [(row.employee, row.unit, row.shift) for row in activity.participations.order_by("pk")]


def test_who_is_on_the_list_and_signed_in_needs_one_tap(client, program, activity):
    employee = create_employee(program, shift="night")
    client.force_login(user_of(employee))

    page = client.get(door(activity))
    arrive(client, activity, way="known")

    assert page.context["known"] == employee
    assert came(activity) == [(employee, employee.unit, "night")]


def test_others_type_their_address_and_are_counted_with_what_the_list_knows(client, program, activity):
    employee = create_employee(program, shift="split")

    arrive(client, activity, way="address", email=employee.email.upper())

    assert came(activity) == [(employee, employee.unit, "split")]


def test_an_address_on_the_list_and_one_that_is_not_get_the_same_answer(client, program, activity):
    employee = create_employee(program)

    answers = [arrive(client, activity, way="address", email=each) for each in (employee.email, "nobody@example.org")]

    texts = [answer.content.decode().replace(answer.context["once"], "") for answer in answers]
    texts = [text.split("csrfmiddlewaretoken")[0] + text.split("csrfmiddlewaretoken")[1][90:] for text in texts]
    assert texts[0] == texts[1]
    assert Participation.objects.count() == 1


def test_a_field_that_was_left_out_is_described_by_its_sentence(client, activity):
    text = arrive(client, activity, way="address", email="").text

    [described_by] = re.findall('aria-describedby="(.*?)"', text)
    assert re.findall(f'id="{described_by}"><a href="#(.*?)">(.*?)<', text) == [
        (described_by.removesuffix("_error"), "Please write your work e-mail.")
    ]


def test_somebody_without_an_address_counts_by_unit_and_shift_alone(client, program, activity):
    unit = program.district.units.get(kind="classified")

    arrive(client, activity, way="group", unit=unit.pk, shift="early")

    assert came(activity) == [(None, unit, "early")]


def test_pressed_twice_it_counts_once(client, program, activity):
    value = once(client, activity)
    for _each in range(2):
        client.post(door(activity), {"once": value, "way": "group", "unit": "", "shift": "day"})
    employee = create_employee(program)
    for _each in range(2):
        arrive(client, activity, way="address", email=employee.email)

    assert Participation.objects.count() == 2


def test_control_two_people_of_one_shift_count_twice(client, activity):
    for _each in range(2):
        arrive(client, activity, way="group", unit="", shift="day")

    assert Participation.objects.count() == 2


def test_a_form_that_is_not_ours_counts_nobody(client, activity):
    client.post(door(activity), {"once": "made up", "way": "group", "unit": "", "shift": "day"})

    assert Participation.objects.count() == 0


def test_whoever_came_rates_once_and_the_rating_leads_to_nobody(client, program, activity):
    employee = create_employee(program)
    value = arrive(client, activity, way="address", email=employee.email).context["once"]

    for stars in (4, 5):
        client.post(door(activity, "rating/"), {"once": value, "stars": stars})

    assert [row.stars for row in activity.ratings.all()] == [4]
    assert {field.name for field in Rating._meta.fields} == {"id", "activity", "stars"}


def test_whom_nobody_counted_rates_nothing_and_is_thanked_alike(client, activity):
    value = arrive(client, activity, way="address", email="nobody@example.org").context["once"]

    answers = [client.post(door(activity, "rating/"), {"once": each, "stars": 5}) for each in (value, "made up")]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert Rating.objects.count() == 0


@pytest.mark.parametrize("stars", ["", "0", "6", "x"])
def test_stars_are_one_to_five(client, program, activity, stars):
    value = arrive(client, activity, way="group", unit="", shift="day").context["once"]

    asked = client.post(door(activity, "rating/"), {"once": value, "stars": stars})
    kept = Rating.objects.count()
    client.post(door(activity, "rating/"), {"once": asked.context["once"], "stars": 4})

    assert "Choose a number from 1 to 5, and then send it." in asked.text
    assert (kept, [row.stars for row in Rating.objects.all()]) == (0, [4])


def test_no_shift_is_chosen_for_anybody(client, activity):
    shift = client.get(door(activity)).context["by_group"]["shift"]
    refused = arrive(client, activity, way="group", unit="", shift="")

    assert (shift.value(), str(shift.field.choices[0][1])) == (None, "Choose your shift")
    assert refused.context["by_group"].errors["shift"] == ["Please choose your shift."]
    assert Participation.objects.count() == 0


@pytest.mark.parametrize(
    ("starts_in", "status"),
    [
        (timedelta(minutes=61), 410),
        (timedelta(minutes=59), 200),
        (timedelta(hours=-3.9), 200),
        (timedelta(hours=-4.1), 410),
    ],
    ids=["too early", "an hour before", "three hours after its end", "too late"],
)
def test_the_door_is_open_around_the_activity_alone(client, program, starts_in, status):
    activity = create_activity(program, starts_in=starts_in)

    assert client.get(door(activity)).status_code == status


def test_a_link_of_a_canceled_activity_or_a_forged_one_opens_nothing(client, program, activity):
    cancel_activity(activity=activity, reason="Rain.", by=program.begun_by, now=timezone.now())

    assert client.get(door(activity)).status_code == 404
    assert client.get(f"/wellbeing/here/{activity.pk}:forged/").status_code == 404


def test_the_door_closes_with_the_charter(client, program, activity):
    program.charters.update(state="replaced")

    assert client.get(door(activity)).status_code == 410


def test_the_door_is_rate_limited_and_tells_no_other_site(client, activity, monkeypatch):
    monkeypatch.setattr("wellbeing.activities.views.here.AT_ONE_ADDRESS", 2)

    answers = [client.get(door(activity)) for _each in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[0].headers["Referrer-Policy"] == "no-referrer"


def test_the_door_speaks_spanish(client, activity):
    text = client.get(door(activity), {"language": "es"}).content.decode()

    assert "¡Qué bueno que vino!" in text
    assert "Caminata después del trabajo" in text


def test_lmi_staff_are_nobody_at_the_door(client, program, activity):
    employee = create_employee(program)
    user = user_of(employee)
    type(user).objects.filter(pk=user.pk).update(is_staff=True)
    client.force_login(type(user).objects.get(pk=user.pk))

    response = client.get(door(activity))

    assert response.status_code != 200 or response.context["known"] is None


def test_a_paper_sheet_is_counted_and_taken_back(program, activity):
    facts = {"activity": activity, "unit": None, "shift": "night", "now": timezone.now()}

    counts = [count_from_paper(**facts, number=number) for number in (12, -2, -10)]

    assert counts == [12, 10, 0]


def test_nobody_is_taken_away_who_was_not_counted(client, program, activity):
    client.force_login(labor(program))
    page = f"/wellbeing/{program.district.cd_code}/activities/{activity.pk}/count/"
    Participation.objects.create(
        activity=activity, employee=create_employee(program), shift="day", recorded_at=timezone.now()
    )
    client.post(page, {"unit": "", "shift": "night", "number": 2})

    refused = client.post(page, {"unit": "", "shift": "day", "number": -1})
    taken = client.post(page, {"unit": "", "shift": "night", "number": -2}, follow=True)

    sentence = "Fewer people of this unit and shift were counted without a name."
    assert refused.context["form"].errors["number"] == [sentence]
    assert [str(each) for each in taken.context["messages"]][-1] == "Taken away again."
    assert Participation.objects.count() == 1


def test_the_committee_counts_on_a_page_of_its_own(client, program, activity):
    client.force_login(labor(program))
    page = f"/wellbeing/{program.district.cd_code}/activities/{activity.pk}/count/"

    client.post(page, {"unit": "", "shift": "day", "number": 3})
    client.post(page, {"unit": "", "shift": "day", "number": 0})

    assert Participation.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_taps_at_once_count_once():
    program = create_program()
    activity, employee = create_activity(program, starts_in=timedelta(minutes=-5)), create_employee(program)
    deeds = [lambda: sign_in_employee(activity=activity, employee=employee, now=timezone.now())] * 4

    outcomes = press_at_once(deeds, refusals=())

    assert (outcomes, Participation.objects.count()) == (["done"] * 4, 1)


def test_nothing_in_the_cache_leads_to_a_person(client, program, activity):
    employee = create_employee(program)
    arrive(client, activity, way="address", email=employee.email)

    kept = cached()

    assert kept != {}
    assert employee.email not in str(kept)
