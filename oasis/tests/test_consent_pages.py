import re
from datetime import timedelta

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from districts.models import Organization
from oasis.models import AccessEntry, Assignment, Consent, ConsentRequest, State
from oasis.report_words import languages, words_in
from oasis.scans import open_scan
from oasis.views.consent_asking import ASKED
from oasis.views.consents import FIELDS

from .consent_factories import ask, sign
from .factories import create_assignment, create_consent, create_referral, sign_in, today

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\nstartxref\n9\n%%EOF\n"


@pytest.fixture
def referral(client):
    referrer = sign_in(client, create_assignment())
    return create_referral(logged_by=referrer)


def page(client, name, *args, query=""):
    return client.get(reverse(f"oasis:{name}", args=args) + query)


def text_of(pdf):
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)).split())


def terms_typed(referral, **changed):
    defaults = {
        "signer": str(referral.student.household.guardians.get().pk),
        "providers": [referral.service.provider_id],
        "records": ["name", "contact"],
        "purpose": "vision",
        "language": "es",
        "expires_on": (today() + timedelta(days=60)).isoformat(),
    }
    return defaults | changed


def test_a_form_is_made_from_a_referral_with_one_press(client, referral):
    address = reverse("oasis:consent_add", args=[referral.student_id]) + f"?referral={referral.number}"
    form = client.get(address).context["form"]
    typed = {name: form[name].value() for name in form.fields}

    response = client.post(address, {name: value for name, value in typed.items() if value is not None})

    asked = ConsentRequest.objects.get()
    assert response.url == reverse("oasis:consent_asked", args=[asked.pk])
    assert page(client, "consent_asked", asked.pk).status_code == 200


def test_a_form_that_names_nobody_keeps_what_was_typed(client, referral):
    address = reverse("oasis:consent_add", args=[referral.student_id])

    response = client.post(address, terms_typed(referral, providers=[], records=["name"]))

    assert "Name at least one who may be told." in response.text
    assert response.context["form"]["records"].value() == ["name"]


def test_a_parent_signs_on_this_screen_and_the_referral_goes_on(client, referral):
    asked = ask(referral)
    form = page(client, "consent_here", asked.pk)

    response = client.post(
        reverse("oasis:consent_here", args=[asked.pk]),
        {"may_tell": "on", "may_report": "on", "name": "Rosa Núñez", "has_copy": "on"},
    )

    referral.refresh_from_db()
    assert 'lang="es"' in form.text
    assert "Marque una casilla o las dos" in form.text
    assert "Gracias. Usted firmó." in response.text
    assert response.context["back"] == reverse("oasis:referral", args=[referral.number])
    assert referral.state == State.READY
    assert set(Consent.objects.values_list("direction", "way", "is_copy_given")) == {
        ("out", "in_person", True),
        ("back", "in_person", True),
    }


def test_who_reads_the_form_in_english_signs_the_english_form(client, referral):
    asked = ask(referral)

    client.post(
        reverse("oasis:consent_here", args=[asked.pk]) + "?language=en", {"may_tell": "on", "name": "Rosa Núñez"}
    )

    consent = Consent.objects.get()
    assert (consent.language, str(consent.form)) == ("en", "family-2026-11 (en)")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": "Rosa Núñez"}, "Marque al menos una casilla, u oprima “No lo permito”."),
        ({"may_tell": "on", "name": " "}, "Escriba su nombre completo para firmar."),
    ],
    ids=["no box", "no name"],
)
def test_what_is_missing_is_said_in_the_family_s_language(client, referral, typed, sentence):
    asked = ask(referral)

    response = client.post(reverse("oasis:consent_here", args=[asked.pk]), typed)

    assert sentence in response.text
    assert Consent.objects.count() == 0


def test_a_signed_paper_is_kept_sealed_and_shown_to_who_may_see_it(client, referral):
    asked = ask(referral)
    printed = page(client, "consent_form", asked.pk)

    client.post(
        reverse("oasis:consent_paper", args=[asked.pk]),
        {
            "scan": SimpleUploadedFile("scan.pdf", PDF),
            "signer_name": "Rosa Núñez",
            "signed_on": today().isoformat(),
            "directions": ["out"],
        },
    )

    consent = Consent.objects.get()
    shown = page(client, "consent_scan", consent.pk)
    assert "Permiso para compartir" in text_of(printed.content)
    assert "Ana Núñez" in text_of(printed.content)
    assert open_scan(consent) == (PDF, "application/pdf", f"consent-{consent.pk}.pdf")
    assert (shown.content, shown.headers["Content-Type"]) == (PDF, "application/pdf")
    assert AccessEntry.objects.order_by("pk").last().action == "export"


def test_a_file_that_is_no_scan_is_refused_and_nothing_is_recorded(client, referral):
    asked = ask(referral)
    typed = {"signer_name": "Rosa Núñez", "signed_on": today().isoformat(), "directions": ["out"]}

    response = client.post(
        reverse("oasis:consent_paper", args=[asked.pk]), typed | {"scan": SimpleUploadedFile("a.pdf", b"MZ no scan")}
    )

    assert "by its content this file is none" in response.text
    assert Consent.objects.count() == 0


def test_a_spoken_yes_is_offered_for_information_alone(client, referral):
    direct, informational = (
        ask(referral),
        ask(
            create_referral(
                logged_by=referral.logged_by.oasis_assignments.get(), student=referral.student, kind="informational"
            )
        ),
    )

    assert "Record a spoken yes" not in page(client, "consent_asked", direct.pk).text
    ids = re.findall(r' id="([^"]+)"', page(client, "consent_asked", informational.pk).text)
    assert [each for each in ids if ids.count(each) > 1] == []
    client.post(reverse("oasis:consent_spoken", args=[informational.pk]), {"signer_name": "Rosa Núñez"})

    assert Consent.objects.get().way == "verbal"


def test_the_pages_of_a_consent(client, referral):
    out, _back = sign(referral, directions=["out", "back"])

    assert page(client, "consents", referral.student_id).status_code == 200
    assert "Rosa Núñez" in page(client, "consent", out.pk).text
    copy = text_of(page(client, "consent_copy", out.pk).content)
    assert "Sí, estos servicios pueden decir a la escuela si llegó la ayuda." in copy
    assert "Rosa Núñez" in copy


def test_every_page_of_a_consent_is_logged_with_what_it_shows(client, referral):
    (out,) = sign(referral)
    before = AccessEntry.objects.count()

    for name in ("consents", "consent", "consent_copy", "consent_revoke"):
        page(client, name, referral.student_id if name == "consents" else out.pk)

    entries = list(AccessEntry.objects.order_by("pk")[before:].values_list("page", "action", "students", "purpose"))
    assert entries == [
        ("oasis:consents", "list", [referral.student_id], "consent"),
        ("oasis:consent", "view", [referral.student_id], "consent"),
        ("oasis:consent_copy", "print", [referral.student_id], "consent"),
        ("oasis:consent_revoke", "view", [referral.student_id], "consent"),
    ]


def test_a_consent_is_revoked_on_a_page_that_says_what_it_will_do(client, referral):
    out, _back = sign(referral, directions=["out", "back"])

    asked = page(client, "consent_revoke", out.pk)
    client.post(reverse("oasis:consent_revoke", args=[out.pk]), {"told_by": "Rosa Núñez, mother", "is_for_both": "on"})

    referral.refresh_from_db()
    assert "1 referral that is ready is stopped, unless another consent covers it." in asked.text
    assert Consent.objects.filter(revocation__isnull=False).count() == 2
    assert referral.state == State.AWAITING_CONSENT
    assert page(client, "consent", out.pk).status_code == 200


def test_others_find_no_consent_of_another_school(client, referral):
    out, _back = sign(referral, directions=["out", "back"])
    asked = ask(referral)
    sign_in(client, create_assignment())

    statuses = {
        page(client, name, pk).status_code
        for name, pk in [
            ("consents", referral.student_id),
            ("consent_add", referral.student_id),
            ("consent", out.pk),
            ("consent_copy", out.pk),
            ("consent_scan", out.pk),
            ("consent_revoke", out.pk),
            ("consent_asked", asked.pk),
            ("consent_form", asked.pk),
            ("consent_here", asked.pk),
        ]
    }

    assert statuses == {404}


def test_union_staff_are_named_on_the_form_of_their_school(client, referral):
    union = create_assignment(site=referral.site, basis=Assignment.Basis.CONSENT, employer=create_organization())
    form = page(client, "consent_add", referral.student_id).context["form"]

    client.post(
        reverse("oasis:consent_add", args=[referral.student_id]),
        terms_typed(referral, providers=[], organizations=[union.employer_id]),
    )
    asked = ConsentRequest.objects.get()
    client.post(reverse("oasis:consent_here", args=[asked.pk]), {"may_tell": "on", "name": "Rosa Núñez"})

    assert list(form.fields["organizations"].queryset) == [union.employer]
    sign_in(client, union)
    assert page(client, "student", referral.student_id).status_code == 200


def create_organization():
    return Organization.objects.create(name="Classified Employees 99")


def test_a_list_of_consents_takes_as_many_queries_for_three_as_for_one(client, referral, django_assert_num_queries):
    sign(referral)
    page(client, "consents", referral.student_id)
    with django_assert_num_queries(18):
        page(client, "consents", referral.student_id)
    for _each in range(2):
        create_consent(referral.student, provider=referral.service.provider)

    with django_assert_num_queries(18):
        assert len(page(client, "consents", referral.student_id).context["consents"]) == 3


def test_a_form_that_ran_out_is_gone(client, referral):
    asked = ask(referral)
    ConsentRequest.objects.filter(pk=asked.pk).update(expires_at=timezone.now() - timedelta(minutes=1))

    assert page(client, "consent_asked", asked.pk).status_code == 404


def test_what_is_logged_has_words_in_the_family_s_report():
    logged = {*FIELDS, *ASKED, "scan", "notes"}

    assert [logged - set(words_in(language)["fields"]) for language in languages()] == [set(), set()]
