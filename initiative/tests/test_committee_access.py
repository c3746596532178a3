"""Who reads what the steering committee keeps to its members."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from districts.tests.factories import create_user
from initiative.models import Meeting, Term
from lmi_portal.accounts.groups import ensure_groups
from lmi_portal.accounts.tests.factories import create_staff
from lmi_portal.tests.access import LOGIN, assert_access, clients_of

from .committee_factories import create_decision, create_meeting, create_plan, create_term

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
# A meeting of the former member's own term, of now, and one that is still to come.
THEN, NOW, SOON = date(TODAY.year - 3, 5, 5), TODAY - timedelta(days=7), TODAY + timedelta(days=7)
EVERYONE = dict.fromkeys(["visitor", "signed in", "member", "former", "later", "staff", "finance", "no factor"], 200)
NOT_OTHERS = {"visitor": LOGIN} | dict.fromkeys(["signed in", "later", "finance", "no factor"], 404)
MEMBERS = NOT_OTHERS | {"member": 200, "staff": 200}


@pytest.fixture
def people():
    ensure_groups()
    member, former, later = create_user(), create_user(), create_user()
    create_term(user=member)
    create_term(user=former, runs="before")
    create_term(user=later, runs="later")
    return {
        "visitor": None,
        "signed in": create_user(),
        "member": member,
        "former": former,
        "later": later,
        "staff": create_staff(is_superuser=False, groups=["directory"]),
        "finance": create_staff(is_superuser=False, groups=["finance"]),
        "no factor": create_staff(second_factor=False),
    }


def test_pages_open_to_those_who_may(people):
    then, now, soon = (create_meeting(on=day).pk for day in (THEN, NOW, SOON))
    create_plan(slug="ours")
    create_plan(slug="draft", is_published=False)
    page = "/steering-committee/meetings"
    draft = dict.fromkeys(EVERYONE, 404) | {"staff": 200}
    access = {
        "/steering-committee/": EVERYONE,
        "/steering-committee/?on=2019-01-01&year=2019": EVERYONE,
        "/steering-committee/decisions.csv": MEMBERS | {"former": 200},
        f"{page}/{then}/": MEMBERS | {"former": 200},
        f"{page}/{now}/": MEMBERS | {"former": 404},
        f"{page}/{soon}/": MEMBERS | {"former": 404},
        f"{page}/{soon}/meeting.ics": MEMBERS | {"former": 404},
        f"{page}/{now}/meeting.ics": NOT_OTHERS | {"member": 404, "former": 404, "staff": 404},
        f"{page}/{soon + 1000}/": NOT_OTHERS | {"member": 404, "former": 404, "staff": 404},
        f"{page}/{10**30}/": NOT_OTHERS | {"member": 404, "former": 404, "staff": 404},
        "/strategic-plan/": EVERYONE,
        "/strategic-plan/ours/": EVERYONE,
        "/strategic-plan/ours/measures.csv": EVERYONE,
        "/strategic-plan/draft/": draft,
        "/strategic-plan/draft/measures.csv": draft,
        "/strategic-plan/none/": dict.fromkeys(EVERYONE, 404),
    }

    assert_access(access, clients_of(**people), under=["steering-committee/", "strategic-plan/"])


def lists(people, meetings):
    """{role: the meetings of which that role's page has a link}."""
    pages = {role: client.get("/steering-committee/").content.decode() for role, client in clients_of(**people).items()}
    return {
        role: [name for name, one in meetings.items() if one.get_absolute_url() in page] for role, page in pages.items()
    }


def test_the_page_lists_to_each_what_they_may_open(people):
    meetings = {"then": create_meeting(on=THEN), "now": create_meeting(on=NOW), "soon": create_meeting(on=SOON)}

    assert lists(people, meetings) == {role: [] for role in EVERYONE} | {
        "member": ["then", "now", "soon"],
        "staff": ["then", "now", "soon"],
        "former": ["then"],
    }


def test_no_word_of_a_meeting_is_on_the_public_page(people):
    create_meeting(on=NOW, place="A hidden place")

    pages = [client.get("/steering-committee/").content.decode() for client in clients_of(**people).values()]

    assert ["A hidden place" in page for page in pages] == [False, False, True, False, False, True, False, False]
    assert not any("secret" in page for page in pages)


@pytest.mark.parametrize(
    ("runs", "status"),
    [
        ({"starts_on": NOW, "ends_on": NOW}, 200),
        ({"starts_on": NOW - timedelta(2), "ends_on": NOW - timedelta(1)}, 404),
    ],
    ids=["that-day", "until-the-day-before"],
)
def test_a_former_member_sees_a_meeting_of_the_very_days_of_their_term(client, runs, status):
    user, meeting = create_user(), create_meeting(on=NOW)
    create_term(user=user, **runs)
    client.force_login(user)

    assert client.get(meeting.get_absolute_url()).status_code == status


@pytest.mark.parametrize(("starts_on", "status"), [(SOON, 404), (TODAY, 200)], ids=["later", "control-today"])
def test_a_meeting_of_a_term_to_come_waits_for_its_first_day(client, starts_on, status):
    user, meeting = create_user(), create_meeting(on=SOON)
    create_term(user=user, starts_on=starts_on, ends_on=SOON)
    client.force_login(user)

    assert client.get(meeting.get_absolute_url()).status_code == status


def test_the_day_of_a_late_meeting_is_the_pacific_one(client):
    """At ten in the evening of the last day it is the next day already by the clock of the database."""
    user, last = create_user(), date(2020, 12, 31)
    late = timezone.make_aware(timezone.datetime(2020, 12, 31, 22))
    meeting = create_meeting(starts_at=late)
    create_term(user=user, starts_on=date(2018, 1, 1), ends_on=last)
    client.force_login(user)

    assert meeting.starts_at.astimezone(timezone.get_fixed_timezone(0)).date() > last
    assert client.get(meeting.get_absolute_url()).status_code == 200


def test_a_membership_ends_with_its_last_day(client):
    user, meeting = create_user(), create_meeting(on=TODAY - timedelta(days=700))
    term = create_term(user=user, starts_on=TODAY, ends_on=TODAY)
    client.force_login(user)
    before = client.get(meeting.get_absolute_url()).status_code

    Term.objects.filter(pk=term.pk).update(starts_on=TODAY - timedelta(days=9), ends_on=TODAY - timedelta(days=1))

    assert (before, client.get(meeting.get_absolute_url()).status_code) == (200, 404)


def test_a_term_without_an_account_opens_nothing():
    create_term(person="Nobody’s account")

    assert not Meeting.objects.visible_to(create_user(), on=TODAY).exists()
    assert Client().get(create_meeting().get_absolute_url()).status_code == 302


def test_decisions_are_shown_to_each_as_they_may_be(people):
    create_decision(sentence="Public one.", is_public=True)
    create_decision(sentence="Kept one.")
    create_decision(sentence="Early kept one.", decided_on=THEN)
    every = ["Public one.", "Kept one.", "Early kept one."]

    seen = {
        role: [one for one in every if one in client.get("/steering-committee/").content.decode()]
        for role, client in clients_of(**people).items()
    }

    assert seen == {role: ["Public one."] for role in EVERYONE} | {
        "member": every,
        "staff": every,
        "former": ["Public one.", "Early kept one."],
    }


@pytest.mark.parametrize(("role", "count"), [("member", 3), ("staff", 3), ("former", 2)])
def test_the_spreadsheet_holds_no_more_than_the_page(people, role, count):
    create_decision(is_public=True)
    create_decision()
    create_decision(decided_on=THEN)
    client = clients_of(**{role: people[role]})[role]

    lines = b"".join(client.get("/steering-committee/decisions.csv").streaming_content).decode().splitlines()

    assert len(lines) - 1 == count
