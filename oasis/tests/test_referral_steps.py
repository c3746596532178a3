from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from oasis.adding_students import index_student
from oasis.models import AccessEntry, Consent, Referral
from oasis.providers.languages import LANGUAGES
from oasis.providers.models import Taxonomy, TaxonomyTerm
from oasis.providers.tests.factories import create_need, create_service, place
from oasis.referring import send_off
from oasis.typed import KEY

from .factories import create_assignment, create_consent, create_referral, create_site, create_student, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def referrer(client):
    return sign_in(client, create_assignment())


def need_with_service():
    need, service = create_need(), create_service()
    term = TaxonomyTerm.objects.create(
        taxonomy=Taxonomy.objects.create(name="Test", description="Test"), code="1", name="Eyes"
    )
    need.terms.add(term)
    service.terms.add(term)
    return need, service, place(service)


def add(client, student, need):
    return client.post(reverse("oasis:referral_add"), {"student": student.pk, "need": need.pk})


def page_of(name, referral):
    return reverse(f"oasis:{name}", args=[referral.number])


def typed(**fields):
    return {"version": 0, "kind": "direct", "urgency": "routine", "language": "es", "reason": ""} | fields


def test_three_steps_log_and_send_a_referral(client, referrer):
    need, service, at = need_with_service()
    student = create_student(site=referrer.site)
    create_consent(student, provider=service.provider)

    add(client, student, need)
    referral = Referral.objects.get()
    client.post(page_of("referral_service", referral), {"service": f"{service.pk}-{at.pk}"})
    response = client.post(page_of("referral_send", referral), typed(reason="Headaches", send="now"))

    referral.refresh_from_db()
    assert response.url == page_of("referral", referral)
    assert (referral.state, referral.service, referral.service_at_location) == ("sent", service, at)
    assert (referral.reason, referral.owner) == ("Headaches", referrer.user)


def test_a_student_is_found_by_a_posted_search_that_is_logged(client, referrer):
    student = create_student(site=referrer.site, given_name="Lucía", family_name="Ortega")
    index_student(student)

    page = client.post(reverse("oasis:referral_add"), {"words": "ortega"}).content.decode()

    assert f"?student={student.pk}" in page
    entry = AccessEntry.objects.get()
    assert (entry.action, entry.students, entry.fields) == (
        "search",
        [student.pk],
        ["family_name", "given_name", "grade", "school"],
    )


def test_the_draft_is_saved_before_a_service_is_chosen(client, referrer):
    add(client, create_student(site=referrer.site), create_need())

    assert (Referral.objects.get().state, Referral.objects.get().service) == ("draft", None)
    assert "vision" in client.get(reverse("oasis:referrals")).content.decode().lower()


def test_who_is_not_trained_reads_why(client):
    referrer = sign_in(client, create_assignment(is_trained=False))
    create_assignment()

    page = add(client, create_student(site=referrer.site), create_need()).content.decode()

    assert "Privacy of records" in page
    assert Referral.objects.count() == 0


def test_services_to_choose_from_say_why_they_fit(client, referrer):
    need, service, _at = need_with_service()
    referral = create_referral(logged_by=referrer, need=need, service=service, language="es")

    response = client.get(page_of("referral_service", referral))

    assert [each.service for each in response.context["suggestions"]] == [service]
    assert "Spanish is not on file: ask for an interpreter" in response.content.decode()


def test_the_languages_to_choose_from_are_those_of_the_directory(client, referrer):
    page = client.get(page_of("referral_send", create_referral(logged_by=referrer, language="es")))

    # A code of our own, such as “zh-hans”, would match no service.
    assert dict(page.context["form"].fields["language"].choices) == LANGUAGES


def test_what_cannot_be_sent_is_meant_for_the_family(client, referrer):
    referral = create_referral(logged_by=referrer)
    unreachable = create_service()
    unreachable.provider.contacts.all().delete()

    client.post(page_of("referral_service", referral), {"service": str(unreachable.pk)})

    assert (Referral.objects.get().service, Referral.objects.get().kind) == (unreachable, "informational")


def test_without_consent_nothing_is_sent_and_what_was_typed_is_kept(client, referrer):
    referral = create_referral(logged_by=referrer)

    page = client.post(page_of("referral_send", referral), typed(reason="Headaches", send="now")).content.decode()

    assert "No signed consent covers this referral today." in page
    assert "Headaches" in page
    assert (Referral.objects.get().reason, Referral.objects.get().state) == ("Headaches", "draft")


def test_asking_for_consent_leads_to_it_and_the_draft_waits(client, referrer):
    referral = create_referral(logged_by=referrer)

    response = client.post(page_of("referral_send", referral), typed(consent="ask"))

    assert response.url == f"{reverse('oasis:consent_add', args=[referral.student_id])}?referral={referral.number}"
    assert Referral.objects.get().state == "awaiting_consent"


def test_the_page_shows_which_consent_covers_it(client, referrer):
    referral = create_referral(logged_by=referrer)
    consent = create_consent(referral.student, provider=referral.service.provider)

    response = client.get(page_of("referral_send", referral))

    assert response.context["consent"] == consent


def test_a_student_s_own_consent_counts_where_the_professional_says_so(client, referrer):
    need = create_need("counseling", allows_minor_consent=True)
    referral = create_referral(logged_by=referrer, need=need)
    create_consent(referral.student, provider=referral.service.provider, relation=Consent.Relation.MINOR_STUDENT)

    client.post(page_of("referral_send", referral), typed(is_confidential="on", send="now"))

    assert (Referral.objects.get().state, Referral.objects.get().is_confidential) == ("sent", True)


def test_no_other_need_offers_a_minor_s_own_consent(client, referrer):
    referral = create_referral(logged_by=referrer)

    page = client.get(page_of("referral_send", referral)).content.decode()

    assert "is_confidential" not in page


def test_what_may_not_be_kept_is_refused_with_an_explanation(client, referrer):
    referral = create_referral(logged_by=referrer)

    page = client.post(
        page_of("referral_send", referral), typed(reason="The family is undocumented", later="yes")
    ).content.decode()

    assert "Education Code § 234.7" in page
    assert "The family is undocumented" in page
    assert Referral.objects.get().reason == ""


def test_the_page_saves_the_draft_as_it_is_typed(client, referrer):
    referral = create_referral(logged_by=referrer)

    page = client.post(page_of("referral_save", referral), typed(reason="Squints at the board")).content.decode()

    assert page.strip().startswith("Draft saved at ")
    assert (Referral.objects.get().reason, Referral.objects.get().version) == ("Squints at the board", 0)
    assert "Squints at the board" in client.get(page_of("referral_send", referral)).content.decode()


def test_what_may_not_be_kept_is_not_saved_either_and_the_rest_is(client, referrer):
    referral = create_referral(logged_by=referrer)

    page = client.post(
        page_of("referral_save", referral), typed(reason="no green card", urgency="soon")
    ).content.decode()

    assert "green card" in page
    assert (Referral.objects.get().reason, Referral.objects.get().urgency) == ("", "soon")


def test_a_draft_survives_the_sign_out_of_who_was_idle(client, referrer, monkeypatch):
    referral = create_referral(logged_by=referrer)
    client.get(page_of("referral_send", referral))
    client.post(page_of("referral_save", referral), typed(reason="Saved before"))
    later = timezone.now() + timedelta(minutes=16)
    monkeypatch.setattr("oasis.guard.timezone.now", lambda: later)

    response = client.post(
        page_of("referral_send", referral), typed(reason="Typed after", send="now"), headers={"referer": ""}
    )

    assert response.status_code == 302
    assert (Referral.objects.get().reason, Referral.objects.get().state) == ("Saved before", "draft")
    assert KEY in client.session


def test_who_comes_second_keeps_what_was_typed_and_is_told(client, referrer):
    referral = create_referral(logged_by=referrer, kind="informational")
    send_off(referral=referral, by=referrer.user, version=0, now=timezone.now())

    page = client.post(
        page_of("referral_send", referral), typed(kind="informational", reason="Typed late", send="now")
    ).content.decode()

    assert "“Sent” by now and no draft any more" in page
    assert "Typed late" in page
    assert 'name="send"' not in page


@pytest.mark.parametrize("name", ["referral_service", "referral_send", "referral_save"])
def test_drafts_of_other_schools_are_not_found(client, referrer, name):
    referral = create_referral(logged_by=create_assignment(site=create_site()))

    assert client.post(page_of(name, referral), typed()).status_code == 404


def test_what_was_sent_leads_from_its_steps_to_its_page(client, referrer):
    referral = create_referral(logged_by=referrer, kind="informational")
    send_off(referral=referral, by=referrer.user, version=0, now=timezone.now())

    for name in ("referral_service", "referral_send"):
        assert client.get(page_of(name, referral)).url == page_of("referral", referral)
