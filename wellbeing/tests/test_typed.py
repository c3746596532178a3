"""A session that ends while somebody writes takes nothing of it away, and shows it to nobody else."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from districts.models import Side
from lmi_portal.accounts.tests.factories import PASSWORD

from .committee_pages import url
from .factories import co_chair, create_program, create_survey
from .meetings import create_held_meeting, create_meeting, decide
from .paths import adopt, plan_action, this_year

pytestmark = pytest.mark.django_db

WORDS = "We talked long about quiet rooms."


def minutes_page():
    program = create_program()
    return program, url("meeting_minutes", program, create_held_meeting(program, minutes="").pk)


def sent_too_late(program, page, **typed):
    """The browser in which labor's co-chair opened the page, and sent it after the session had ended."""
    client = Client()
    client.force_login(co_chair(program, Side.LABOR))
    writer = client.get(page).context["request"].typed_by
    client.cookies.clear()
    client.response = client.post(page, {"typed_by": writer, "minutes": WORDS, "read": "x"} | typed)
    return client


def again(client, user, page):
    client.force_login(user)
    return client.get(page)


def test_what_was_typed_is_there_again_once_after_signing_in():
    program, page = minutes_page()
    client, by = sent_too_late(program, page), co_chair(program, Side.LABOR)
    door = client.response.url
    told = client.get(door)

    landed = client.post("/accounts/login/", {"login": by.email, "password": PASSWORD, "next": page})
    shown = client.get(landed.url)

    assert (door, landed.url) == (f"/accounts/login/?next={page}", page)
    assert "what you typed is there again" in told.text
    assert shown.context["form"]["minutes"].value() == WORDS
    assert [str(message) for message in shown.context["messages"]][-1] == (
        "What you typed is here again. It is not saved yet."
    )
    assert client.get(page).context["form"]["minutes"].value() == ""


def charter_page(program):
    return url("charter_edit", program)


def new_meeting_page(program):
    return url("meeting_add", program)


def meeting_page(program):
    return url("meeting_edit", program, create_meeting(program).pk)


def decision_page(program):
    return url("meeting_decision", program, create_held_meeting(program).pk)


def report_page(program):
    return url("report_add", program)


def action_page(program):
    return url("action_edit", program, plan_action(adopt(program)[0]).pk)


def survey_page(program):
    return url("survey_edit", program, create_survey(program).pk)


def priorities_page(program):
    decide(create_held_meeting(program))
    return url("priorities_adopt", program)


def notes_page(program):
    return url("artefact_add", program, this_year(), 4, "focus_group")


@pytest.mark.parametrize(
    ("page_of", "name"),
    [
        (charter_page, "purpose"),
        (new_meeting_page, "agenda-1-notes"),
        (meeting_page, "agenda-1-notes"),
        (decision_page, "text"),
        (report_page, "done"),
        (action_page, "goal"),
        (survey_page, "title"),
        (priorities_page, "reason_1"),
        (notes_page, "heard"),
    ],
    ids=["charter", "new meeting", "meeting", "decision", "report", "action", "survey", "priorities", "notes"],
)
def test_each_long_page_of_the_committee_keeps_what_was_typed(page_of, name):
    program = create_program()
    page, formset = page_of(program), {"agenda-TOTAL_FORMS": 2, "agenda-INITIAL_FORMS": 0}
    client = sent_too_late(program, page, **formset, **{name: WORDS})

    assert WORDS in again(client, co_chair(program, Side.LABOR), page).text


def test_it_is_there_for_nobody_else():
    program, page = minutes_page()

    other = again(sent_too_late(program, page), co_chair(program, Side.MANAGEMENT), page)

    assert WORDS not in other.text


def test_control_without_its_writer_the_next_to_sign_in_reads_it(monkeypatch):
    monkeypatch.setattr("wellbeing.typed._bound_to", lambda writer, page: page)
    program, page = minutes_page()

    other = again(sent_too_late(program, page), co_chair(program, Side.MANAGEMENT), page)

    assert WORDS in other.text


def test_it_lies_sealed_in_the_session_and_goes_with_it():
    program, page = minutes_page()
    client = sent_too_late(program, page)
    kept = [session.get_decoded() for session in Session.objects.all()]
    client.force_login(co_chair(program, Side.LABOR))

    client.logout()

    assert (sum("wellbeing_typed" in one for one in kept), "quiet rooms" in str(kept)) == (1, False)
    assert "wellbeing_typed" not in client.session


def test_it_is_there_for_an_hour(monkeypatch):
    program, page = minutes_page()
    client = sent_too_late(program, page)
    monkeypatch.setattr("lmi_portal.kept_typing.SECONDS_AT_MOST", -1)

    assert WORDS not in again(client, co_chair(program, Side.LABOR), page).text


@pytest.mark.parametrize(
    "typed",
    [{"typed_by": ""}, {"typed_by": "1:forged"}, {"minutes": "a" * 200_001}],
    ids=["nobody", "forged", "endless"],
)
def test_what_nobody_opened_or_nobody_typed_is_not_kept(typed):
    program, page = minutes_page()

    client = sent_too_late(program, page, **typed)

    assert client.response.url == f"/accounts/login/?next={page}"
    assert "wellbeing_typed" not in client.session
