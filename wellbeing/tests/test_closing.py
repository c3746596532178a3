from datetime import timedelta
from threading import Event, Thread

import pytest
from django.db import connection, transaction
from django.utils import timezone

from lmi_portal.audit.models import Entry
from lmi_portal.outbox.models import Email
from lmi_portal.tests.at_once import postgresql, press_at_once
from wellbeing.models import Response, ResultGroup, Survey, SurveyComment, SurveyToken
from wellbeing.surveys import closing
from wellbeing.surveys.answering import hand_in
from wellbeing.surveys.closing import close_due_surveys, close_survey
from wellbeing.surveys.counting import count_answers
from wellbeing.surveys.inviting import invite

from .factories import create_employee, create_program
from .survey_factories import close, create_open_survey, draw_links

pytestmark = pytest.mark.django_db


def answered(count=12, **texts):
    survey = create_open_survey(**texts)
    for link in draw_links(survey, count):
        told = {
            "about": {"shift": "day"},
            "answers": {"workload": "agree"},
            "comments": {"one_change": f"Light {link}"},
        }
        hand_in(survey=survey, secret=link, now=timezone.now(), **told)
    return survey


def test_at_its_close_a_survey_is_counted_and_everything_else_destroyed():
    survey = answered(20)
    draw_links(survey, 3)

    close_due_surveys(now=survey.closes_at)

    survey.refresh_from_db()
    assert (survey.state, survey.answered, survey.counted_at) == ("closed", 20, survey.closes_at)
    assert (SurveyToken.objects.count(), Response.objects.count()) == (0, 0)
    everyone = ResultGroup.objects.get(survey=survey, first_dimension="")
    assert everyone.counts["workload"]["agree"] == 20
    assert SurveyComment.objects.filter(survey=survey, question="one_change").count() == 20


def test_before_its_time_nothing_is_closed_or_counted():
    survey = answered(2)

    close_due_surveys(now=survey.closes_at - timedelta(seconds=1))

    survey.refresh_from_db()
    assert (survey.state, Response.objects.count(), ResultGroup.objects.count()) == ("open", 2, 0)


def test_letters_that_were_not_sent_lose_their_links():
    program = create_program()
    create_employee(program)
    survey = create_open_survey(program)
    invite(survey_id=survey.pk, now=timezone.now())

    close(survey)

    letter = Email.objects.get(reason__startswith="survey_invitation:")
    assert (letter.state, letter.sealed, letter.context) == ("failed", "", {})


def test_the_audit_knows_how_many_answered_and_nothing_else():
    survey = close(answered(12))

    entry = Entry.objects.get(deed="close_survey", subject_key=str(survey.pk))
    assert entry.changes == {"state": ["open", "closed"], "answered": [None, 12]}


def test_comments_lie_in_no_order(monkeypatch):
    survey = answered(30)
    before = list(Response.objects.values_list("pk", flat=True))
    shuffled = []
    monkeypatch.setattr(closing, "SystemRandom", lambda: Noting(shuffled))

    close(survey)

    # The answers before they are counted, and the comments once more apart from them.
    assert (len(before), [len(rows) for rows in shuffled]) == (30, [30, 30])


class Noting:
    def __init__(self, seen):
        self.seen = seen

    def shuffle(self, rows):
        self.seen.append(rows)


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_close_once():
    survey = answered(3)

    def beat():
        close_due_surveys(now=survey.closes_at)

    assert press_at_once([beat, beat], refusals=()) == ["done", "done"]
    assert Entry.objects.filter(deed="close_survey").count() == 1
    assert ResultGroup.objects.filter(survey=survey, first_dimension="").count() == 1


def test_a_beat_that_another_overtook_counts_nothing(monkeypatch):
    """Nobody answered, so that as many answers lie there before and after."""
    survey = create_open_survey()
    told = {"survey_id": survey.pk, "now": survey.closes_at}

    def count(**counted):
        monkeypatch.setattr(closing, "count_answers", count_answers)
        assert close_survey(**told)
        return count_answers(**counted)

    monkeypatch.setattr(closing, "count_answers", count)

    assert not close_survey(**told)
    assert Entry.objects.filter(deed="close_survey").count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_hands_in_while_it_closes_is_counted():
    """On SQLite the two take turns anyway; on PostgreSQL the close waits at the token that is being spent."""
    survey = answered(1)
    (link,) = draw_links(survey)
    handed_in, closing_began = Event(), Event()

    def hand_in_slowly():
        with transaction.atomic():
            told = {"about": {}, "answers": {"workload": "agree"}, "comments": {}}
            hand_in(survey=survey, secret=link, now=timezone.now(), **told)
            handed_in.set()
            if postgresql():
                closing_began.wait(timeout=0.5)
        connection.close()

    person = Thread(target=hand_in_slowly)
    person.start()
    handed_in.wait(timeout=60)
    close_survey(survey_id=survey.pk, now=survey.closes_at)
    person.join()

    assert Survey.objects.get(pk=survey.pk).answered == 2
    assert Response.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_nothing_is_locked_while_it_is_counted(monkeypatch):
    survey = answered(12)
    seen = []

    def count(**counted):
        seen.append((connection.in_atomic_block, SurveyToken.objects.count(), Response.objects.count()))
        return count_answers(**counted)

    monkeypatch.setattr(closing, "count_answers", count)
    assert close_survey(survey_id=survey.pk, now=survey.closes_at)

    assert seen == [(False, 0, 12)]


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_dies_while_counting_loses_no_answer(monkeypatch):
    survey = answered(12)
    with monkeypatch.context() as dying:
        dying.setattr(closing, "count_answers", die)
        with pytest.raises(SystemExit):
            close_survey(survey_id=survey.pk, now=survey.closes_at)
    assert (Response.objects.count(), ResultGroup.objects.count()) == (12, 0)

    close_due_surveys(now=survey.closes_at)

    assert Survey.objects.get(pk=survey.pk).answered == 12


def die(**_counted):
    raise SystemExit


def test_an_answer_let_in_by_a_slow_clock_is_counted_too(monkeypatch):
    """Another machine still gives out a sheet and takes its answer while this one counts."""
    survey = answered(12)

    def count(**counted):
        (link,) = draw_links(survey)
        told = {"about": {}, "answers": {"workload": "agree"}, "comments": {}}
        hand_in(survey=survey, secret=link, now=survey.opens_at, **told)
        return count_answers(**counted)

    with monkeypatch.context() as slow:
        slow.setattr(closing, "count_answers", count)
        assert not close_survey(survey_id=survey.pk, now=survey.closes_at)
    assert Response.objects.count() == 13

    close_due_surveys(now=survey.closes_at)

    assert Survey.objects.get(pk=survey.pk).answered == 13


def test_comments_of_fewer_than_twenty_answers_are_destroyed():
    close(answered(19))

    assert SurveyComment.objects.count() == 0
