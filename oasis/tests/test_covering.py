from datetime import date

import pytest

from oasis.covering import consents_covering

from .factories import create_consent, create_referral, create_student

pytestmark = pytest.mark.django_db
LASTING = {"starts_on": date(2026, 8, 1), "expires_on": date(2027, 6, 30)}


def test_from_the_eighteenth_birthday_on_the_student_alone_consents():
    referral = create_referral()
    referral.student.born_on = date(2008, 11, 23)
    to = {"provider": referral.service.provider} | LASTING
    parents = create_consent(referral.student, **to)
    own = create_consent(referral.student, relation="adult_student", **to)

    assert list(consents_covering(referral, on=date(2026, 11, 22))) == [parents]
    assert list(consents_covering(referral, on=date(2026, 11, 23))) == [own]


def test_a_consent_for_another_student_covers_nothing():
    referral = create_referral()
    create_consent(create_student(site=referral.site), provider=referral.service.provider, **LASTING)

    assert not consents_covering(referral, on=date(2026, 11, 23)).exists()
