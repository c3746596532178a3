from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from lmi_portal.accounts.models import User
from lmi_portal.accounts.tests.factories import create_user
from lmi_portal.outbox.models import Email
from lmi_portal.written_once import lifted
from oasis.appointing import make_appointment
from oasis.checking import check_referrals, tell_of_differences
from oasis.contacting import log_attempt
from oasis.models import Referral, ReferralEvent
from oasis.moves import PROVIDER, STAFF
from oasis.moving import make_move
from oasis.referring import send_off

from .factories import create_consent, create_referral

pytestmark = pytest.mark.django_db


def followed_to_the_end():
    referral, now = create_referral(), timezone.now()
    create_consent(referral.student, provider=referral.service.provider)
    referral = send_off(referral=referral, by=referral.owner, version=0, now=now)
    referral = make_move(referral=referral, move="open", actor=PROVIDER, version=2, now=now)
    log_attempt(referral=referral, way="phone", was_reached=True, by=referral.owner, now=now)
    referral = make_appointment(
        referral=referral, starts_at=now + timedelta(days=1), actor=STAFF, by=referral.owner, version=3, now=now
    )
    return make_move(
        referral=referral,
        move="close",
        actor=PROVIDER,
        version=4,
        outcome="received_full",
        outcome_source="provider",
        now=now,
    )


def test_events_tell_the_row(capsys):
    followed_to_the_end()
    create_referral()

    call_command("check_referrals")

    assert capsys.readouterr().out == "Every referral says what its events tell.\n"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"state": "in_service"}, "state is in_service, where the events tell closed"),
        ({"version": 7}, "version is 7, where the events tell 5"),
        ({"outcome": "moved"}, "outcome is moved, where the events tell received_full"),
        ({"closed_at": None}, "closed_at is empty, where the events tell "),
        ({"first_contact_at": None}, "first_contact_at is empty, where the events tell "),
    ],
    ids=["state", "version", "outcome", "end", "first contact"],
)
def test_control_a_row_changed_behind_the_deed_is_told(changes, sentence, capsys):
    referral = followed_to_the_end()
    Referral.objects.filter(pk=referral.pk).update(**changes)

    with pytest.raises(CommandError):
        call_command("check_referrals")

    told = capsys.readouterr().out
    assert told.startswith(f"{referral.number}: {sentence}")
    assert told.count("\n") == 1


def test_superusers_are_told_by_number_alone_once_a_night():
    User.objects.filter(pk=create_user(email="root@example.org").pk).update(is_superuser=True)
    referral = followed_to_the_end()
    assert tell_of_differences(now=timezone.now()) == 0
    Referral.objects.filter(pk=referral.pk).update(outcome="moved")

    counts = [tell_of_differences(now=timezone.now()) for _twice in range(2)]

    letter = Email.objects.get(to="root@example.org")
    assert counts == [1, 1]
    assert referral.number in letter.context["paragraphs"][0]
    assert "moved" not in str(letter.context)


def test_control_a_missing_event_is_told():
    referral = followed_to_the_end()
    with lifted("oasis_referralevent"):
        super(type(ReferralEvent.objects.all()), ReferralEvent.objects.filter(version=2)).delete()

    assert list(check_referrals()) == [(referral.number, "event 2 is missing")]


def test_control_a_move_that_the_table_lacks_is_told():
    referral = create_referral()
    ReferralEvent.objects.create(
        referral=referral, version=1, move="open", state="opened", actor="provider", moved_at=timezone.now()
    )

    assert next(check_referrals())[1] == "event 1, open by provider, is no move from draft"
