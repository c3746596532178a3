"""Every address of OASIS in every role, at one's own school and at others: exactly as oasis/access.py says."""

import re
from http import HTTPStatus

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from lmi_portal.accounts.tests.factories import create_staff, sign_in_staff
from lmi_portal.tests.access import SILENT_LIST, has_a_silent_list, pages
from oasis import models
from oasis.access import ACCESS, IN_FAMILY_HANDS, PUBLIC
from oasis.models import Role
from oasis.providers.models import Service

from .a_world import create_person, create_world
from .factories import create_assignment, create_consent, create_union_assignment, sign_in

pytestmark = pytest.mark.django_db

# Whose row stands in the address, by how the route begins; the longest beginning that fits counts.
ROW_OF = {
    "students/": models.Student,
    "records/students/": models.Student,
    "consents/": models.Consent,
    "consents/asked/": models.ConsentRequest,
    "families/": models.FamilyActivity,
    "people/": models.Assignment,
    "hand-overs/": models.HandOver,
    "referrals/<str:number>/appointments/": models.Appointment,
    "provider-links/": models.ProviderLink,
    "records/corrections/": models.CorrectionRequest,
    "records/legal-requests/": models.LegalRequest,
    "records/holds/": models.Hold,
    "records/emergencies/": models.BreakGlass,
    "records/certificates/": models.DestructionCertificate,
}
WORDS = {"move": "withdraw", "deed": "accept", "step": "object"}
# Of those whom the table lets in, only these find something: what is there is theirs alone, or nothing is there.
ONLY_FOR = {
    "oasis:student_safe_contact": {Role.COUNSELOR},
    "oasis:hand_over": set(),
    "oasis:hand_over_answer": set(),
    "oasis:consent_scan": set(),
    # Until figures are published.
    "oasis:dashboard_csv": set(),
    "oasis:dashboard_pdf": set(),
}
# Without it they find nothing, and by GET nothing at all.
POSTED = {"oasis:referral_appointment": {"kept": "yes"}}
# Open to who works at the school by right alone: a consent to a service opens neither.
NOT_BY_CONSENT = {"oasis:attendance_student", "oasis:notes"}
# They are there for what lies beyond one's reach, in one's own district.
BEYOND_REACH = {"oasis:break_glass"}
# Whoever works with OASIS opens them, wherever: a public service, or rows between two people.
ANYWHERE = {"oasis:service_check"}


def private_pages():
    """{name: route below /oasis/} of all pages that are not public."""
    named = {name: route for route, name, _view in pages() if name.startswith("oasis:")}
    return {name: route.removeprefix("oasis/") for name, route in named.items() if name not in PUBLIC}


def address_of(name, route, place):
    return reverse(name, kwargs={word: _value(word, route, place) for word in re.findall(r"<\w+:(\w+)>", route)})


def _value(word, route, place):
    if word in WORDS:
        return WORDS[word]
    if word == "number":
        return place.row(models.Referral).number
    if word == "guardian":
        return place.row(models.Guardian).pk
    if word == "uid":
        return place.row(Service).uid
    beginnings = [beginning for beginning in ROW_OF if route.startswith(beginning)]
    assert beginnings, f"say in ROW_OF whose row stands in {route}"
    return place.row(ROW_OF[max(beginnings, key=len)]).pk


def outcome(response):
    """“open”, “sign in”, “not found”, or “only posted” where a page answers no GET, whatever row is asked for."""
    if response.streaming:
        list(response)
    if has_a_silent_list(response):
        return SILENT_LIST
    if response.status_code == HTTPStatus.FOUND and response.url.startswith(reverse("account_login")):
        return "sign in"
    words = {HTTPStatus.NOT_FOUND: "not found", HTTPStatus.METHOD_NOT_ALLOWED: "only posted"}
    return words.get(response.status_code, "open")


def strays(client, name, address, wanted, who):
    """What differs from `wanted`; what is closed is closed to a POST too."""
    ways = [client.get, client.post] if wanted != "open" else [client.post if name in POSTED else client.get]
    seen = {way.__name__: outcome(way(address, POSTED.get(name))) for way in ways}
    if name in IN_FAMILY_HANDS and "_auth_user_id" in client.session:
        # Whoever has the phone back shows the second factor anew.
        sign_in_staff(client, get_user_model().objects.get(pk=client.session["_auth_user_id"]))
    return [
        f"{name} {way} as {who}: {each}, not {wanted}"
        for way, each in seen.items()
        if each not in {wanted, "only posted"}
    ]


def wanted_of(name, role, place, world):
    if role not in ONLY_FOR.get(name, ACCESS[name]):
        return "not found"
    is_whole = role in models.WHOLE_DISTRICT or name in BEYOND_REACH
    reached = [world.own, *([world.neighbor] if is_whole else []), *(vars(world).values() if name in ANYWHERE else [])]
    return "open" if place in reached else "not found"


def places_to_try(name, route, role):
    """Who has no business on a page at all is tried at their own school, and who has a district in another one too."""
    if "<" not in route or role not in ACCESS[name]:
        return ["own"]
    return ["own", "neighbor", "foreign"] if role in models.WHOLE_DISTRICT else ["own", "neighbor"]


def client_of(assignment):
    client = Client()
    sign_in(client, assignment)
    return client


def test_every_page_has_its_row_and_every_row_its_page():
    assert set(private_pages()) == set(ACCESS)


def test_pages_open_to_whom_the_table_says_and_to_nobody_else():
    world = create_world()
    found = []
    for role, assignment in world.people.items():
        client = client_of(assignment)
        for name, route in private_pages().items():
            for where in places_to_try(name, route, role):
                place = getattr(world, where)
                wanted = wanted_of(name, role, place, world)
                found += strays(client, name, address_of(name, route, place), wanted, f"{role} at {where}")

    assert found == [], "\n".join(found)


def test_visitors_sign_in_first_and_lmi_staff_find_nothing():
    place = create_world().own
    staff = Client()
    sign_in_staff(staff, create_staff())

    found = []
    for name, route in private_pages().items():
        address = address_of(name, route, place)
        found += strays(Client(), name, address, "sign in", "visitor")
        found += strays(staff, name, address, "not found", "LMI staff")

    assert found == [], "\n".join(found)


def of_a_student(route):
    """Whether a page shows what a consent opens: a student's own rows."""
    return "<" in route and not route.startswith(("people/", "hand-overs/", "services/", "families/"))


@pytest.mark.parametrize("has_consent", [True, False], ids=["with consent", "without"])
def test_who_is_consent_only_opens_with_consent_what_the_table_says_and_nothing_without(has_consent):
    world = create_world()
    aide = create_union_assignment(site=world.own.site)
    student = world.own.row(models.Student)
    create_consent(student, organization=aide.employer if has_consent else create_union_assignment().employer)
    client = client_of(aide)

    found = []
    for name, route in private_pages().items():
        if of_a_student(route) and name not in BEYOND_REACH:
            opens = has_consent and name not in NOT_BY_CONSENT
            wanted = wanted_of(name, aide.role, world.own, world) if opens else "not found"
            found += strays(client, name, address_of(name, route, world.own), wanted, "consent-only aide")

    assert found == [], "\n".join(found)


def test_who_works_at_two_schools_opens_each_by_the_role_held_there():
    world = create_world()
    person = create_person(Role.SITE_LEAD, world.own.site)
    create_assignment(role=Role.REFERRER, site=world.neighbor.site, user=person.user)
    client = client_of(person)

    found = []
    for name, route in private_pages().items():
        if "<" in route and name not in ANYWHERE | BEYOND_REACH:
            for place, role in [(world.own, Role.SITE_LEAD), (world.neighbor, Role.REFERRER)]:
                wanted = "open" if role in ONLY_FOR.get(name, ACCESS[name]) else "not found"
                found += strays(client, name, address_of(name, route, place), wanted, f"{role} of two")

    assert found == [], "\n".join(found)


def test_control_a_page_that_forgets_the_reach_is_told():
    world = create_world()
    client = client_of(world.people[Role.REFERRER])

    found = strays(client, "oasis:start", reverse("oasis:start"), "not found", "referrer")

    assert found == [
        "oasis:start get as referrer: open, not not found",
        "oasis:start post as referrer: open, not not found",
    ]
