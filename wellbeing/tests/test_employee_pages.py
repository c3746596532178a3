"""The list of employees as the committee keeps it, one person at a time."""

import pytest
from django.urls import reverse

from .activity_factories import create_activity, fill, labor
from .factories import create_employee, create_program, create_worksite, user_of

pytestmark = pytest.mark.django_db


def page(program, rest=""):
    return f"/wellbeing/{program.district.cd_code}/employees/{rest}"


@pytest.fixture
def program():
    return create_program()


@pytest.fixture
def member(client, program):
    client.force_login(labor(program))
    return client


def test_one_person_is_added_changed_and_taken_off(member, program):
    data = {"name": "Ana", "email": "Ana@Example.org", "job_class": "food", "shift": "early", "language": "es"}

    member.post(page(program, "add/"), data | {"worksite_name": "North"})
    employee = program.employees.get()
    member.post(page(program, f"{employee.pk}/"), data | {"name": "Ana Ruiz"})
    asked = member.get(page(program, f"{employee.pk}/off/"))
    member.post(page(program, f"{employee.pk}/off/"))

    employee.refresh_from_db()
    assert (employee.name, employee.email, employee.worksite) == ("Ana Ruiz", "ana@example.org", None)
    assert (asked.status_code, employee.is_current) == (200, False)


def test_an_address_stands_on_the_list_once(member, program):
    known, other = create_employee(program), create_employee(program)
    data = {"name": "Ana", "email": known.email, "job_class": "food", "shift": "early", "language": "es"}

    added = member.post(page(program, "add/"), data)
    changed = member.post(page(program, f"{other.pk}/"), data)

    assert added.context["form"].errors == {"email": ["Somebody with this address is on the list already."]}
    assert changed.context["form"].errors == {"email": ["Somebody else has this address."]}


@pytest.mark.parametrize("is_moved", [True, False], ids=["another address", "control"])
def test_who_puts_their_own_address_in_a_row_reads_nothing_of_who_it_was(client, member, program, is_moved):
    activity = create_activity(program)
    [row] = fill(activity, 1)
    email = "snoop@example.org" if is_moved else row.employee.email
    data = {"name": "Ana", "email": email, "job_class": "food", "shift": "early", "language": "en"}

    member.post(page(program, f"{row.employee.pk}/"), data)
    client.force_login(user_of(program.employees.get(email=email)))

    mine = client.get(reverse("wellbeing:calendar", args=[program.district.cd_code])).context["mine"]
    assert len(mine) == (0 if is_moved else 1)
    assert list(program.employees.current().values_list("name", "email")) == [("Ana", email)]


def test_the_list_is_the_committee_s_and_shows_nothing_that_anybody_did(client, member, program):
    activity = create_activity(program)
    [row] = fill(activity, 1)

    text = member.get(page(program)).content.decode()
    client.force_login(user_of(row.employee))

    assert (row.employee.name in text, activity.title in text) == (True, False)
    assert client.get(page(program)).status_code == 404


def test_the_list_is_narrowed_by_groups(member, program):
    create_employee(program, shift="night")
    create_employee(program, unit=None)

    shown = [
        len(member.get(page(program), wanted).context["page"].object_list)
        for wanted in ({"shift": "night"}, {"unit": "none"}, {"shift": "noon"}, {})
    ]

    assert shown == [1, 1, 2, 2]


def test_people_of_other_programs_are_not_found(member):
    other = create_employee(create_program())

    assert member.get(page(other.program, f"{other.pk}/")).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_as_many_queries_for_many_people(member, program, number, django_assert_num_queries):
    for _each in range(number):
        create_employee(program, worksite=create_worksite(program))
    member.get(page(program))

    with django_assert_num_queries(15):
        member.get(page(program))


def test_adding_one_person_asks_to_choose(client, program):
    client.force_login(labor(program))

    form = client.get(page(program, "add/")).context["form"]

    assert [form.fields[name].choices[0] for name in ["job_class", "shift"]] == [("", "Choose")] * 2
