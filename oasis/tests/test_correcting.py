from datetime import date, timedelta

import pytest
from django.utils import timezone

from lmi_portal.outbox.models import Email
from oasis.correcting import CannotAnswer, answer_correction, receive_correction, remind_of_corrections
from oasis.correction_letter import answer_facts, render_answer
from oasis.models import AccessEntry, CorrectionRequest, Role

from .factories import create_assignment, create_site, create_student, sign_in, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def student():
    return create_student(site=create_site())


@pytest.fixture(autouse=True)
def official(client, student):
    return sign_in(client, create_assignment(role=Role.RECORDS_OFFICIAL, district=student.district))


def received(student, *, on=None):
    return receive_correction(
        student=student,
        asked_by="Rosa Núñez",
        what="The phone number is an old one.",
        received_on=on or today(),
        recorded_by=create_assignment().user,
        now=timezone.now(),
    )


def test_a_request_is_recorded_and_due_after_30_days(client, student):
    typed = {"asked_by": "Rosa Núñez", "what": "The phone is old.", "received_on": today() - timedelta(days=2)}

    response = client.post(f"/oasis/records/students/{student.pk}/corrections/add/", typed)

    request = CorrectionRequest.objects.get()
    assert response.url == f"/oasis/records/corrections/{request.pk}/"
    assert (request.asked_by, request.due_on, request.state) == (
        "Rosa Núñez",
        today() + timedelta(days=28),
        "received",
    )
    assert AccessEntry.objects.get().students == [student.pk]


def test_a_request_is_answered_once(client, official, student):
    request = received(student)
    address = f"/oasis/records/corrections/{request.pk}/"

    client.post(address, {"state": "refused", "answer": "The number was called on Monday."})

    request.refresh_from_db()
    assert (request.state, request.answered_by) == ("refused", official.user)
    with pytest.raises(CannotAnswer):
        answer_correction(request=request, state="corrected", answer="x", answered_by=official.user, now=timezone.now())


def test_an_answer_says_something(client, student):
    request = received(student)

    page = client.post(f"/oasis/records/corrections/{request.pk}/", {"state": "refused", "answer": " "})

    assert page.status_code == 200
    request.refresh_from_db()
    assert request.state == "received"


@pytest.mark.parametrize(("language", "words"), [("en", "hearing"), ("es", "audiencia")])
def test_who_is_refused_reads_of_the_hearing(client, official, student, language, words):
    request = answer_correction(
        request=received(student), state="refused", answer="Why.", answered_by=official.user, now=timezone.now()
    )

    assert words in answer_facts(request, language=language)["next"]
    response = client.get(f"/oasis/records/corrections/{request.pk}/answer.pdf?language={language}")
    assert response.content.startswith(b"%PDF-")
    assert AccessEntry.objects.get().action == "print"


def test_the_letter_is_set_in_each_language(official, student):
    request = answer_correction(
        request=received(student), state="corrected", answer="Done.", answered_by=official.user, now=timezone.now()
    )

    assert {language: render_answer(request, language=language)[:5] for language in ["en", "es"]} == {
        "en": b"%PDF-",
        "es": b"%PDF-",
    }


def test_the_official_is_reminded_before_it_is_due_and_after(official, student):
    request = received(student, on=date(2026, 11, 1))

    def letters_on(day):
        before = Email.objects.count()
        remind_of_corrections(now=timezone.make_aware(timezone.datetime(2026, *day, 9)))
        return Email.objects.count() - before

    days = [(11, 23), (11, 24), (11, 25), (12, 1), (12, 1), (12, 2), (12, 3), (12, 8), (12, 9)]
    assert [letters_on(day) for day in days] == [0, 1, 0, 1, 0, 1, 0, 1, 0]
    email = Email.objects.order_by("pk").last()
    assert (email.to, email.context["what"]) == (official.user.email, f"Correction request {request.pk}")


def test_an_answered_one_is_not_reminded_of(official, student):
    request = received(student, on=date(2026, 11, 1))
    answer_correction(request=request, state="corrected", answer="x", answered_by=official.user, now=timezone.now())

    remind_of_corrections(now=timezone.make_aware(timezone.datetime(2026, 12, 1)))

    assert Email.objects.count() == 0


def test_an_open_request_is_shown_and_has_no_letter_yet(client, student):
    request = received(student)
    address = f"/oasis/records/corrections/{request.pk}/"

    assert request.asked_by in client.get(address).content.decode()
    assert client.get(f"{address}answer.pdf").url == address


def test_a_second_answer_is_refused_on_the_page(client, official, student):
    request = received(student)
    answer_correction(request=request, state="corrected", answer="x", answered_by=official.user, now=timezone.now())

    client.post(f"/oasis/records/corrections/{request.pk}/", {"state": "refused", "answer": "Another."})

    request.refresh_from_db()
    assert (request.state, request.answer) == ("corrected", "x")
