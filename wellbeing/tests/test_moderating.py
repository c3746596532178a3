"""Comments: read by both co-chairs before anybody else, and withheld on the word of one."""

import pytest
from django.db import connection
from django.urls import reverse

from districts.models import Side
from lmi_portal.audit.models import Entry
from wellbeing.models import SurveyComment
from wellbeing.refusing import CannotDo
from wellbeing.surveys.moderating import comments_of, judge_comment, released, waiting_for, waiting_for_other, withheld
from wellbeing.tests.counted_surveys import answers_of, create_counted
from wellbeing.tests.factories import co_chair, create_program, create_seat, user_of

pytestmark = pytest.mark.django_db

RELEASE, WITHHOLD = SurveyComment.Verdict.RELEASE, SurveyComment.Verdict.WITHHOLD


def create_comment(survey, text="Let us leave on time."):
    return SurveyComment.objects.create(survey=survey, question="one_change", text=text)


def judge(comment, verdict, side):
    by = co_chair(comment.survey.program, side)
    judge_comment(comment=comment, verdict=verdict, by=by, now=comment.survey.counted_at)
    comment.refresh_from_db()


@pytest.fixture
def survey():
    return create_counted(create_program(), answers_of(20))


def address(name, survey, *more):
    return reverse(f"wellbeing:{name}", args=[survey.program.district.cd_code, survey.pk, *more])


def test_a_comment_is_read_by_all_once_both_sides_released_it(survey):
    comment = create_comment(survey)

    judge(comment, RELEASE, Side.LABOR)
    assert list(released(survey)) == []
    assert list(waiting_for(Side.LABOR, survey)) == []
    assert list(waiting_for_other(Side.LABOR, survey)) == [comment]
    assert list(waiting_for(Side.MANAGEMENT, survey)) == [comment]

    judge(comment, RELEASE, Side.MANAGEMENT)
    assert list(released(survey)) == [comment]
    assert list(waiting_for(Side.MANAGEMENT, survey)) == []


@pytest.mark.parametrize("side", [Side.LABOR, Side.MANAGEMENT])
def test_one_side_withholds_and_the_text_is_gone(survey, side):
    comment = create_comment(survey, "Ms. Made-Up of room 5 should go.")
    judge(comment, RELEASE, Side.LABOR if side == Side.MANAGEMENT else Side.MANAGEMENT)

    judge(comment, WITHHOLD, side)

    assert comment.text == ""
    assert list(withheld(survey)) == [comment]
    assert list(released(survey)) == []
    assert list(waiting_for(Side.LABOR, survey)) == []
    assert list(waiting_for(Side.MANAGEMENT, survey)) == []
    with pytest.raises(CannotDo, match="withheld already"):
        judge(comment, RELEASE, side)


def test_a_released_comment_can_still_be_withheld(survey):
    comment = create_comment(survey)
    judge(comment, RELEASE, Side.LABOR)
    judge(comment, RELEASE, Side.MANAGEMENT)

    judge(comment, WITHHOLD, Side.LABOR)

    assert comment.text == ""
    assert list(released(survey)) == []


def test_nobody_but_a_co_chair_judges(survey):
    member = user_of(create_seat(survey.program))

    with pytest.raises(CannotDo, match="Only a co-chair"):
        judge_comment(comment=create_comment(survey), verdict=RELEASE, by=member, now=survey.counted_at)


def test_of_fewer_than_twenty_answers_no_comment_is_read():
    survey = create_counted(create_program(), answers_of(19))
    create_comment(survey)

    assert list(comments_of(survey)) == []


def test_the_audit_tells_that_one_was_judged_and_not_which(survey):
    comment = create_comment(survey)

    judge(comment, WITHHOLD, Side.LABOR)

    entry = Entry.objects.latest("pk")
    assert (entry.deed, entry.changes) == ("withhold_comment", {"side": ["", "labor"]})
    assert str(comment.pk) not in str(vars(entry))


def test_members_see_released_comments_and_no_others(client, survey):
    judge(create_comment(survey, "Waiting for both."), RELEASE, Side.LABOR)
    shown = create_comment(survey, "Said by both to be fine.")
    judge(shown, RELEASE, Side.LABOR)
    judge(shown, RELEASE, Side.MANAGEMENT)
    client.force_login(user_of(create_seat(survey.program)))

    for name in ["comments", "results"]:
        page = client.get(address(name, survey)).content.decode()
        assert "Said by both to be fine." in page
        assert "Waiting for both." not in page
    other_list = client.get(address("comments", survey) + "?list=mine").content.decode()
    assert "Waiting for both." not in other_list
    assert client.get(address("comment_judge", survey, shown.pk)).status_code == 404


def test_a_co_chair_withholds_on_a_page_that_says_what_it_does(client, survey):
    comment = create_comment(survey)
    client.force_login(co_chair(survey.program, Side.MANAGEMENT))

    asked = client.get(address("comment_judge", survey, comment.pk))
    assert "Its text is destroyed" in asked.content.decode()
    comment.refresh_from_db()
    assert comment.text == "Let us leave on time."

    client.post(address("comment_judge", survey, comment.pk), {"verdict": "withhold"})
    comment.refresh_from_db()
    assert (comment.text, comment.management_verdict) == ("", WITHHOLD)


def test_a_withheld_text_is_nowhere_in_the_database(survey):
    comment = create_comment(survey, "Ms. Made-Up of room 5 should go.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM wellbeing_surveycomment")
        sealed = cursor.fetchone()[0]

    judge(comment, WITHHOLD, Side.LABOR)

    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM wellbeing_surveycomment")
        assert cursor.fetchone()[0] not in (sealed, "Ms. Made-Up of room 5 should go.")


@pytest.mark.parametrize("number", [1, 3])
def test_comments_ask_the_database_equally_often(client, survey, number, django_assert_num_queries):
    for _each in range(number):
        create_comment(survey)
    client.force_login(co_chair(survey.program, Side.LABOR))

    with django_assert_num_queries(13):
        client.get(address("comments", survey))
