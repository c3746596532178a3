"""Whom a team's news is written to, once whoever registered it has left the district's table."""

import pytest
from django.utils import timezone

from convenings.cancelling import cancel_registration
from convenings.capacity import change_capacity
from convenings.changing import change_team
from convenings.contacts import contacts_by_team, contacts_of
from convenings.cosigning import ask_co_lead, confirm_as_co_lead
from convenings.models import Reminder
from convenings.opening import cancel_convening
from convenings.reminding import add_default_rules, plan_reminders, post_due_reminders
from districts.joining import approve_membership, ask_to_join, end_membership
from districts.tests.factories import create_district, create_membership, create_user
from lmi_portal.outbox.models import Email

from .factories import create_convening, register, standing_requests, team_of, unnamed

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return create_membership(is_lead=True)


@pytest.fixture
def lead(place):
    return create_membership(district=place.district, is_lead=True).user


def leave(place):
    return end_membership(membership=place, ended_by=place.user, now=timezone.now())


def register_for(place, **fields):
    convening = fields.pop("convening", None) or create_convening()
    return register(convening, district=place.district, registered_by=place.user, **fields)


def emails_of(registration):
    return [user.email for user in contacts_of(registration)]


def test_contact_is_who_registered_the_team(place, lead):
    assert emails_of(register_for(place)) == [place.user.email]


def test_contact_without_any_place_at_the_table_stays_the_contact():
    registration = register(create_convening())

    assert emails_of(registration) == [registration.registered_by.email]


def test_leads_follow_who_has_left(place, lead):
    create_membership(district=place.district)
    registration = register_for(place)

    leave(place)

    assert emails_of(registration) == [lead.email]


def test_all_at_the_table_follow_where_nobody_leads(place):
    members = [create_membership(district=place.district).user for _n in range(2)]
    registration = register_for(place)

    leave(place)

    assert emails_of(registration) == [user.email for user in members]


def test_who_is_approved_again_is_the_contact_again(place, lead):
    registration = register_for(place)
    left = leave(place)
    asked = ask_to_join(
        user=left.user, district=left.district, side=left.side, role=left.role, unit=None, now=timezone.now()
    )
    if asked.state == "requested":
        approve_membership(membership=asked, approved_by=create_user(), as_lead=False, now=timezone.now())

    assert emails_of(registration) == [left.user.email]


@pytest.mark.parametrize("count", [1, 3])
def test_contacts_of_many_teams_take_two_queries(place, lead, count, django_assert_num_queries):
    teams = [register_for(place) for _n in range(count)]
    leave(place)

    with django_assert_num_queries(2):
        contacts = contacts_by_team(teams)

    assert contacts == {team.pk: [lead] for team in teams}


def change(registration):
    seats, revision = standing_requests(registration)[:2], registration.revision
    change_team(registration=registration, changed_by=create_user(), seats=seats, revision=revision, now=timezone.now())


def cancel(registration):
    cancel_registration(registration=registration, cancelled_by=create_user(), reason="Fog", now=timezone.now())


def sign(registration):
    now = timezone.now()
    ask_co_lead(registration=registration, name="Bo", email="bo@example.org", asked_by=create_user(), now=now)
    registration.refresh_from_db()
    confirm_as_co_lead(registration=registration, now=now)


def cancel_all(registration):
    cancel_convening(convening=registration.convening, reason="Fog", by=create_user(), now=timezone.now())


def remind(registration):
    add_default_rules(registration.convening)
    plan_reminders(now=timezone.now())
    post_due_reminders(now=Reminder.objects.filter(rule__kind="roster").earliest("due_at").due_at)


@pytest.mark.parametrize("deed", [change, cancel, sign, cancel_all, remind])
@pytest.mark.parametrize("has_left", [True, False], ids=["left", "still there"])
def test_news_goes_to_the_contacts_alone(place, lead, deed, has_left):
    registration = register_for(place, seats=unnamed(team_of(3, district=place.district)))
    if has_left:
        leave(place)
    told_before = set(Email.objects.values_list("pk", flat=True))

    deed(registration)

    told = set(Email.objects.exclude(pk__in=told_before).values_list("to", flat=True)) - {"bo@example.org"}
    assert told == {lead.email if has_left else place.user.email}


def test_promotion_is_told_to_the_leads_of_who_has_left(place, lead):
    convening = create_convening(capacity=2)
    register(convening, district=create_district())
    waiting = register_for(place, convening=convening)
    leave(place)

    change_capacity(convening=convening, capacity=4, by=create_user(), now=timezone.now())

    news = Email.objects.filter(template="convenings/email/registration_promoted")
    assert [email.to for email in news] == [lead.email]
    assert waiting.registered_by == place.user
