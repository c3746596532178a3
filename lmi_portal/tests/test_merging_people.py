from datetime import date
from threading import Barrier

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from billing.tests.factories import create_invoice
from convenings.models import Registration
from convenings.tests.factories import create_convening, register
from districts.domains import district_vouched_for
from districts.models import Membership
from districts.tests.factories import create_district, create_membership, create_unit
from initiative.models import Term
from lmi_portal import merging_people
from lmi_portal.accounts.models import User
from lmi_portal.accounts.tests.factories import (
    PASSWORD,
    add_second_factor,
    create_staff,
    create_user,
)
from lmi_portal.audit.models import Entry
from lmi_portal.merging import CannotMerge, relations_to
from lmi_portal.merging_people import DROPPED, HISTORY, MOVED, REFUSED, merge_people
from lmi_portal.outbox.models import Email
from oasis.tests.factories import complete_training, create_assignment

from .at_once import begin_without_a_lock, postgresql, press_at_once

pytestmark = pytest.mark.django_db
State, Role = Membership.State, Membership.Role


@pytest.fixture
def keep():
    return create_user(name="Dana Whitfield", email="dana@sanjuan.example.org")


@pytest.fixture
def gone():
    return create_user(name="D. Whitfield", email="dana.w@mail.example.org")


def merge(keep, gone, *, by=None):
    return merge_people(keep=keep, gone=gone, merged_by=by or create_staff(second_factor=False), now=timezone.now())


def places_of(user):
    return sorted(Membership.objects.filter(user=user).values_list("district", "role", "state", "is_lead"))


def test_every_relation_to_a_person_moves_is_dropped_or_stays_as_history():
    """A new foreign key to User shows here first: decide in merging_people.py what becomes of it."""
    assert set(relations_to(User)) == MOVED | DROPPED | REFUSED | HISTORY
    assert len(MOVED) + len(DROPPED) + len(REFUSED) + len(HISTORY) == len(MOVED | DROPPED | REFUSED | HISTORY)


def test_what_the_one_has_becomes_the_others(keep, gone):
    district = create_district()
    create_membership(user=gone, district=district, is_lead=True)
    team = register(create_convening(), district=district, registered_by=gone)
    invoice = create_invoice("150.00", district=district, opened_by=gone)
    term = Term.objects.create(group="leader", person="Dana", user=gone, starts_on=date(2026, 1, 1))

    merged = merge(keep, gone)

    for row in (team, invoice.bill, term):
        row.refresh_from_db()
    assert (team.registered_by, invoice.bill.opened_by, term.user) == (keep, keep, keep)
    assert places_of(keep) == [(district.pk, Role.SUPERINTENDENT, State.APPROVED, True)]
    assert list(Registration.objects.visible_to(keep)) == [team]
    assert set(merged.moved) == {"memberships", "registrations", "bills", "terms"}
    assert merged.moved["registrations"] == [str(team)]


def test_nobody_signs_in_as_the_one_again(keep, gone):
    session = Client()
    session.force_login(gone)
    email = gone.email
    assert session.get("/teams/").status_code == 200

    merge(keep, gone)

    gone.refresh_from_db()
    assert session.get("/teams/").status_code == 302
    assert (gone.is_active, gone.name) == (False, "D. Whitfield (merged)")
    assert gone.email == f"merged-{gone.pk}-into-{keep.pk}@merged.invalid"
    assert not EmailAddress.objects.filter(email=email).exists()
    assert not Client().login(email=email, password=PASSWORD)
    assert list(EmailAddress.objects.filter(user=keep).values_list("email", flat=True)) == [keep.email]

    User.objects.filter(pk=gone.pk).update(is_active=True)

    assert session.get("/teams/").status_code == 302


def test_address_is_free_for_the_account_that_stays(keep, gone):
    email = gone.email
    merge(keep, gone)

    keep.email = email
    keep.full_clean()
    keep.save()

    assert User.objects.get(email=email) == keep


def test_both_addresses_are_told_and_neither_is_given_the_other(keep, gone):
    merge(keep, gone)

    letters = {email.to: email for email in Email.objects.filter(template="account/email/people_merged")}
    assert set(letters) == {"dana@sanjuan.example.org", "dana.w@mail.example.org"}
    stays = letters["dana@sanjuan.example.org"].context
    assert (stays["stays"], stays["ends"]) == ("da…@sanjuan.example.org", "da…@mail.example.org")
    assert [letters[to].context["is_stays"] for to in sorted(letters)] == [False, True]


@pytest.mark.parametrize(
    ("kept", "other", "left"),
    [
        ("approved", "approved", [(Role.CABINET, "approved"), (Role.BOARD, "ended")]),
        ("approved", "requested", [(Role.CABINET, "approved")]),
        ("requested", "approved", [(Role.BOARD, "approved")]),
        ("requested", "requested", [(Role.CABINET, "requested")]),
        ("declined", "approved", [(Role.CABINET, "declined"), (Role.BOARD, "approved")]),
        ("approved", "ended", [(Role.CABINET, "approved"), (Role.BOARD, "ended")]),
    ],
)
def test_of_two_places_at_one_table_one_stays(keep, gone, kept, other, left):
    district = create_district()
    create_membership(user=keep, district=district, role=Role.CABINET, state=kept)
    create_membership(user=gone, district=district, role=Role.BOARD, state=other)

    merge(keep, gone)

    places = Membership.objects.filter(district=district)
    assert sorted(places.values_list("role", "state")) == sorted(left)
    assert set(places.values_list("user", flat=True)) == {keep.pk}


def test_place_that_stays_is_a_leads_if_either_was(keep, gone):
    district = create_district()
    create_membership(user=keep, district=district, role=Role.CABINET)
    create_membership(user=gone, district=district, role=Role.BOARD, is_lead=True)

    merged = merge(keep, gone)

    assert places_of(keep) == [
        (district.pk, Role.BOARD, State.ENDED, False),
        (district.pk, Role.CABINET, State.APPROVED, True),
    ]
    assert merged.joined_places == [f"Cabinet member · {district} (approved, team lead)"]


def test_one_place_less_is_no_leaving(keep, gone):
    """Teams registered by somebody who waits stay theirs, and the district's domain vouches for them as before."""
    district = create_district(email_domain="sanjuan.example.org")
    create_membership(user=keep, district=district, role=Role.CABINET)
    create_membership(user=gone, district=district, role=Role.BOARD)
    other = create_district()
    for person in (keep, gone):
        create_membership(user=person, district=other, state="requested")
    team = register(create_convening(), district=other, registered_by=gone)

    merge(keep, gone)

    assert list(Registration.objects.changeable_by(keep)) == [team]
    assert district_vouched_for(keep) == district


def test_nobody_comes_to_sit_on_both_sides_of_a_table(keep, gone):
    district = create_district(name="Valley Unified")
    create_membership(user=keep, district=district)
    create_membership(user=gone, district=district, side="labor", unit=create_unit(district))

    with pytest.raises(CannotMerge, match="At Valley Unified the one sits for management, the other for labor"):
        merge(keep, gone)


def test_what_they_did_stays_theirs(keep, gone):
    entry = Entry.objects.create(done_at=timezone.now(), done_by=gone, done_by_label=gone.email, deed="x")

    merge(keep, gone)

    entry.refresh_from_db()
    assert (entry.done_by, entry.done_by_label) == (gone, "dana.w@mail.example.org")


def staff_right(person):
    User.objects.filter(pk=person.pk).update(is_staff=True)


def superuser(person):
    User.objects.filter(pk=person.pk).update(is_superuser=True)


def group(person):
    person.groups.add(Group.objects.get_or_create(name="events")[0])


@pytest.mark.parametrize("which", ["keep", "gone"])
@pytest.mark.parametrize(
    ("right", "said"),
    [
        (staff_right, "has rights of LMI staff"),
        (superuser, "has rights of LMI staff"),
        (group, "has rights of LMI staff"),
        (add_second_factor, "signs in with a second factor"),
    ],
)
def test_accounts_with_more_to_lose_are_never_merged(keep, gone, which, right, said):
    right({"keep": keep, "gone": gone}[which])

    with pytest.raises(CannotMerge, match=said):
        merge(keep, gone)

    gone.refresh_from_db()
    assert gone.is_active


def test_nobody_is_merged_twice_or_with_themself(keep, gone):
    with pytest.raises(CannotMerge, match="with themself"):
        merge(keep, keep)
    merge(keep, gone)
    with pytest.raises(CannotMerge, match="not active"):
        merge(keep, gone)
    with pytest.raises(CannotMerge, match="not active"):
        merge(gone, keep)


def test_audit_trail_lists_what_moved(keep, gone):
    district, staff = create_district(), create_staff(second_factor=False)
    place = create_membership(user=gone, district=district)

    merge(keep, gone, by=staff)

    kept, away = Entry.objects.get(deed="merge_people"), Entry.objects.get(deed="person_merged_away")
    assert (kept.done_by, kept.subject_key, away.subject_key) == (staff, str(keep.pk), str(gone.pk))
    assert kept.changes == {
        "merged with": ["", "D. Whitfield <dana.w@mail.example.org>"],
        "memberships": ["", [str(place)]],
    }
    assert away.changes["email"][0] == "dana.w@mail.example.org"
    assert away.changes["merged into"] == ["", str(keep)]


@pytest.mark.django_db(transaction=True)
def test_two_staff_who_merge_the_same_two_at_once_take_turns(keep, gone):
    district, staff = create_district(), create_staff(second_factor=False)
    create_membership(user=gone, district=district)
    create_membership(user=keep, district=district)
    deeds = [lambda: merge(keep, gone, by=staff), lambda: merge(gone, keep, by=staff)] * 2

    assert press_at_once(deeds, refusals=CannotMerge) == ["CannotMerge", "CannotMerge", "CannotMerge", "done"]
    assert User.objects.filter(pk__in=[keep.pk, gone.pk], is_active=True).count() == 1
    assert Membership.objects.approved().filter(user__in=[keep, gone]).count() == 1


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_two_staff_close_both_accounts(monkeypatch, keep, gone):
    """SQLite's lock is its immediate transaction: without it somebody gets an error."""
    staff, read = create_staff(second_factor=False), Barrier(2)

    def read_at_the_same_time(keep, gone):
        found = User.objects.in_bulk([keep.pk, gone.pk])
        read.wait(timeout=30)
        return found[keep.pk], found[gone.pk]

    monkeypatch.setattr(merging_people, "_lock", read_at_the_same_time)
    deeds = [lambda: merge(keep, gone, by=staff), lambda: merge(gone, keep, by=staff)]

    seen = press_at_once(deeds, refusals=(CannotMerge, OperationalError), before=begin_without_a_lock)

    assert seen == (["done", "done"] if postgresql() else ["OperationalError", "done"])
    assert User.objects.filter(pk__in=[keep.pk, gone.pk], is_active=True).count() == (0 if postgresql() else 1)


@pytest.mark.parametrize("which", ["keep", "gone"])
@pytest.mark.parametrize("what", ["assignment", "training"])
def test_who_works_with_oasis_is_never_merged(keep, gone, which, what):
    person = {"keep": keep, "gone": gone}[which]
    if what == "assignment":
        create_assignment(user=person, is_trained=False, ends_on=date.today())
    else:
        complete_training(person)

    with pytest.raises(CannotMerge) as refusal:
        merge(keep, gone)

    assert str(refusal.value) == (
        f"{person} works with OASIS, or did: who saw which student’s record must stay one person’s doing."
    )
