"""A caseload changes hands only when the new owner accepts, and only to who may see it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from districts.models import Organization
from lmi_portal.outbox.models import Email
from lmi_portal.outbox.rendering import render
from oasis import handing_over
from oasis.handing_over import (
    CannotHandOver,
    accept_caseload,
    decline_caseload,
    offer_caseload,
    take_caseload_back,
)
from oasis.models import Assignment, HandOver, Referral, Role, State
from oasis.reach import reach_of

from .factories import create_assignment, create_consent, create_referral, create_site, create_student, sign_in, today

pytestmark = pytest.mark.django_db


def offer(giver, taker, referrals, *, by=None, **fields):
    by = by or giver
    return offer_caseload(
        reach=reach_of(by.user, now=timezone.now()),
        from_user=giver.user,
        to_user=taker.user,
        numbers=[referral.number for referral in referrals],
        now=timezone.now(),
        **fields,
    )


def accept(hand_over, by):
    return accept_caseload(hand_over=hand_over, by=by.user, now=timezone.now())


@pytest.fixture
def giver():
    return create_assignment()


@pytest.fixture
def taker(giver):
    return create_assignment(site=giver.site)


def test_who_accepts_cares_for_what_was_offered(giver, taker):
    first, second, kept = (create_referral(logged_by=giver) for _each in range(3))

    hand_over = offer(giver, taker, [first, second], note="On leave from Monday")
    assert set(Referral.objects.values_list("owner", flat=True)) == {giver.user.pk}

    assert accept(hand_over, taker) == 2
    owners = dict(Referral.objects.values_list("number", "owner"))
    assert owners == {first.number: taker.user.pk, second.number: taker.user.pk, kept.number: giver.user.pk}
    hand_over.refresh_from_db()
    assert hand_over.state == HandOver.State.ACCEPTED


def test_letters_name_colleagues_and_no_student(giver, taker):
    referral = create_referral(
        logged_by=giver, student=create_student(site=giver.site, given_name="Xiomara", family_name="Quiñones")
    )
    hand_over = offer(giver, taker, [referral], note="Xiomara likes mornings")

    accept(hand_over, taker)

    letters = Email.objects.filter(template="oasis/email/hand_over").order_by("pk")
    assert [letter.to for letter in letters] == [taker.user.email, giver.user.email]
    for letter in letters:
        message = render(letter)
        text = message.subject + message.body + message.alternatives[0].content
        assert [word for word in ("Xiomara", "Quiñones", referral.need.name) if word in text] == []


def test_the_letter_says_how_many_were_taken_on_and_not_that_all_were(giver, taker):
    first, _kept = (create_referral(logged_by=giver) for _each in range(2))

    accept(offer(giver, taker, [first]), taker)

    message = render(Email.objects.filter(template="oasis/email/hand_over").latest("pk"))
    names = {"taker": taker.user.get_full_name(), "giver": giver.user.get_full_name()}
    assert message.subject == "{taker} takes the offered referrals on".format(**names)
    assert "{taker} accepted 1 referral of {giver} and cares for it".format(**names) in message.body


@pytest.mark.parametrize("answer", [decline_caseload, take_caseload_back])
def test_declined_or_taken_back_nothing_changes_and_it_is_answered_once(giver, taker, answer):
    referral = create_referral(logged_by=giver)
    hand_over = offer(giver, taker, [referral])
    by = taker.user if answer is decline_caseload else giver.user

    answer(hand_over=hand_over, by=by, now=timezone.now())

    assert Referral.objects.get().owner == giver.user
    with pytest.raises(CannotHandOver, match="answered already"):
        accept(hand_over, taker)


def test_only_who_was_asked_answers_and_only_who_offered_takes_back(giver, taker):
    hand_over = offer(giver, taker, [create_referral(logged_by=giver)])

    with pytest.raises(CannotHandOver):
        accept(hand_over, giver)
    with pytest.raises(CannotHandOver):
        take_caseload_back(hand_over=hand_over, by=taker.user, now=timezone.now())


def test_what_is_offered_once_is_not_offered_again(giver, taker):
    referral = create_referral(logged_by=giver)
    offer(giver, taker, [referral])

    with pytest.raises(CannotHandOver, match="offered to somebody already"):
        offer(giver, create_assignment(site=giver.site), [referral])


def test_nobody_is_handed_what_they_could_not_see(giver):
    referral = create_referral(logged_by=giver)

    with pytest.raises(CannotHandOver, match="may not see 1 of them"):
        offer(giver, create_assignment(site=create_site()), [referral])
    with pytest.raises(CannotHandOver, match="must complete the training first: Privacy of records"):
        offer(giver, create_assignment(site=giver.site, is_trained=False), [referral])
    with pytest.raises(CannotHandOver, match="does not work with OASIS today"):
        offer(giver, create_assignment(role=Role.AUDITOR, district=giver.district), [referral])
    assert HandOver.objects.count() == 0


def test_a_union_s_employee_takes_on_what_a_consent_names_their_union_for(giver):
    union = Organization.objects.create(name="Made-up union", kind="local")
    taker = create_assignment(site=giver.site, basis=Assignment.Basis.CONSENT, employer=union)
    referral = create_referral(logged_by=giver)
    with pytest.raises(CannotHandOver, match="no consent names their employer"):
        offer(giver, taker, [referral])

    create_consent(referral.student, organization=union)

    assert accept(offer(giver, taker, [referral]), taker) == 1


def test_confidential_ones_go_to_a_counselor_of_the_school_alone(giver, taker):
    referral = create_referral(logged_by=giver, is_confidential=True)

    with pytest.raises(CannotHandOver, match="credentialed counselor"):
        offer(giver, taker, [referral])

    counselor = create_assignment(site=giver.site, role=Role.COUNSELOR)
    assert accept(offer(giver, counselor, [referral]), counselor) == 1


def test_who_lost_sight_of_it_meanwhile_cannot_accept(giver, taker):
    hand_over = offer(giver, taker, [create_referral(logged_by=giver)])
    taker.starts_on, taker.ends_on = today() - timedelta(days=9), today() - timedelta(days=1)
    taker.save()

    with pytest.raises(CannotHandOver):
        accept(hand_over, taker)


def test_what_ended_meanwhile_stays_behind(giver, taker):
    over, running = create_referral(logged_by=giver), create_referral(logged_by=giver)
    hand_over = offer(giver, taker, [over, running])
    Referral.objects.filter(pk=over.pk).update(state=State.WITHDRAWN)

    assert accept(hand_over, taker) == 1
    over.refresh_from_db()
    assert over.owner == giver.user


def test_what_is_over_is_not_offered_and_what_changed_hands_meanwhile_stays_there(giver, taker):
    over, moved, running = (create_referral(logged_by=giver) for _each in range(3))
    Referral.objects.filter(pk=over.pk).update(state=State.WITHDRAWN)
    with pytest.raises(CannotHandOver, match="at least one referral that is not over"):
        offer(giver, taker, [over])
    hand_over = offer(giver, taker, [moved, running])
    third = create_assignment(site=giver.site).user
    Referral.objects.filter(pk=moved.pk).update(owner=third)

    assert accept(hand_over, taker) == 1
    moved.refresh_from_db()
    assert moved.owner == third


def test_nobody_whose_account_is_closed_takes_a_caseload_on(giver, taker):
    taker.user.is_active = False

    with pytest.raises(CannotHandOver, match="does not work with OASIS today"):
        offer(giver, taker, [create_referral(logged_by=giver)])


def test_a_lead_takes_back_what_a_lead_offered(giver, taker):
    lead = create_assignment(site=giver.site, role=Role.SITE_LEAD)
    hand_over = offer(giver, taker, [create_referral(logged_by=giver)], by=lead)

    take_caseload_back(hand_over=hand_over, by=lead.user, now=timezone.now())

    hand_over.refresh_from_db()
    assert hand_over.state == HandOver.State.TAKEN_BACK


def test_a_lead_offers_the_caseload_of_somebody_who_left(giver, taker):
    referral = create_referral(logged_by=giver)
    lead = create_assignment(site=giver.site, role=Role.SITE_LEAD)
    giver.ends_on = today() - timedelta(days=1)
    giver.save()

    assert accept(offer(giver, taker, [referral], by=lead), taker) == 1


def test_neither_a_colleague_nor_a_lead_elsewhere_offers_it(giver, taker):
    referral = create_referral(logged_by=giver)

    for other in (taker, create_assignment(role=Role.SITE_LEAD)):
        with pytest.raises(CannotHandOver, match="at least one"):
            offer(giver, create_assignment(site=giver.site), [referral], by=other)


def test_pages_offer_show_and_answer(client, giver, taker):
    referral = create_referral(logged_by=giver)
    sign_in(client, giver)
    told = {"to_user": taker.user.pk, "which": "chosen", "numbers": [], "note": "Back in May"}

    refused = client.post(reverse("oasis:hand_over_add"), told)
    assert ("at least one referral" in refused.content.decode(), "Back in May" in refused.content.decode()) == (
        True,
        True,
    )
    client.post(reverse("oasis:hand_over_add"), told | {"which": "all"})

    hand_over = HandOver.objects.get()
    page = reverse("oasis:hand_over", args=[hand_over.pk])
    assert hand_over.note == "Back in May"
    sign_in(client, taker)
    assert referral.number in client.get(page).content.decode()
    assert client.get(reverse("oasis:start")).context["offers"] == 1
    client.post(reverse("oasis:hand_over_answer", args=[hand_over.pk, "accept"]))
    assert Referral.objects.get().owner == taker.user

    sign_in(client, create_assignment(site=giver.site))
    assert client.get(page).status_code == 404


def test_a_lead_s_page_is_of_their_own_people(client, giver):
    create_referral(logged_by=giver)
    address = reverse("oasis:hand_over_add")
    sign_in(client, create_assignment(site=giver.site, role=Role.SITE_LEAD))
    assert client.get(address, {"from": giver.user.pk}).context["count"] == 1

    sign_in(client, create_assignment(role=Role.SITE_LEAD))
    assert client.get(address, {"from": giver.user.pk}).status_code == 404
    sign_in(client, create_assignment(site=giver.site))
    assert client.get(address, {"from": giver.user.pk}).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_for_one_and_for_three(client, giver, taker, count, django_assert_num_queries):
    sign_in(client, giver)
    for _each in range(count):
        offer(giver, taker, [create_referral(logged_by=giver)])
    client.get(reverse("oasis:hand_overs"))

    with django_assert_num_queries(9):
        client.get(reverse("oasis:hand_overs"))


def test_odd_offers_are_refused(giver, taker, monkeypatch):
    referrals = [create_referral(logged_by=giver) for _each in range(2)]

    with pytest.raises(CannotHandOver, match="Choose somebody else"):
        offer(giver, giver, referrals)
    monkeypatch.setattr(handing_over, "AT_ONCE", 1)
    with pytest.raises(CannotHandOver, match="at most at a time"):
        offer(giver, taker, referrals)


def test_refused_answers_are_told_on_the_page(client, giver, taker):
    hand_over = offer(giver, taker, [create_referral(logged_by=giver)])
    with pytest.raises(CannotHandOver, match="offered to somebody else"):
        decline_caseload(hand_over=hand_over, by=giver.user, now=timezone.now())
    sign_in(client, giver)

    told = client.post(reverse("oasis:hand_over_answer", args=[hand_over.pk, "accept"]), follow=True)

    assert "It was offered to somebody else." in told.content.decode()
    assert client.post(reverse("oasis:hand_over_answer", args=[hand_over.pk, "forged"])).status_code == 404
