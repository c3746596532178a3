import pytest
from django.utils import timezone

from oasis.models import Referral
from oasis.moves import PROVIDER, STAFF
from oasis.moving import make_move
from oasis.providers.tests.factories import create_service
from oasis.reach import reach_of
from oasis.referring import choose_service, send_off
from oasis.refusing import CannotMove, CannotRefer, CannotSend
from oasis.rereferring import line_of, offers_another, refer_again
from oasis.school_days import school_days_after

from .factories import create_consent, create_referral, today

pytestmark = pytest.mark.django_db


def move(referral, name, actor=STAFF, **fields):
    return make_move(referral=referral, move=name, actor=actor, version=referral.version, now=timezone.now(), **fields)


def sent():
    referral = create_referral(reason="Headaches", urgency="soon")
    create_consent(referral.student, provider=referral.service.provider)
    return send_off(referral=referral, by=referral.owner, version=0, now=timezone.now())


def declined():
    return move(sent(), "decline", PROVIDER, reason="no_capacity")


def again(referral):
    return refer_again(referral=referral, reach=reach_of(referral.owner, now=timezone.now()), now=timezone.now())


def test_a_no_offers_another_referral_filled_in_as_the_first():
    first = declined()

    child = again(first)

    assert (child.parent, child.student, child.need) == (first, first.student, first.need)
    assert (child.reason, child.urgency, child.kind, child.state) == ("Headaches", "soon", "direct", "draft")
    assert (child.service, child.consent) == (None, None)
    assert line_of(child) == [child, first]


def test_the_old_consent_does_not_cover_another_provider():
    child = choose_service(referral=again(declined()), service=create_service())

    with pytest.raises(CannotSend):
        send_off(referral=child, by=child.owner, version=0, now=timezone.now())


def test_control_with_a_consent_of_its_own_it_goes():
    child = choose_service(referral=again(declined()), service=create_service())
    create_consent(child.student, provider=child.service.provider)

    assert send_off(referral=child, by=child.owner, version=0, now=timezone.now()).state == "sent"


def test_another_is_offered_after_a_no_and_once():
    first = declined()
    closed = move(first, "close", outcome="no_capacity", outcome_source="provider")
    helped = move(sent(), "close", outcome="received_full", outcome_source="family")

    assert [offers_another(each) for each in (first, closed, helped)] == [True, True, False]
    again(first)
    assert offers_another(first) is False


def test_referred_elsewhere_closes_once_the_new_referral_is_there():
    first = declined()
    with pytest.raises(CannotMove):
        move(first, "close", outcome="referred_elsewhere", outcome_source="staff")
    again(first)

    closed = move(first, "close", outcome="referred_elsewhere", outcome_source="staff")

    assert closed.is_loop_closed()


def test_a_recalled_one_offers_another_and_one_in_error_has_none():
    error = move(sent(), "enter_in_error", by=Referral.objects.get().owner, note="Logged twice")

    assert offers_another(move(sent(), "recall"))
    with pytest.raises(CannotRefer):
        again(error)


def test_what_a_student_asked_for_alone_stays_theirs_and_is_due_as_a_draft():
    first = declined()
    first.is_confidential = True

    child = again(first)

    assert (child.is_confidential, child.due_on) == (True, school_days_after(today(), 2, set()))


def test_a_new_referral_that_was_entered_in_error_leads_nowhere():
    first = declined()
    move(again(first), "enter_in_error", by=first.owner, note="Logged twice")
    assert offers_another(first)

    with pytest.raises(CannotMove) as refusal:
        move(first, "close", outcome="referred_elsewhere", outcome_source="staff")

    assert str(refusal.value) == "“Referred elsewhere” needs the new referral first."


def test_a_draft_is_not_followed_by_another():
    with pytest.raises(CannotRefer):
        again(create_referral())


@pytest.mark.parametrize("reason", ["", "made up", "transport"])
def test_a_provider_declines_with_a_reason_of_the_list(reason):
    with pytest.raises(CannotMove) as refusal:
        move(sent(), "decline", PROVIDER, reason=reason)

    assert refusal.value.field == "reason"


def test_loops_are_closed_by_an_outcome_that_tells_what_became_of_the_student():
    outcomes = ["received_full", "received_partial", "received_ongoing", "family_declined", "no_capacity", "moved"]
    for outcome in outcomes:
        move(sent(), "close", outcome=outcome, outcome_source="family")
    unreached = sent()
    for _each in range(3):
        unreached.contact_attempts.create(tried_at=timezone.now(), tried_by=unreached.owner, way="phone")
    unreached = move(unreached, "close", outcome="unable_to_contact", outcome_source="staff")
    expired = make_move(referral=sent(), move="expire", actor="clock", version=2, now=timezone.now())

    told = Referral.objects.loop_closed().values_list("outcome", flat=True)

    assert sorted(told) == sorted(outcomes)
    assert [each.is_loop_closed() for each in (unreached, expired)] == [False, False]
