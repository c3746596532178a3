"""A student of 12 or older consents alone: who states it, what is told, and where nothing of it may show.

Family Code § 6924; Health and Safety Code § 124260.
"""

import json
from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from lmi_portal.outbox.models import Email
from oasis.appointing import make_appointment
from oasis.consenting import record_consent
from oasis.family_report import report_facts
from oasis.forms.consent import ConsentTermsForm
from oasis.models import Consent, MinorStatement, Referral, Role, State, Student
from oasis.moves import STAFF
from oasis.provider_codes import open_link, send_code
from oasis.refusing import CannotConsent
from oasis.reminding_of_appointments import remind_of_appointments
from oasis.sending import send_referral
from oasis.signers import Statement

from .consent_factories import OUT, alone, ask, create_confidential_referral, create_counselor, mails, sign, terms_for
from .factories import create_assignment, create_site, create_student, sign_in, today

pytestmark = pytest.mark.django_db
SAFE = "Room 12, third period"


@pytest.fixture
def counselor():
    return create_counselor(create_site())


def confidential(counselor, **fields):
    student = create_student(site=counselor.site, safe_contact=SAFE, **fields)
    return create_confidential_referral(counselor=counselor, student=student, reason="Cannot sleep")


def signed(referral, **fields):
    (consent,) = sign(referral, **alone(referral, **fields))
    return consent


def sent(referral):
    """Sent to the provider and opened there, with a visit tomorrow."""
    now = timezone.now()
    referral = Referral.objects.get(pk=referral.pk)
    referral = send_referral(referral=referral, by=referral.owner, version=referral.version, now=now)
    link = referral.provider_links.get()
    send_code(link=link, now=now)
    referral = open_link(link=link, code=mails("oasis/email/provider_code")[-1].context["code"], now=now)
    tomorrow, by = now + timedelta(days=1), referral.owner
    return make_appointment(
        referral=referral, starts_at=tomorrow, actor=STAFF, by=by, version=referral.version, now=now
    )


def test_the_consent_carries_the_professional_s_statement(counselor):
    referral = confidential(counselor)

    consent = signed(referral)

    statement = MinorStatement.objects.get()
    assert (statement.consent, statement.law, statement.parents, statement.why) == (
        consent,
        "health_code",
        "inappropriate",
        "Talked with the student.",
    )
    assert (statement.stated_by, statement.credential) == (counselor.user, counselor.credential)
    assert Referral.objects.get(pk=referral.pk).state == State.READY


@pytest.mark.parametrize("role", [Role.REFERRER, Role.COUNSELING_AIDE, Role.SITE_LEAD])
def test_nobody_but_a_credentialed_counselor_of_the_school_states_it(counselor, role):
    referral = confidential(counselor)
    terms, now = terms_for(referral, **alone(referral)), timezone.now()
    others = [create_assignment(role=role, site=counselor.site), create_counselor(create_site())]

    for other in others:
        with pytest.raises(CannotConsent):
            record_consent(
                terms=terms,
                directions=[OUT],
                signer_name="Ana Núñez",
                way=Consent.Way.IN_PERSON,
                recorded_by=other.user,
                now=now,
            )

    assert Consent.objects.count() == 0


@pytest.mark.parametrize(
    "statement",
    [None, Statement("health_code", "inappropriate", " "), Statement("no_law", "involved", "Why")],
    ids=["none", "without a reason", "by no law"],
)
def test_without_a_whole_statement_no_minor_consents_alone(counselor, statement):
    referral = confidential(counselor)

    with pytest.raises(CannotConsent):
        ask(referral, **alone(referral, statement=statement))


@pytest.mark.parametrize(
    ("born_on", "may"),
    [
        (date(today().year - 12, 1, 1), True),
        (date(today().year - 11, 1, 1), False),
        (None, False),
        (date(today().year - 19, 1, 1), False),
    ],
    ids=["12", "11", "no date of birth", "19"],
)
def test_a_minor_is_12_to_17(counselor, born_on, may):
    referral = confidential(counselor, born_on=born_on)

    if may:
        signed(referral)
    else:
        with pytest.raises(CannotConsent):
            signed(referral)


def test_a_need_that_no_law_names_is_none_of_a_minor_alone(counselor):
    referral = confidential(counselor)
    referral.need.allows_minor_consent = False
    referral.need.save()

    with pytest.raises(CannotConsent):
        signed(Referral.objects.get(pk=referral.pk))


def test_the_database_asks_for_the_credential(counselor):
    consent = signed(confidential(counselor))

    with pytest.raises(IntegrityError):
        MinorStatement.objects.bulk_create(
            [MinorStatement(consent=consent, law="family_code", parents="tried", why="x", stated_at=timezone.now())]
        )


def test_a_parent_s_consent_covers_no_confidential_referral_nor_a_student_s_another(counselor):
    referral = confidential(counselor)

    sign(referral)

    assert Referral.objects.get(pk=referral.pk).state == State.DRAFT


def test_a_parent_s_form_names_no_provider_of_a_confidential_referral(counselor):
    referral = confidential(counselor)

    form = ConsentTermsForm(student=Student.objects.get(pk=referral.student_id))

    assert "providers" not in form.fields


def test_families_are_told_of_none_of_it(counselor):
    referral = confidential(counselor)
    consent = signed(referral)

    assert (Referral.objects.for_families().count(), Consent.objects.for_families().count()) == (0, 0)
    assert (list(Referral.objects.all()), list(Consent.objects.all())) == ([referral], [consent])


def test_household_page_report_and_letters_to_the_family_say_nothing(client, counselor):
    referral = confidential(counselor)
    signed(referral)
    referral = sent(referral)
    student = Student.objects.select_related("school", "district", "household").get(pk=referral.student_id)
    sign_in(client, counselor)
    for name in ("student", "consents", "student_household"):
        client.get(reverse(f"oasis:{name}", args=[student.pk]))
    remind_of_appointments(now=timezone.now())

    household = client.get(reverse("oasis:student_household", args=[student.pk])).text.partition("<main")[2]
    report = json.dumps(report_facts(student, language="en", made_by=counselor.user, now=timezone.now()))

    secrets = [referral.number, str(referral.service.provider), SAFE, "Counseling", "Cannot sleep"]
    assert [secret for secret in secrets if secret in household or secret in report] == []
    assert "rosa@example.org" not in {email.address() for email in Email.objects.all()}


def test_control_of_another_referral_the_report_tells_and_the_family_is_reminded(counselor):
    referral = confidential(counselor)
    Referral.objects.filter(pk=referral.pk).update(is_confidential=False)
    sign(Referral.objects.get(pk=referral.pk))
    referral, now = sent(referral), timezone.now()
    remind_of_appointments(now=now)

    student = Student.objects.select_related("school", "district", "household").get(pk=referral.student_id)
    report = json.dumps(report_facts(student, language="en", made_by=counselor.user, now=now))
    assert str(referral.service.provider) in report
    assert [email.address() for email in Email.objects.all()].count("rosa@example.org") == 1
