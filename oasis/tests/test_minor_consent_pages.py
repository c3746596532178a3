from datetime import timedelta

import pytest
from django.urls import reverse

from oasis.models import AccessEntry, Consent, ConsentRequest, State

from .consent_factories import alone, create_confidential_referral, create_counselor, sign
from .factories import create_assignment, create_referral, create_student, sign_in, today
from .test_consent_pages import page

pytestmark = pytest.mark.django_db


def test_a_minor_s_form_is_made_by_a_counselor_alone(client):
    counselor = create_counselor(create_referral().site)
    referral = create_confidential_referral(counselor=counselor)
    query = f"?referral={referral.number}"
    sign_in(client, counselor)
    typed = {
        "law": "health_code",
        "is_mature": "on",
        "parents": "inappropriate",
        "why": "Talked with the student.",
        "language": "en",
        "expires_on": (today() + timedelta(days=60)).isoformat(),
    }

    client.post(reverse("oasis:consent_add", args=[referral.student_id]) + query, typed)
    asked = ConsentRequest.objects.get()
    form = page(client, "consent_here", asked.pk)
    client.post(reverse("oasis:consent_here", args=[asked.pk]), {"may_tell": "on", "name": "Ana Núñez"})

    consent = Consent.objects.get()
    referral.refresh_from_db()
    assert "A safe way to reach you" in form.text
    assert (consent.relation, consent.minor_statement.stated_by) == ("minor_student", counselor.user)
    assert (referral.state, referral.consent) == (State.READY, consent)
    assert AccessEntry.objects.filter(confidential_students__isnull=True).count() == 0


def test_who_is_no_counselor_is_sent_to_one(client):
    site = create_referral().site
    student = create_student(site=site)
    lead = sign_in(client, create_assignment(role="site_lead", site=site))
    referral = create_confidential_referral(counselor=lead, student=student)

    response = page(client, "consent_add", student.pk, query=f"?referral={referral.number}")

    assert "A counselor records this" in response.text


def test_a_minor_s_consent_is_found_by_who_sees_what_rests_on_it_and_no_one_else_of_the_school(client):
    counselor = create_counselor(create_referral().site)
    referral = create_confidential_referral(counselor=counselor)
    (consent,) = sign(referral, **alone(referral))
    aide = create_assignment(role="service_aide", site=counselor.site)

    sign_in(client, counselor)
    assert page(client, "consent", consent.pk).status_code == 200
    sign_in(client, aide)
    assert page(client, "consent", consent.pk).status_code == 404
    assert list(page(client, "consents", referral.student_id).context["consents"]) == []


def test_who_sees_one_confidential_referral_is_not_told_of_the_consent_to_another(client):
    counselor = create_counselor(create_referral().site)
    referral = create_confidential_referral(counselor=counselor)
    sign(referral, **alone(referral))
    aide = create_assignment(role="counseling_aide", site=counselor.site)
    own = create_confidential_referral(counselor=aide, student=referral.student)
    sign_in(client, aide)

    response = page(client, "student", referral.student_id)

    assert [each.number for each in response.context["referrals"]] == [own.number]
    assert response.context["standing"] == []
