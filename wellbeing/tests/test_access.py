"""Every address of well-being in every role, in one's own district and in another: exactly as wellbeing/access.py says.

Who may not open a page may not post to it, and a row of another district is found nowhere, whatever the address.
"""

import re
from http import HTTPStatus
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import path, reverse

from districts.models import Side
from districts.tests.factories import create_user
from lmi_portal.accounts.tests.factories import create_staff, sign_in_staff
from lmi_portal.tests.access import SILENT_LIST, has_a_silent_list, pages
from wellbeing.access import ACCESS, BEFORE_A_PROGRAM, PUBLIC, SIGNED_IN

from .a_world import Place, people_of, value_of
from .charters import create_district_with_units, create_lead

pytestmark = pytest.mark.django_db

# Of those whom the table lets in nobody finds anything as things stand in this world.
NOTHING_NOW = {
    # Nobody is asked to sign a draft; wellbeing/tests/test_charter_pages.py asks.
    "wellbeing:charter_ask_again",
}
# Names are for those who lead the activity.
ONLY_FOR = {"wellbeing:activity_sheet": {"labor member", "management member"}}
WORDS = re.compile(r"<(?:\w+:)?(\w+)>")


def private_pages(patterns=None):
    """{name: route} of the pages of one district; they have a row in the table."""
    named = {name: route for route, name, _view in pages(patterns) if name.startswith("wellbeing:")}
    return {name: route for name, route in named.items() if name not in PUBLIC | SIGNED_IN}


def address_of(name, route, place, *, side="", rows_of=None):
    """The address of a page of `place`; with `rows_of` the rows that it names are another district's."""
    short, words = name.removeprefix("wellbeing:"), WORDS.findall(route)
    values = {word: value_of(word, short, rows_of or place, side=side) for word in words}
    return reverse(name, kwargs=values | {"cd_code": place.program.district.cd_code})


def outcome(response):
    if response.streaming:
        list(response)
    if has_a_silent_list(response):
        return SILENT_LIST
    if response.status_code == HTTPStatus.FOUND and response.url.startswith(reverse("account_login")):
        return "sign in"
    words = {HTTPStatus.NOT_FOUND: "not found", HTTPStatus.METHOD_NOT_ALLOWED: "only posted"}
    return words.get(response.status_code, "open" if response.status_code < 400 else str(response.status_code))


def strays(client, address, wanted, who):
    """What differs from `wanted`; what is closed is closed to a POST, too."""
    ways = [client.get] if wanted == "open" else [client.get, client.post]
    seen = {way.__name__: outcome(way(address)) for way in ways}
    allowed = {wanted, "only posted"} if wanted == "open" else {wanted}
    return [f"{address} by {way} as {who}: {each}, not {wanted}" for way, each in seen.items() if each not in allowed]


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def has_a_row(word):
    """Whether a word of an address names a row by a number of its own."""
    return word in {"pk", "decision_pk", "comment"}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Made once for all tests of this module, which change nothing in it, and taken away again."""
    from django.db import transaction

    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        own, other = Place(), Place()
        yield SimpleNamespace(own=own, other=other, people=people_of(own))
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)


def test_every_page_has_its_row_and_every_row_its_page():
    assert set(private_pages()) == set(ACCESS)


def test_control_a_page_without_a_row_is_told():
    patterns = [path("<str:cd_code>/salaries/", lambda request: None, name="wellbeing:salaries")]

    assert set(private_pages(patterns)) - set(ACCESS) == {"wellbeing:salaries"}


def test_what_needs_no_account_is_what_the_table_says():
    open_to_all = {
        name
        for _route, name, view in pages()
        if name.startswith("wellbeing:") and not getattr(view, "login_required", True)
    }

    assert open_to_all == PUBLIC


WHO = [
    "stranger",
    "employee",
    "labor member",
    "management member",
    "labor co-chair",
    "management co-chair",
    "labor lead",
    "management lead",
]


@pytest.mark.parametrize("who", WHO)
def test_pages_open_to_whom_the_table_says_and_to_nobody_else(world, who):
    person = world.people[who]
    client = client_of(person.user)

    found = []
    for name, route in private_pages().items():
        is_open = person.roles & ACCESS[name] and name not in NOTHING_NOW and who in ONLY_FOR.get(name, WHO)
        address = address_of(name, route, world.own, side=person.side)
        found += strays(client, address, "open" if is_open else "not found", who)
        cache.clear()

    assert found == [], "\n".join(found)


def test_who_has_a_place_in_one_district_finds_nothing_in_another(world):
    found = []
    for who in ["employee", "labor co-chair", "management lead"]:
        client = client_of(world.people[who].user)
        for name, route in private_pages().items():
            if (seen := outcome(client.get(address_of(name, route, world.other)))) != "not found":
                found.append(f"{name} as {who}: {seen}")

    assert found == [], "\n".join(found)


@pytest.mark.parametrize("who", ["employee", "labor co-chair", "management lead"])
def test_rows_of_another_district_are_found_nowhere_in_ones_own(world, who):
    client = client_of(world.people[who].user)

    found = []
    for name, route in private_pages().items():
        if any(has_a_row(word) for word in WORDS.findall(route)):
            address = address_of(name, route, world.own, rows_of=world.other)
            found += [line for line in strays(client, address, "not found", who) if "only posted" not in line]

    assert found == [], "\n".join(found)


def test_visitors_sign_in_first_and_lmi_staff_find_nothing(world):
    staff = Client()
    sign_in_staff(staff, create_staff())

    found = []
    for name, route in private_pages().items():
        address = address_of(name, route, world.own)
        found += strays(Client(), address, "sign in", "visitor")
        found += strays(staff, address, "not found", "LMI staff")

    assert found == [], "\n".join(found)


def test_before_a_program_is_begun_its_lead_finds_the_page_that_begins_it_alone():
    district = create_district_with_units()
    place = SimpleNamespace(program=SimpleNamespace(district=district))
    client = client_of(create_lead(district, Side.LABOR))

    found = []
    for name, route in private_pages().items():
        if WORDS.findall(route) == ["cd_code"]:
            address = reverse(name, args=[place.program.district.cd_code])
            found += strays(client, address, "open" if name in BEFORE_A_PROGRAM else "not found", "lead")

    assert found == [], "\n".join(found)


def test_whoever_is_signed_in_opens_what_is_theirs():
    client = client_of(create_user())

    for name in SIGNED_IN:
        assert strays(client, reverse(name), "open", "stranger") == []
        assert strays(Client(), reverse(name), "sign in", "visitor") == []
