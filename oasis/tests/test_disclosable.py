from datetime import date, timedelta

import pytest
from django.utils import timezone

from oasis.disclosable import disclosable_fields
from oasis.models import Consent, ConsentRevocation

from .factories import create_assignment, create_consent, create_guardian, create_referral, create_student, today

pytestmark = pytest.mark.django_db


def told(referral, consent, on=None):
    return {each.record: each.lines for each in disclosable_fields(referral, consent, on=on or today())}


def consented(referral, **fields):
    return create_consent(referral.student, provider=referral.service.provider, **fields)


def test_a_provider_is_told_what_the_consent_names():
    referral = create_referral(reason="Squints at the board", language="es")
    consent = consented(referral, records=["name", "contact", "language", "reason", "outcome"])

    assert told(referral, consent) == {
        "name": ("Ana Núñez",),
        "contact": ("Rosa Núñez · 323-555-0101 · rosa@example.org",),
        "language": ("Spanish",),
        "reason": ("Vision", "Squints at the board"),
    }


def test_school_and_date_of_birth_are_told_where_they_are_named():
    referral = create_referral()
    consent = consented(referral, records=["school", "birth_date", "attendance"])

    assert told(referral, consent) == {
        "school": (str(referral.student.school), "Grade 7"),
        "birth_date": (f"January 15, {today().year - 13}",),
    }


def test_the_guardian_who_signed_is_the_one_to_reach():
    referral = create_referral()
    other = create_guardian(referral.student.household, name="Luis Núñez", phone="", email="luis@example.org")
    consent = consented(referral, records=["contact"], guardian=other)

    assert told(referral, consent) == {"contact": ("Luis Núñez · luis@example.org",)}


def test_of_a_student_who_consents_alone_name_and_safe_contact_are_told_and_nothing_else():
    referral = create_referral(is_confidential=True, reason="Cannot sleep")
    referral.student.safe_contact = "Room 12, third period"
    everything = [record.value for record in Consent.Record]
    consent = consented(referral, relation="minor_student", records=everything)

    assert told(referral, consent) == {"name": ("Ana Núñez",), "safe_contact": ("Room 12, third period",)}


def test_control_the_same_consent_of_a_parent_tells_how_to_reach_the_family():
    referral = create_referral(reason="Cannot sleep")

    assert "contact" in told(referral, consented(referral))


def test_nothing_is_told_where_no_consent_stands():
    referral, elsewhere = create_referral(), create_referral()
    ended = consented(referral)
    ConsentRevocation.objects.create(consent=ended, revoked_at=timezone.now(), told_by="Rosa Núñez")

    assert told(referral, None) == {}
    assert told(referral, ended) == {}
    assert told(referral, consented(elsewhere)) == {}
    assert told(referral, consented(referral, direction="back")) == {}
    assert told(referral, consented(referral), on=today() + timedelta(days=46)) == {}
    assert told(referral, create_consent(referral.student, provider=create_referral().service.provider)) == {}


def test_an_adult_student_is_reached_at_their_own_address():
    logged_by = create_assignment()
    student = create_student(
        site=logged_by.site, safe_contact="ana@example.org", born_on=date(today().year - 19, 1, 15)
    )
    referral = create_referral(logged_by=logged_by, student=student)

    assert told(referral, consented(referral, relation="adult_student", records=["contact"])) == {
        "contact": ("ana@example.org",)
    }
