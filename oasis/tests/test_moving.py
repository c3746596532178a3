from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from oasis.models import Referral, ReferralEvent, State, TrainingCompletion
from oasis.moves import FAMILY, PROVIDER, STAFF
from oasis.moving import make_move
from oasis.refusing import CannotMove, CannotSend, Outdated

from .factories import create_consent, create_referral, today

pytestmark = pytest.mark.django_db


def move(referral, name, actor=STAFF, **fields):
    return make_move(referral=referral, move=name, actor=actor, version=referral.version, now=timezone.now(), **fields)


def sent_referral():
    referral = create_referral()
    create_consent(referral.student, provider=referral.service.provider)
    return move(move(referral, "make_ready"), "send")


def test_a_referral_goes_from_draft_to_its_outcome_by_events():
    referral = move(sent_referral(), "open", PROVIDER)
    referral = move(move(referral, "accept", PROVIDER), "start_service", PROVIDER)

    referral = move(referral, "close", PROVIDER, outcome="received_full", outcome_source="provider")

    told = list(ReferralEvent.objects.filter(referral=referral).values_list("version", "move", "state"))
    assert told == [
        (1, "make_ready", "ready"),
        (2, "send", "sent"),
        (3, "open", "opened"),
        (4, "accept", "accepted"),
        (5, "start_service", "in_service"),
        (6, "close", "closed"),
    ]
    assert (referral.state, referral.version, referral.is_loop_closed()) == (State.CLOSED, 6, True)


@pytest.mark.parametrize("actor", [PROVIDER, STAFF], ids=["typed by it", "told to staff"])
def test_a_provider_has_answered_once_it_says_something_not_when_it_opens_the_link(actor):
    opened = move(sent_referral(), "open", PROVIDER)
    assert opened.acknowledged_at is None

    accepted = move(opened, "accept", actor)

    moments = list(accepted.events.filter(move="accept").values_list("moved_at", flat=True))
    assert [accepted.acknowledged_at] == moments
    assert move(accepted, "start_service", PROVIDER).acknowledged_at == accepted.acknowledged_at


def test_nothing_is_sent_without_consent():
    referral = create_referral()

    with pytest.raises(CannotSend):
        move(referral, "make_ready")

    assert ReferralEvent.objects.count() == 0


def test_control_the_database_itself_refuses_a_sent_referral_without_consent():
    referral = create_referral()

    with pytest.raises(IntegrityError):
        Referral.objects.filter(pk=referral.pk).update(state=State.SENT)


@pytest.mark.parametrize(
    "changed",
    [{"way": "verbal"}, {"direction": "back"}, {"relation": "minor_student"}],
    ids=["spoken", "the other direction", "a minor’s, while this is no minor’s referral"],
)
def test_a_consent_that_does_not_cover_it_sends_nothing(changed):
    referral = create_referral()
    create_consent(referral.student, provider=referral.service.provider, **changed)

    with pytest.raises(CannotSend):
        move(referral, "make_ready")


def test_consent_that_ran_out_after_it_was_ready_sends_nothing():
    referral = create_referral()
    create_consent(referral.student, provider=referral.service.provider, expires_on=today())
    referral = move(referral, "make_ready")

    with pytest.raises(CannotSend):
        make_move(
            referral=referral,
            move="send",
            actor=STAFF,
            version=referral.version,
            now=timezone.now() + timedelta(days=1),
        )


def test_what_is_handed_to_the_family_needs_training_and_no_consent():
    handed, other = (create_referral(kind="informational") for _each in range(2))

    handed = move(handed, "hand_out", by=handed.owner)

    assert (handed.state, handed.consent, handed.sent_at is None) == (State.SENT, None, False)
    TrainingCompletion.objects.all().delete()
    with pytest.raises(CannotMove, match="complete the training"):
        move(other, "hand_out", by=other.owner)


def test_blanks_say_nothing():
    with pytest.raises(CannotMove) as refusal:
        move(create_referral(), "withdraw", note="  ")

    assert refusal.value.field == "note"


def test_what_the_provider_asks_for_is_told_only_while_a_consent_stands():
    asked = move(move(sent_referral(), "open", PROVIDER), "ask_info", PROVIDER, note="Which days?")
    told = {"referral": asked, "move": "give_info", "actor": STAFF, "version": asked.version, "note": "Mondays"}

    with pytest.raises(CannotSend):
        make_move(**told, now=timezone.now() + timedelta(days=60))

    assert make_move(**told, now=timezone.now()).state == State.OPENED


def test_the_second_of_two_people_is_told():
    referral = sent_referral()
    seen_by_both = referral.version
    move(referral, "open", PROVIDER)

    with pytest.raises(Outdated) as refusal:
        make_move(referral=referral, move="recall", actor=STAFF, version=seen_by_both, now=timezone.now())

    assert str(refusal.value) == (
        f"Somebody else changed referral {referral.number} meanwhile: it is now “Opened by the provider”."
        " Look again first."
    )


@pytest.mark.parametrize(
    ("name", "actor"), [("accept", FAMILY), ("make_ready", STAFF), ("start_service", PROVIDER), ("nonsense", STAFF)]
)
def test_a_move_that_the_table_does_not_have_is_refused(name, actor):
    with pytest.raises(CannotMove):
        move(sent_referral(), name, actor)


def test_closing_asks_for_an_outcome_and_its_source():
    referral = move(sent_referral(), "open", PROVIDER)

    with pytest.raises(CannotMove) as refusal:
        move(referral, "close", outcome="received_full")

    assert refusal.value.field == "outcome"


def test_who_is_untrained_sends_nothing():
    referral = create_referral()
    create_consent(referral.student, provider=referral.service.provider)
    referral = move(referral, "make_ready")
    TrainingCompletion.objects.all().delete()

    with pytest.raises(CannotMove) as refusal:
        move(referral, "send", by=referral.logged_by)

    assert str(refusal.value) == "Before you refer, complete the training: Privacy of records."
