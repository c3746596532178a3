import pytest
from django.utils import timezone

from oasis.access_log import Action, Purpose, log_access, log_disclosure
from oasis.family_report import render_report, report_facts
from oasis.models import AccessEntry, Role
from oasis.reach import reach_of
from oasis.report_words import languages, words_in

from .factories import create_assignment, create_referral, create_site, create_student, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return create_site()


@pytest.fixture
def student(site):
    return create_student(site=site)


def see(assignment, student, *, page="oasis:student", **fields):
    now = timezone.now()
    told = {"action": Action.VIEW, "fields": ["given_name", "reason"], "purpose": Purpose.REFERRAL}
    log_access(reach=reach_of(assignment.user, now=now), students=[student], page=page, now=now, **told | fields)


def disclose(referral, recipient):
    log_disclosure(
        referral=referral,
        recipient=recipient,
        records=["name", "reason"],
        purpose="Referral to a provider",
        by_label="",
        now=timezone.now(),
    )


def facts(student, language="en"):
    user = create_assignment().user
    return report_facts(student, language=language, made_by=user, now=timezone.now())


def test_it_says_what_was_shared_with_whom_and_why_and_who_looked(site, student):
    referrer = create_assignment(site=site)
    disclose(create_referral(logged_by=referrer, student=student), "Helping Hand")
    for _each in range(2):
        see(referrer, student)

    told = facts(student)

    (shared,), (seen,) = told["disclosures"], told["accesses"]
    assert shared[1:] == ["Helping Hand", "name, what the help is for", "To refer a student to help"]
    assert seen[1:] == [
        f"{referrer.user.get_full_name()}, referrer",
        "Looked at: given name, what the help is for · 2 times",
        "To refer a student to help",
    ]


def test_it_is_in_spanish_too(site, student):
    see(create_assignment(site=site), student)

    told = facts(student, "es")

    assert told["title"] == "Qué se compartió, con quién y por qué"
    assert told["accesses"][0][2:] == [
        "Vio: nombre, para qué es la ayuda",
        "Para referir a un estudiante a una ayuda",
    ]


def test_what_rests_on_the_students_own_consent_is_left_out(site, student):
    counselor = create_assignment(role=Role.COUNSELOR, site=site)
    referrer = create_assignment(site=site)
    confidential = create_referral(logged_by=referrer, student=student, is_confidential=True)
    disclose(confidential, "Teen Counseling")
    see(referrer, student, confidential=[student.pk])
    see(referrer, student, page="oasis:referral")
    see(counselor, student, page="oasis:caseload")

    told = facts(student)

    assert (told["disclosures"], told["accesses"]) == ([], [])


def test_counseling_notes_are_not_of_the_record(site, student):
    see(create_assignment(role=Role.COUNSELOR, site=site), student, page="oasis:notes")

    assert facts(student)["accesses"] == []


def test_what_others_looked_at_is_told_all_the_same(site, student):
    referrer, other = create_assignment(site=site), create_assignment(site=site)
    create_referral(logged_by=referrer, student=student, is_confidential=True)
    see(referrer, student)
    see(other, student, page="oasis:referral")

    assert len(facts(student)["accesses"]) == 2


def test_control_without_confidence_all_is_told(site, student):
    counselor = create_assignment(role=Role.COUNSELOR, site=site)
    disclose(create_referral(logged_by=counselor, student=student), "Teen Counseling")
    see(counselor, student, page="oasis:referral")

    told = facts(student)

    assert (len(told["disclosures"]), len(told["accesses"])) == (1, 1)


def test_another_students_log_is_not_in_it(site, student):
    see(create_assignment(site=site), create_student(site=site))

    assert facts(student)["accesses"] == []


def test_the_languages_have_the_same_words():
    def keys(words):
        return {
            f"{name}.{inner}" if isinstance(value, dict) else name
            for name, value in words.items()
            for inner in (value if isinstance(value, dict) else [""])
        }

    assert {language: keys(words_in(language)) for language in languages()} == {
        language: keys(words_in("en")) for language in ["en", "es"]
    }


@pytest.mark.parametrize("language", ["en", "es"])
def test_it_is_printed_and_the_printing_logged(client, site, student, language):
    official = sign_in(client, create_assignment(role=Role.RECORDS_OFFICIAL, district=student.district))
    see(create_assignment(site=site), student)

    response = client.get(f"/oasis/records/students/{student.pk}/report.pdf?language={language}")

    assert response.content.startswith(b"%PDF-")
    assert b"pdfuaid:part" in response.content or b"/MarkInfo" in response.content
    entry = AccessEntry.objects.order_by("pk").last()
    assert (entry.action, entry.seen_by, entry.students) == ("print", official.user, [student.pk])


def test_the_preview_is_in_the_language_of_the_home(client, student):
    sign_in(client, create_assignment(role=Role.RECORDS_OFFICIAL, district=student.district))

    page = client.get(f"/oasis/records/students/{student.pk}/report/").content.decode()

    assert '<article lang="es">' in page
    assert [text in page for text in ("PDF in English", "PDF in Spanish", "Read it in English")] == [True] * 3
    assert "Nadie vio el expediente." in page


def test_equal_facts_give_equal_papers(student):
    told, now = facts(student), timezone.now()

    assert render_report(told, language="en", now=now) == render_report(told, language="en", now=now)


def test_nobody_else_prints_it(client, student):
    for role in [Role.AUDITOR, Role.PROGRAM_ADMINISTRATOR, Role.SITE_LEAD]:
        site = None if role != Role.SITE_LEAD else student.school.sites.get()
        sign_in(client, create_assignment(role=role, district=student.district, site=site))
        assert client.get(f"/oasis/records/students/{student.pk}/report/").status_code == 404
