from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.utils import timezone

from districts.joining import (
    MOST_WAITING,
    AlreadyAsked,
    CannotDecide,
    approve_membership,
    decline_membership,
    end_membership,
    name_team_lead,
)
from districts.models import Membership
from districts.places import CannotJoin
from lmi_portal.accounts.tests.factories import create_staff
from lmi_portal.audit.models import Entry
from lmi_portal.outbox.models import Email
from lmi_portal.outbox.rendering import render

from .factories import ask, create_district, create_membership, create_unit, create_user

pytestmark = pytest.mark.django_db
DOMAIN = "saltmarsh.example.org"


def approve(membership, *, by, **fields):
    return approve_membership(membership=membership, approved_by=by, now=timezone.now(), **fields)


def decline(membership, *, by, reason="Unknown to us."):
    return decline_membership(membership=membership, declined_by=by, reason=reason, now=timezone.now())


def letters():
    return sorted(Email.objects.values_list("to", "template"))


def test_who_joins_by_domain_is_no_lead_and_troubles_nobody():
    membership = ask(user=create_user(email=f"ana@{DOMAIN}"), district=create_district(email_domain=DOMAIN))

    assert not membership.is_lead
    assert letters() == []


def test_a_request_is_mailed_to_the_district_s_leads_and_the_directory_s_keepers():
    district = create_district()
    lead = create_membership(district=district, is_lead=True).user
    create_membership(district=district)
    create_membership(is_lead=True)
    keeper = create_staff(is_superuser=False)
    keeper.groups.add(Group.objects.create(name="directory"))
    create_staff(is_superuser=False)
    Email.objects.all().delete()

    membership = ask(district=district)

    assert letters() == sorted((to, "districts/email/join_requested") for to in (lead.email, keeper.email))
    urls = {email.to: email.context["url"] for email in Email.objects.all()}
    assert urls == {
        lead.email: f"http://localhost:8000/districts/requests/{membership.pk}/",
        keeper.email: f"http://localhost:8000/admin/districts/membership/{membership.pk}/change/",
    }


def test_a_request_is_mailed_to_all_staff_where_nobody_keeps_the_directory():
    staff = create_staff(is_superuser=False)
    create_staff(is_active=False)

    ask()

    assert letters() == [(staff.email, "districts/email/join_requested")]


def test_a_request_tells_who_asks_for_what():
    create_staff()
    district = create_district(name="O’Brien & Sons Unified")
    user = create_user(name="Ana <Ruiz>")

    ask(user=user, district=district, side="labor", role="unit_lead", unit=create_unit(district, organization="SJTA"))

    message = render(Email.objects.get())
    assert message.subject == "Ana <Ruiz> asks to join O’Brien & Sons Unified"
    assert f"Ana <Ruiz> ({user.email}) asks for a place at O’Brien & Sons Unified’s table." in message.body
    assert "Role: Union president or lead (SJTA)" in message.body
    assert "Ana &lt;Ruiz&gt;" in message.alternatives[0][0]


@pytest.mark.parametrize("status", ["closed", "merged"])
def test_a_district_that_is_no_more_takes_nobody(status):
    with pytest.raises(CannotJoin, match=f"is {status}"):
        ask(district=create_district(status=status))


@pytest.mark.parametrize("state", ["requested", "approved"])
def test_asking_twice_is_refused_in_a_sentence(state):
    membership = create_membership(state=state)

    with pytest.raises(AlreadyAsked, match="already, or have asked for one"):
        ask(user=membership.user, district=membership.district)

    assert Membership.objects.count() == 1


@pytest.mark.parametrize("state", ["declined", "ended"])
def test_whoever_was_declined_or_left_may_ask_again(state):
    membership = create_membership(state=state)

    assert ask(user=membership.user, district=membership.district).state == "requested"


def test_nobody_waits_for_many_answers_at_once():
    user = create_user()
    for _n in range(MOST_WAITING):
        ask(user=user)

    with pytest.raises(CannotJoin, match="waiting for 5 answers"):
        ask(user=user)

    assert ask().state == "requested"


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_the_same_moment_make_one_place():
    user, district = create_user(), create_district()

    def contend(_n):
        try:
            return ask(user=user, district=district).state
        except AlreadyAsked:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(contend, range(4))) == ["refused", "refused", "refused", "requested"]


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_the_same_moment_make_one():
    membership = ask()
    leads = [create_user() for _n in range(4)]

    def answer(lead):
        try:
            return approve(membership, by=lead).state
        except CannotDecide:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(answer, leads)) == ["approved", "refused", "refused", "refused"]


@pytest.mark.parametrize("as_lead", [False, True])
def test_approving_gives_the_place_and_says_so(as_lead):
    membership, lead = ask(), create_user()

    approve(membership, by=lead, as_lead=as_lead)

    membership.refresh_from_db()
    assert (membership.state, membership.is_lead, membership.decided_by) == ("approved", as_lead, lead)
    assert letters() == [(membership.user.email, "districts/email/join_approved")]
    assert render(Email.objects.get()).subject == f"You have joined {membership.district}"


def test_declining_tells_the_reason():
    membership = ask()

    decline(membership, by=create_user(), reason="  You left us in “May”.  ")

    membership.refresh_from_db()
    assert (membership.state, membership.decline_reason) == ("declined", "You left us in “May”.")
    assert "The reason given: You left us in “May”." in render(Email.objects.get()).body


def test_declining_needs_a_reason():
    membership = ask()

    with pytest.raises(CannotDecide, match="Say why"):
        decline(membership, by=create_user(), reason="  ")

    membership.refresh_from_db()
    assert membership.state == "requested"


@pytest.mark.parametrize("answer", [approve, decline], ids=["approve", "decline"])
def test_nobody_answers_their_own_request(answer):
    membership = ask()

    with pytest.raises(CannotDecide, match="their own request"):
        answer(membership, by=membership.user)


@pytest.mark.parametrize("answer", [approve, decline], ids=["approve", "decline"])
@pytest.mark.parametrize("state", ["approved", "declined", "ended"])
def test_a_request_is_answered_once(answer, state):
    membership = create_membership(state=state)

    with pytest.raises(CannotDecide, match="answered already"):
        answer(membership, by=create_user())


@pytest.mark.parametrize(("ended_by_self", "told"), [(True, 0), (False, 1)])
def test_ending_a_place_takes_its_rights_and_tells_whoever_did_not_leave(ended_by_self, told):
    membership = create_membership(is_lead=True)
    Email.objects.all().delete()

    end_membership(
        membership=membership, ended_by=membership.user if ended_by_self else create_user(), now=timezone.now()
    )

    membership.refresh_from_db()
    assert (membership.state, membership.is_lead) == ("ended", False)
    assert Entry.objects.get(deed="end_membership").changes == {
        "state": ["approved", "ended"],
        "is_lead": [True, False],
    }
    assert letters() == [(membership.user.email, "districts/email/join_ended")] * told
    assert [render(email).subject for email in Email.objects.all()] == [
        f"Your place at {membership.district} has ended"
    ] * told


@pytest.mark.parametrize("state", ["requested", "declined", "ended"])
def test_only_a_place_that_is_held_ends_or_leads(state):
    membership = create_membership(state=state)

    with pytest.raises(CannotDecide, match="not held by anyone"):
        end_membership(membership=membership, ended_by=create_user(), now=timezone.now())
    with pytest.raises(CannotDecide, match="approved place"):
        name_team_lead(membership=membership, named_by=create_user(), now=timezone.now())


def test_every_deed_is_in_the_audit_trail():
    lead = create_user()
    asked, left = ask(), create_membership(state="ended")
    before = Entry.objects.latest("pk")

    approved = approve(asked, by=lead)
    name_team_lead(membership=approved, named_by=lead, now=timezone.now())
    name_team_lead(membership=approved, named_by=lead, now=timezone.now(), is_lead=False)
    end_membership(membership=approved, ended_by=lead, now=timezone.now())
    declined = decline(ask(user=left.user, district=left.district), by=lead)

    trail = [
        (entry.deed, entry.done_by, entry.changes) for entry in Entry.objects.filter(pk__gt=before.pk).order_by("pk")
    ]
    assert trail == [
        ("answer_request:approved", lead, {"state": ["requested", "approved"]}),
        ("name_team_lead", lead, {"is_lead": [False, True]}),
        ("name_team_lead", lead, {"is_lead": [True, False]}),
        ("end_membership", lead, {"state": ["approved", "ended"]}),
        ("ask_to_join:requested", declined.user, {"state": [None, "requested"]}),
        ("answer_request:declined", lead, {"state": ["requested", "declined"]}),
    ]


def test_nothing_is_told_of_a_request_that_is_rolled_back():
    create_staff()

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        ask()
        raise ZeroDivisionError

    assert (Membership.objects.count(), Email.objects.count()) == (0, 0)
