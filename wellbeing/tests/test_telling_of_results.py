"""Employees are written to of shared results: each once, in their language, and never of what was taken back."""

from functools import partial
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from districts.models import Side
from lmi_portal.audit.models import Entry
from lmi_portal.outbox.models import Email
from lmi_portal.outbox.rendering import render
from lmi_portal.tests.at_once import press_at_once
from wellbeing.models import Charter
from wellbeing.refusing import CannotDo
from wellbeing.surveys.sharing import approve_sharing, mark_of_results, take_back_sharing
from wellbeing.surveys.telling import tell_all, tell_of_shared_results

from .counted_surveys import answers_of, create_counted
from .factories import co_chair, create_employee, create_program, user_of
from .test_sharing_results import address, agree, share

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey():
    program = create_program()
    for language in ["en", "es", "en"]:
        create_employee(program, language=language)
    create_employee(program, is_current=False)
    return create_counted(program, answers_of(12), title="How are we?", title_es="¿Cómo estamos?")


def take_back(survey, side=Side.LABOR):
    take_back_sharing(survey=survey, by=co_chair(survey.program, side), now=survey.counted_at)


def letters():
    return Email.objects.filter(reason__startswith="survey_results:").order_by("pk")


def test_each_current_employee_gets_one_letter_from_the_worker(survey):
    share(survey)
    posted_in_the_request = letters().count()

    for _each in range(2):
        tell_of_shared_results(now=timezone.now())

    current = survey.program.employees.current().values_list("email", flat=True)
    assert (posted_in_the_request, sorted(each.address() for each in letters())) == (0, sorted(current))


def test_a_worker_that_comes_second_tells_nobody_who_came_since(survey):
    share(survey)
    told = {"survey_id": survey.pk, "now": timezone.now()}
    tell_all(**told)
    create_employee(survey.program)

    tell_all(**told)

    assert (letters().count(), Entry.objects.filter(deed="tell_of_results").count()) == (3, 1)


def test_what_is_taken_back_at_the_moment_the_worker_comes_is_not_told(survey):
    share(survey)
    take_back(survey)

    tell_all(survey_id=survey.pk, now=timezone.now())

    assert letters().count() == 0


def test_one_side_alone_writes_to_nobody(survey):
    agree(survey, Side.LABOR)

    tell_of_shared_results(now=timezone.now())

    assert letters().count() == 0


def test_a_letter_says_what_was_asked_how_many_answered_and_where_to_read(client, survey):
    share(survey)
    tell_of_shared_results(now=timezone.now())

    english = next(each for each in letters() if each.language == "en")
    message = render(english)

    district = survey.program.district
    assert message.subject == "What we said: How are we?"
    assert message.body.strip().split("\n\n") == [
        f"Your union and {district} share what came of the survey “How are we?” with everyone who works here.",
        "What it asked about:\n- Your work\n- What you would like",
        "12 of us answered. Nobody can tell who said what.",
        "See what we said. Sign in with the e-mail address that got this letter. If you have no account yet, open one "
        "with it.",
        english.facts()["link"],
    ]
    client.force_login(user_of(survey.program.employees.get(email=english.address())))
    assert "12 of us answered" in client.get(english.facts()["link"]).content.decode()


def test_who_reads_spanish_is_written_to_in_spanish(survey):
    share(survey)
    tell_of_shared_results(now=timezone.now())

    message = render(letters().get(language="es"))

    html = message.alternatives[0].content
    assert message.subject == "Lo que dijimos: ¿Cómo estamos?"
    for words in ["comparten con todos", "- Su trabajo", "Contestamos 12 personas.", "?language=es"]:
        assert words in message.body
    for words in ['lang="es"', "<li>Su trabajo</li>", "Ver los resultados"]:
        assert words in html


def test_nobody_but_its_reader_can_read_to_whom_a_letter_goes(survey):
    share(survey)
    tell_of_shared_results(now=timezone.now())

    assert {(each.is_private, each.to.endswith("@sealed.invalid"), str(each.context)) for each in letters()} == {
        (True, True, "{'is_sealed': True}")
    }


def test_what_is_taken_back_before_the_worker_came_goes_out_once_it_is_given_again(client, survey):
    share(survey)
    take_back(survey)
    tell_of_shared_results(now=timezone.now())
    survey.refresh_from_db()
    client.force_login(user_of(survey.program.employees.current().first()))
    assert (survey.shared_at, letters().count()) == (None, 0)
    assert client.get(address("shared_results", survey)).status_code == 404

    assert agree(survey, Side.LABOR) is True
    tell_of_shared_results(now=timezone.now())
    assert letters().count() == 3


def test_once_the_letters_are_out_results_stay_shared(survey):
    share(survey)
    tell_of_shared_results(now=timezone.now())

    with pytest.raises(CannotDo, match="written to already"):
        take_back(survey)


def test_without_a_charter_in_force_the_letters_wait(survey):
    share(survey)
    charter = survey.program.charters.get()
    Charter.objects.filter(pk=charter.pk).update(state=Charter.State.REPLACED)
    tell_of_shared_results(now=timezone.now())
    waiting = letters().count()

    Charter.objects.filter(pk=charter.pk).update(state=Charter.State.IN_FORCE)
    tell_of_shared_results(now=timezone.now())

    assert (waiting, letters().count()) == (0, 3)


def test_what_was_shared_before_letters_went_out_is_told_to_nobody(survey):
    share(survey)

    import_module("wellbeing.migrations.0010_no_letters_of_old_results").call_them_told(apps, None)
    tell_of_shared_results(now=timezone.now())

    assert letters().count() == 0


def test_co_chairs_read_how_many_letters_go_out(client, survey):
    client.force_login(co_chair(survey.program, Side.LABOR))

    before = client.get(address("results_share", survey)).content.decode()
    share(survey)
    waiting = client.get(address("results_share", survey)).content.decode()
    tell_of_shared_results(now=timezone.now())
    told = client.get(address("results_share", survey)).content.decode()

    assert "One letter then goes to each of the 3 employees, in their language" in before
    assert "goes to all 3 employees within minutes. Until then this can be taken back." in waiting
    assert ("A letter with the link went to each employee on" in told, "Take back my agreement" in told) == (
        True,
        False,
    )


def test_a_co_chair_takes_back_what_both_shared_by_a_button(client, survey):
    share(survey)
    client.force_login(co_chair(survey.program, Side.MANAGEMENT))

    client.post(address("results_share", survey), {"take_back": "yes"})

    survey.refresh_from_db()
    assert survey.shared_at is None


@pytest.mark.django_db(transaction=True)
def test_both_press_and_two_workers_come_at_once_and_each_employee_is_written_to_once(survey):
    chairs = [co_chair(survey.program, side) for side in (Side.LABOR, Side.MANAGEMENT)]
    told = {"survey": survey, "read": mark_of_results(survey), "now": survey.counted_at}

    pressed = press_at_once([partial(approve_sharing, by=by, **told) for by in chairs], refusals=())
    worked = press_at_once([partial(tell_of_shared_results, now=timezone.now())] * 2, refusals=())

    assert (pressed, worked, letters().count()) == (["done"] * 2, ["done"] * 2, 3)
