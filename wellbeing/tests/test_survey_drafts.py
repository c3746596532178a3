"""A survey's draft on its way to both co-chairs, and out of the way."""

from http import HTTPStatus

import pytest
from django.utils import timezone

from districts.models import Side
from lmi_portal.audit.models import Entry
from lmi_portal.outbox.models import Email
from wellbeing.meanwhile import mark_of_fields
from wellbeing.models import Approval, Survey
from wellbeing.refusing import CannotDo
from wellbeing.surveys.drafting import TEXTS, change_survey, remove_survey
from wellbeing.surveys.opening import approve_survey, mark_of_survey, take_back_approval

from .committee_pages import labor_of, url
from .factories import co_chair, create_program
from .survey_factories import approve, create_open_survey, draft

pytestmark = pytest.mark.django_db

LABOR, MANAGEMENT = [Side.LABOR], [Side.MANAGEMENT]


def letters():
    return list(
        Email.objects.filter(reason__startswith="survey_to_approve:").order_by("pk").values_list("to", flat=True)
    )


def chair_of(program, side):
    return program.seats.get(side=side, is_co_chair=True).email


def test_the_side_that_has_not_approved_is_written_to_with_the_first_word():
    survey = draft()
    assert letters() == []

    approve(survey, LABOR)
    approve(survey, MANAGEMENT)

    assert letters() == [chair_of(survey.program, Side.MANAGEMENT)]


def test_one_text_is_told_of_once_though_its_approval_was_taken_back():
    survey = draft()
    approve(survey, LABOR)

    take_back_approval(survey=survey, by=co_chair(survey.program, Side.LABOR), now=timezone.now())
    approve(survey, LABOR)

    assert letters() == [chair_of(survey.program, Side.MANAGEMENT)]


def test_once_taken_back_the_other_side_s_word_writes_to_the_first():
    survey = draft()
    approve(survey, LABOR)
    take_back_approval(survey=survey, by=co_chair(survey.program, Side.LABOR), now=timezone.now())

    approve(survey, MANAGEMENT)

    assert letters() == [chair_of(survey.program, side) for side in [Side.MANAGEMENT, Side.LABOR]]


def test_another_text_is_told_of_anew():
    survey = draft()
    approve(survey, LABOR)
    texts = {name: getattr(survey, name) for name in TEXTS} | {"title": "Another"}
    by, read = co_chair(survey.program, Side.LABOR), mark_of_fields(survey, TEXTS)
    survey = change_survey(survey=survey, read=read, by=by, now=timezone.now(), **texts)

    approve(survey, LABOR)

    assert letters() == [chair_of(survey.program, Side.MANAGEMENT)] * 2


def test_a_stale_word_writes_to_nobody():
    survey = draft()

    with pytest.raises(CannotDo):
        approve_survey(survey=survey, read="0" * 64, by=co_chair(survey.program, Side.LABOR), now=timezone.now())

    assert letters() == []


def test_the_page_says_who_is_told_and_the_letter_leads_to_it():
    survey = draft()
    client = labor_of(survey.program)

    page = client.post(url("survey_approve", survey.program, survey.pk), {"read": mark_of_survey(survey)}, follow=True)

    letter = Email.objects.get(reason__startswith="survey_to_approve:")
    assert "The other co-chair is told by e-mail." in page.text
    assert survey.get_absolute_url() in letter.context["url"]
    assert letter.context["subject"] == "A survey waits for you: “How are we?”"


def test_a_draft_is_removed_with_what_was_said_to_it():
    survey = draft()
    approve(survey, LABOR)
    client, page = labor_of(survey.program), url("survey_remove", survey.program, survey.pk)
    asked = client.get(page)

    told = client.post(page, follow=True)

    assert ("choice of questions go" in asked.text, "The draft is removed." in told.text) == (True, True)
    assert not Survey.objects.exists()
    assert not Approval.objects.exists()
    assert Entry.objects.get(deed="remove_survey").changes == {"title": ["How are we?", None]}
    assert client.post(page).status_code == HTTPStatus.NOT_FOUND


def test_only_a_draft_is_removed():
    survey = create_open_survey()
    by = co_chair(survey.program, Side.LABOR)

    with pytest.raises(CannotDo, match="was opened stays"):
        remove_survey(survey=survey, by=by, now=timezone.now())

    page = labor_of(survey.program).get(url("survey_remove", survey.program, survey.pk))
    assert page.status_code == HTTPStatus.NOT_FOUND
    assert Survey.objects.filter(pk=survey.pk).exists()


@pytest.mark.parametrize(
    "deed",
    [
        lambda survey, by, now: remove_survey(survey=survey, by=by, now=now),
        lambda survey, by, now: approve_survey(survey=survey, read="x", by=by, now=now),
        lambda survey, by, now: change_survey(survey=survey, read="x", by=by, now=now),
    ],
    ids=["remove", "approve", "change"],
)
def test_who_comes_after_its_removal_is_told(deed):
    survey, now = draft(), timezone.now()
    by = co_chair(survey.program, Side.LABOR)
    remove_survey(survey=Survey.objects.get(pk=survey.pk), by=by, now=now)

    with pytest.raises(CannotDo, match="removed"):
        deed(survey, by, now)


def test_the_page_of_a_draft_leads_to_its_removal_and_that_of_an_open_one_does_not():
    program = create_program()
    pages = [draft(program), create_open_survey(program)]

    texts = [labor_of(program).get(survey.get_absolute_url()).text for survey in pages]

    assert ["Remove the draft" in text for text in texts] == [True, False]
