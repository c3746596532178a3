"""Who hears of an appointment the day before, and who must not."""

import pytest

from lmi_portal.outbox.models import Email
from lmi_portal.outbox.rendering import render
from oasis.models import Appointment, Referral
from oasis.moves import STAFF
from oasis.moving import make_move
from oasis.reminding_of_appointments import remind_of_appointments

from .factories import create_consent, create_guardian
from .test_clock import at, sent_at

pytestmark = pytest.mark.django_db


def scheduled(**fields):
    referral = sent_at(at(2026, 11, 9))
    make_move(referral=referral, move="schedule", actor=STAFF, by=referral.owner, version=2, now=at(2026, 11, 10))
    Referral.objects.filter(pk=referral.pk).update(**fields)
    # 8 p.m. in California is the day after in UTC.
    Appointment.objects.create(
        referral=referral, starts_at=at(2026, 11, 20, hour=20), place="Room 4", made_at=at(2026, 11, 10)
    )
    return referral


def family_letters():
    return Email.objects.filter(template="family/email/appointment_reminder")


def test_of_an_appointment_tomorrow_owner_and_guardian_hear_once_each():
    referral = scheduled()
    guardian = referral.student.household.guardians.get()
    guardian.language = "es"
    guardian.save()

    told = [remind_of_appointments(now=at(2026, 11, day, hour=hour)) for day, hour in [(18, 20), (19, 9), (19, 20)]]

    assert told == [0, 1, 1]
    [letter] = family_letters()
    message = render(letter)
    assert (message.to, message.subject) == ([guardian.email], "Un recordatorio de la escuela")
    assert "usted tiene una cita mañana: 20 de noviembre de 2026, 8 p.m. PST." in message.body
    assert referral.number in message.body
    private = [referral.student.given_name, "Rosa", "Room 4", referral.need.name, referral.service.name]
    assert [word for word in private if word in message.subject + message.body] == []
    owners = Email.objects.get(reason__startswith="appointment_reminder")
    assert owners.context["paragraphs"][0] == (
        f"Referral {referral.number} has an appointment on Nov. 20, 2026, 8 p.m. PST."
    )


@pytest.mark.parametrize("hidden", ["confidential", "may not be contacted", "no address", "is of age"])
def test_home_is_not_written_to(hidden):
    referral = scheduled(is_confidential=hidden == "confidential")
    guardians = referral.student.household.guardians
    if hidden == "may not be contacted":
        guardians.update(may_be_contacted=False)
    if hidden == "no address":
        guardian = guardians.get()
        guardian.email = ""
        guardian.save()
    if hidden == "is of age":
        consent = create_consent(referral.student, provider=referral.service.provider, relation="adult_student")
        Referral.objects.filter(pk=referral.pk).update(consent=consent)

    remind_of_appointments(now=at(2026, 11, 19))

    assert family_letters().count() == 0
    # Control: who may be written to in the same household is.
    if hidden in {"may not be contacted", "no address"}:
        create_guardian(referral.student.household, name="Luis Núñez", email="luis@example.org")
        remind_of_appointments(now=at(2026, 11, 19))
        assert [letter.address() for letter in family_letters()] == ["luis@example.org"]


@pytest.mark.parametrize("kept", ["cancelled", "yes", "no"])
def test_nobody_is_reminded_of_what_is_cancelled_or_over(kept):
    scheduled()
    Appointment.objects.update(kept=kept)

    assert remind_of_appointments(now=at(2026, 11, 19)) == 0


def test_who_left_is_not_written_to():
    referral = scheduled()
    type(referral.owner).objects.filter(pk=referral.owner.pk).update(is_active=False)

    remind_of_appointments(now=at(2026, 11, 19))

    assert Email.objects.filter(reason__startswith="appointment_reminder").count() == 0
    # Control: the family still is.
    assert family_letters().count() == 1
