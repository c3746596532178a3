"""An answer is taken once, keeps nothing of its giver, and loses nothing that was typed."""

from datetime import timedelta
from threading import Barrier

import pytest
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import Client
from django.utils import timezone

from lmi_portal.accounts.tests.factories import create_user
from lmi_portal.audit.models import Entry
from lmi_portal.tests.at_once import press_at_once
from lmi_portal.tests.cached import cached
from wellbeing.models import Response, Survey, SurveyToken
from wellbeing.surveys.answering import CannotAnswer, hand_in
from wellbeing.surveys.tokens import digests_of, draw_code, keep_tokens
from wellbeing.surveys.wellbq import URL

from .factories import create_program, create_worksite
from .survey_factories import address_of_link, answers_of, create_open_survey, draw_links

pytestmark = pytest.mark.django_db

SENT = {"step": "send", "q_workload": "agree", "q_interests": ["walks", "arts"], "q_one_change": "More light"}
NOTHING_TOLD = {"about": {}, "answers": {"workload": "agree"}, "comments": {}}


def test_an_answer_is_kept_sealed_and_its_token_spent(client):
    program = create_program()
    site = create_worksite(program)
    survey = create_open_survey(program)
    (link,) = draw_links(survey)

    page = client.post(address_of_link(link), SENT | {"about_shift": "night", "about_worksite": str(site.pk)})

    assert "Your answers are in" in page.text
    assert answers_of(survey) == [
        {
            "about": {"side": "", "unit": "", "job_class": "", "shift": "night", "worksite": str(site.pk)},
            "answers": {"workload": "agree", "interests": ["walks", "arts"]},
            "comments": {"one_change": "More light"},
        }
    ]
    assert survey.tokens.count() == 0


@pytest.mark.parametrize(
    ("chosen", "kept"), [(["none", "arts"], ["arts"]), (["none"], ["none"])], ids=["beside others", "alone"]
)
def test_none_of_these_counts_alone(client, chosen, kept):
    survey = create_open_survey()
    (link,) = draw_links(survey)

    client.post(address_of_link(link), {"step": "send", "q_interests": chosen})

    assert [each["answers"] for each in answers_of(survey)] == [{"interests": kept}]


def test_looking_at_the_page_spends_nothing(client):
    survey = create_open_survey()
    (link,) = draw_links(survey)

    pages = [client.get(address_of_link(link)) for _each in range(2)]

    assert [page.status_code for page in pages] == [200, 200]
    assert (survey.tokens.count(), survey.responses.count()) == (1, 0)


def test_a_spent_link_and_one_that_never_was_read_the_same(client):
    survey = create_open_survey()
    (link,) = draw_links(survey)
    client.post(address_of_link(link), SENT)

    spent, unknown = client.get(address_of_link(link)), client.get(address_of_link("A" * 32))
    again = client.post(address_of_link(link), SENT)

    assert (spent.status_code, unknown.status_code, again.status_code) == (410, 410, 410)
    assert without_form_token(spent) == without_form_token(unknown) == without_form_token(again)
    assert survey.responses.count() == 1


def without_form_token(page):
    return [line for line in page.text.splitlines() if "csrfmiddlewaretoken" not in line]


def test_nothing_of_the_visit_is_kept(client, caplog):
    survey = create_open_survey()
    (link,) = draw_links(survey)
    before = Entry.objects.count()
    client.get(address_of_link(link))

    page = client.post(address_of_link(link), SENT)

    assert set(client.cookies) == {"csrftoken"}
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert (Session.objects.count(), Entry.objects.count() - before) == (0, 0)
    assert (cached(), caplog.text) == ({}, "")


def test_control_a_try_that_finds_nothing_is_counted_by_a_hash(client):
    client.get(address_of_link("A" * 32))

    assert len(cached()) == 1
    assert "127.0.0.1" not in str(cached())


def seen_last(client):
    (session,) = Session.objects.all()
    return session.session_data, session.expire_date


def signed_in_to_oasis(client):
    """A session in which OASIS notes when it was used last."""
    client.force_login(create_user())
    session = client.session
    session["oasis_seen_at"] = (timezone.now() - timedelta(minutes=5)).isoformat()
    session.save()


def test_the_session_of_who_is_signed_in_tells_of_no_visit(client):
    survey = create_open_survey()
    (link,) = draw_links(survey)
    signed_in_to_oasis(client)
    before = seen_last(client)

    client.get(address_of_link(link))
    client.post(address_of_link(link), SENT)

    assert survey.responses.count() == 1
    assert seen_last(client) == before


def test_control_any_other_page_is_noted_in_it(client):
    signed_in_to_oasis(client)
    before = seen_last(client)

    client.get("/library/")

    assert seen_last(client) != before


def test_sending_an_answer_takes_five_queries(client, django_assert_num_queries):
    survey = create_open_survey()
    (link,) = draw_links(survey)
    transaction_too = 2

    with django_assert_num_queries(5 + transaction_too):
        client.post(address_of_link(link), SENT)


def test_an_empty_form_spends_nothing(client):
    survey = create_open_survey()
    (link,) = draw_links(survey)

    page = client.post(address_of_link(link), {"step": "send", "about_shift": "night"})

    assert "You have not answered anything yet" in page.text
    assert 'value="night" checked' in page.text
    assert survey.tokens.count() == 1


def test_an_error_keeps_all_that_was_typed(client):
    survey = create_open_survey()
    (link,) = draw_links(survey)

    page = client.post(address_of_link(link), SENT | {"q_one_change": "x" * 1001})

    assert "This is too long" in page.text
    assert all(f'value="{chosen}" checked' in page.text for chosen in ["agree", "walks", "arts"])
    assert "x" * 1001 in page.text
    assert survey.responses.count() == 0


def test_a_comment_on_health_is_held_up_until_its_writer_confirms(client):
    survey = create_open_survey()
    (link,) = draw_links(survey)
    told = SENT | {"q_one_change": "My asthma gets worse here"}

    held = client.post(address_of_link(link), told)
    taken = client.post(address_of_link(link), told | {"is_not_health": "on"})

    assert "This reads like health information: “asthma” in “" in held.text
    assert "Your answers are in" in taken.text


def test_the_other_language_keeps_what_was_chosen(client):
    survey = create_open_survey()
    (link,) = draw_links(survey)

    page = client.post(f"{address_of_link(link)}?language=es", SENT | {"step": "turn"})

    assert page.headers["Content-Language"] == "es"
    assert 'value="agree" checked' in page.text
    assert "More light" in page.text
    assert survey.tokens.count() == 1


def test_what_the_page_does_not_offer_is_refused(client):
    program, elsewhere = create_program(), create_worksite(create_program())
    create_worksite(program)
    survey = create_open_survey(program)
    (link,) = draw_links(survey)

    page = client.post(address_of_link(link), SENT | {"about_worksite": str(elsewhere.pk), "q_respect": "forged"})

    assert page.text.count("Choose one of the answers on this page.") == 4
    assert survey.responses.count() == 0


@pytest.mark.parametrize(
    ("days", "words"), [(1, "The survey is not open yet"), (-15, "The survey is over")], ids=["early", "late"]
)
def test_outside_its_days_the_page_says_when(client, days, words):
    survey = create_open_survey()
    (link,) = draw_links(survey)
    moved = timedelta(days=days)
    Survey.objects.filter(pk=survey.pk).update(opens_at=survey.opens_at + moved, closes_at=survey.closes_at + moved)

    page = client.post(address_of_link(link), SENT)

    assert (page.status_code, words in page.text) == (410, True)
    assert survey.responses.count() == 0


def test_a_code_from_paper_opens_the_survey_without_standing_in_an_address(client):
    survey = create_open_survey()
    code = draw_code()
    keep_tokens(survey=survey, drawn=[code])

    page = client.post("/wellbeing/answer/", {"code": code.lower().replace("-", " ")})
    thanks = client.post("/wellbeing/answer/", SENT | {"code": code})

    assert f'<input type="hidden" name="code" value="{code}">' in page.text
    assert "Your answers are in" in thanks.text
    assert survey.responses.count() == 1


def test_the_last_page_points_to_wellbq_where_both_sides_chose_so(client):
    plain, pointing = create_open_survey(), create_open_survey(wellbq=["work"])

    pages = [client.post(address_of_link(*draw_links(survey)), SENT).text for survey in [plain, pointing]]

    assert [URL in page for page in pages] == [False, True]
    assert "Health Status" not in pages[1]


def test_a_form_from_elsewhere_is_refused():
    survey = create_open_survey()
    (link,) = draw_links(survey)

    page = Client(enforce_csrf_checks=True).post(address_of_link(link), SENT)

    assert (page.status_code, survey.tokens.count()) == (403, 1)


def test_many_wrong_codes_from_one_address_have_to_wait(client, monkeypatch):
    monkeypatch.setattr("wellbeing.surveys.views.answer.MISSES_AT_ONE_ADDRESS", 2)

    pages = [client.post("/wellbeing/answer/", {"code": "nothing"}).status_code for _each in range(3)]

    assert pages == [410, 410, 429]


@pytest.mark.django_db(transaction=True)
def test_two_who_send_with_one_link_leave_one_answer():
    survey = create_open_survey()
    (link,) = draw_links(survey)

    def send():
        hand_in(survey=survey, secret=link, now=timezone.now(), **NOTHING_TOLD)

    assert press_at_once([send] * 4, refusals=CannotAnswer) == ["CannotAnswer"] * 3 + ["done"]
    assert (survey.responses.count(), survey.tokens.count()) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_control_who_looks_before_they_spend_leaves_two():
    survey = create_open_survey()
    (link,) = draw_links(survey)
    both_looked = Barrier(2)

    def look_then_send():
        assert SurveyToken.objects.filter(digest__in=digests_of(link)).exists()
        both_looked.wait(timeout=60)
        with transaction.atomic():
            SurveyToken.objects.filter(digest__in=digests_of(link)).delete()
            Response.objects.create(survey=survey, sealed="{}")

    press_at_once([look_then_send] * 2, refusals=CannotAnswer)

    assert survey.responses.count() == 2
