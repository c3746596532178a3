"""What a committee does with its surveys, page by page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from districts.models import Side
from wellbeing.meanwhile import mark_of_fields
from wellbeing.models import Charter, Survey
from wellbeing.refusing import CannotDo
from wellbeing.surveys.bank import pulse
from wellbeing.surveys.drafting import TEXTS, change_survey
from wellbeing.surveys.opening import approve_survey, mark_of_survey, open_survey

from .factories import co_chair, create_program, create_seat, create_survey, user_of
from .survey_factories import BOTH, approve, create_open_survey, draft, draw_links

pytestmark = pytest.mark.django_db

NEXT_YEAR = timezone.now().year + 1
TYPED = {
    "kind": "needs",
    "title": "Autumn",
    "title_es": "Otoño",
    "sheets_at_most": 50,
    "opens_at": f"{NEXT_YEAR}-09-01T08:00",
    "closes_at": f"{NEXT_YEAR}-09-20T17:00",
    "questions": ["respect", "workload", "interests"],
}


@pytest.fixture
def program():
    return create_program()


@pytest.fixture
def labor(client, program):
    """The client of labor's co-chair."""
    client.force_login(co_chair(program, Side.LABOR))
    return client


def page_of(program, rest=""):
    return f"/wellbeing/{program.district.cd_code}/surveys/{rest}"


def test_a_survey_is_written_from_the_bank(labor, program):
    page = labor.post(page_of(program, "add/"), TYPED, follow=True)

    survey = program.surveys.get()
    assert "Now both co-chairs read it" in page.text
    assert survey.questions == ["workload", "respect", "interests"]
    assert timezone.localtime(survey.opens_at).hour == 8


def test_a_pulse_always_asks_the_same(labor, program):
    labor.post(page_of(program, "add/"), TYPED | {"kind": "pulse"})

    assert set(program.surveys.get().questions) == set(pulse())


def test_a_refusal_keeps_what_was_typed(labor, program):
    page = labor.post(page_of(program, "add/"), TYPED | {"questions": ["respect"]})

    assert "Choose at least three questions." in page.text
    assert 'value="Otoño"' in page.text
    assert not program.surveys.exists()


def test_health_status_is_off_and_warned_of(labor, program):
    page = labor.get(page_of(program, "add/"))

    assert "Leave Health Status off unless both sides have a reason" in page.text
    assert page.context["form"]["wellbq"].value() is None


def test_one_co_chair_opens_nothing(labor, program):
    survey = draft(program)
    read = mark_of_survey(survey)

    labor.post(page_of(program, f"{survey.pk}/approve/"), {"read": read})
    page = labor.post(page_of(program, f"{survey.pk}/open/"), follow=True)

    survey.refresh_from_db()
    assert "Both co-chairs approve a survey before it opens." in page.text
    assert survey.state == "draft"


def test_both_open_it(labor, program):
    survey = draft(program)
    approve(survey, [Side.MANAGEMENT])

    labor.post(page_of(program, f"{survey.pk}/approve/"), {"read": mark_of_survey(survey)})
    page = labor.post(page_of(program, f"{survey.pk}/open/"), follow=True)

    survey.refresh_from_db()
    assert "It is open." in page.text
    assert survey.state == "open"


@pytest.mark.parametrize(
    "change",
    [
        {"title_es": "Otra"},
        {"questions": ["breaks", "trust", "voice"]},
        {"wellbq": ["health"]},
        {"sheets_at_most": 900},
    ],
    ids=lambda change: next(iter(change)),
)
def test_any_change_makes_both_approvals_void(program, change):
    survey = draft(program)
    approve(survey)
    by = co_chair(program, Side.LABOR)
    texts = {
        name: getattr(survey, name) for name in ["kind", "title", "title_es", "questions", "wellbq", "sheets_at_most"]
    }
    dates = {"opens_at": survey.opens_at, "closes_at": survey.closes_at}

    read = mark_of_fields(Survey.objects.get(), TEXTS)
    change_survey(survey=survey, read=read, by=by, now=timezone.now(), **texts | dates | change)

    with pytest.raises(CannotDo, match="Both co-chairs approve"):
        open_survey(survey=survey, by=by, now=timezone.now())


def test_control_unchanged_it_opens(program):
    survey = draft(program)
    approve(survey)

    open_survey(survey=survey, by=co_chair(program, Side.LABOR), now=timezone.now())

    survey.refresh_from_db()
    assert survey.state == "open"


def test_what_was_read_before_a_change_approves_nothing(program):
    survey = draft(program)

    with pytest.raises(CannotDo, match="changed since you opened the page"):
        approve_survey(survey=survey, read="ab" * 32, by=co_chair(program, Side.LABOR), now=timezone.now())


def test_without_a_charter_nothing_opens(program):
    survey = draft(program)
    approve(survey)
    Charter.objects.update(state=Charter.State.REPLACED)

    with pytest.raises(CannotDo, match="nothing goes live on one signature"):
        open_survey(survey=survey, by=co_chair(program, Side.LABOR), now=timezone.now())


def test_a_member_who_chairs_nothing_approves_nothing(client, program):
    survey = draft(program)
    client.force_login(user_of(create_seat(program)))

    answers = [client.post(page_of(program, f"{survey.pk}/{deed}/")).status_code for deed in ["approve", "open"]]

    assert answers == [404, 404]


def test_an_open_survey_is_changed_no_more(labor, program):
    survey = create_open_survey(program)

    assert labor.get(page_of(program, f"{survey.pk}/edit/")).status_code == 404
    with pytest.raises(CannotDo, match="stays as both sides approved it"):
        change_survey(survey=survey, read="", by=co_chair(program, Side.LABOR), now=timezone.now())


@pytest.mark.parametrize(
    ("language", "words"), [("en", "I get to take my breaks"), ("es", "Puedo tomar mis descansos")]
)
def test_the_preview_is_what_employees_see(labor, program, language, words):
    survey = draft(program, questions=["breaks", "respect", "voice"])

    page = labor.get(page_of(program, f"{survey.pk}/preview/?language={language}"))

    assert words in page.text
    assert 'name="step" value="send"' not in page.text


def test_progress_moves_in_tens(labor, program):
    survey = create_open_survey(program)
    pages = []
    for number in [9, 1, 9]:
        for _each in draw_links(survey, number):
            survey.responses.create(sealed="{}")
        pages.append(labor.get(page_of(program, f"{survey.pk}/")).context["progress"].answered)

    assert pages == [0, 10, 10]


def test_other_districts_surveys_are_not_found(labor, program):
    survey = draft()

    assert labor.get(page_of(program, f"{survey.pk}/")).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries_however_many_there_are(labor, program, count, django_assert_num_queries):
    for _each in range(count):
        create_survey(program)

    with django_assert_num_queries(7):
        labor.get(page_of(program))


def test_a_day_past_its_close_does_not_open(program):
    survey = draft(program)
    approve(survey, BOTH)

    with pytest.raises(CannotDo, match="Its last day is past"):
        open_survey(survey=survey, by=co_chair(program, Side.LABOR), now=survey.closes_at + timedelta(days=1))
    assert Survey.objects.get().state == "draft"


def test_an_approval_says_who_and_no_address(labor, program):
    survey = draft(program)
    approve(survey, [Side.MANAGEMENT])

    page = labor.get(page_of(program, f"{survey.pk}/")).text

    name = co_chair(program, Side.MANAGEMENT).get_full_name()
    assert (f"approved by {name} on" in page, "&lt;" in page) == (True, False)


def test_between_its_end_and_the_count_a_survey_is_over(labor, program):
    survey = create_open_survey(program)
    Survey.objects.filter(pk=survey.pk).update(closes_at=timezone.now())
    page = labor.get(page_of(program, f"{survey.pk}/")).text
    typed_in = labor.post(page_of(program, f"{survey.pk}/paper/entry/"), {"step": "send", "q_respect": "agree"}).text

    assert ("It is over, and counted within minutes" in page, "Remind everyone" in page) == (True, False)
    assert ("The survey is over" in typed_in, "was it typed in before?" in typed_in) == (True, False)


def test_no_more_sheets_are_proposed_than_are_left(labor, program):
    survey = create_open_survey(program)
    Survey.objects.filter(pk=survey.pk).update(sheets_at_most=6, paper_codes=4)

    form = labor.get(page_of(program, f"{survey.pk}/paper/")).context["form"]

    assert form["number"].value() == 2


def test_a_mistyped_year_collects_no_answers_for_decades(labor, program):
    page = labor.post(page_of(program, "add/"), TYPED | {"closes_at": "2099-12-01T08:00"})

    assert "Choose a day within two years of today." in page.text
    assert not program.surveys.exists()
