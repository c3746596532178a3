import pytest
from django.utils import timezone

from districts.tests.factories import create_membership
from initiative.approving import revise_case_study, withdraw_case_study
from initiative.models import Approval, CaseStudy

from .case_studies import BOTH, answer, create_case_study, create_in_review, seat_both_sides
from .test_case_study_pages import text_of

pytestmark = pytest.mark.django_db
LABOR, MANAGEMENT = BOTH


@pytest.fixture
def in_review():
    return create_in_review()


def address(case_study):
    return f"/case-studies/{case_study.slug}/review/"


def test_reviewers_read_the_very_text_and_who_is_awaited(client, in_review):
    case_study, people, _staff = in_review
    answer(case_study, MANAGEMENT, people[MANAGEMENT])
    client.force_login(people[LABOR])

    page = text_of(client.get(address(case_study)))

    assert "<p>A strike was near.</p> <p>Then somebody called.</p>" in page
    assert (
        '<span class="side is-labor">Labor</span> <span class="status is-requested">Waiting for an answer</span>'
        in page
    )
    assert 'Management</span> <span class="status is-approved">Approved</span>' in page
    assert '<input type="hidden" name="revision" value="1">' in page


def test_reviewing_asks_no_more_for_more_facts(client, in_review, django_assert_num_queries):
    case_study, people, _staff = in_review
    client.force_login(people[LABOR])

    # session, user, case study and its five kinds of facts with practices, who answers
    with django_assert_num_queries(9):
        client.get(address(case_study))


@pytest.mark.parametrize("side", BOTH)
def test_a_side_approves(client, in_review, side):
    case_study, people, _staff = in_review
    client.force_login(people[side])

    response = client.post(address(case_study), {"revision": 1, "answer": "approved"})

    assert response.url == address(case_study)
    given = Approval.objects.get()
    assert (given.side, given.answer, given.answered_by) == (side, "approved", people[side])
    page = text_of(client.get(address(case_study)))
    assert f"Approved by {people[side].get_full_name()} on" in page
    assert 'name="answer"' not in page


def test_the_second_approval_leads_to_the_published_page(client, in_review):
    case_study, people, _staff = in_review
    answer(case_study, MANAGEMENT, people[MANAGEMENT])
    client.force_login(people[LABOR])

    response = client.post(address(case_study), {"revision": 1, "answer": "approved"}, follow=True)

    assert response.request["PATH_INFO"] == case_study.get_absolute_url()


def test_changes_need_a_note(client, in_review):
    case_study, people, _staff = in_review
    client.force_login(people[LABOR])

    page = text_of(client.post(address(case_study), {"revision": 1, "answer": "changes", "note": " "}))

    assert "Say what should change, so that LMI staff can change it." in page
    assert not Approval.objects.exists()


def test_an_answer_to_an_older_text_is_refused_and_nothing_typed_is_lost(client, in_review):
    case_study, people, staff = in_review
    CaseStudy.objects.filter(pk=case_study.pk).update(impact="Another text.")
    revise_case_study(case_study=CaseStudy.objects.get(), revised_by=staff, now=timezone.now())
    client.force_login(people[LABOR])

    page = text_of(client.post(address(case_study), {"revision": 1, "answer": "changes", "note": "It was 1999."}))

    assert "The text was changed while you read it: please read it once more, then answer." in page
    assert "Another text." in page
    assert "It was 1999.</textarea>" in page
    assert '<input type="hidden" name="revision" value="2">' in page
    assert not Approval.objects.exists()


def test_what_was_taken_back_meanwhile_refuses_the_answer_and_keeps_what_was_typed(client, in_review):
    case_study, people, staff = in_review
    withdraw_case_study(case_study=case_study, reason="Wrong.", withdrawn_by=staff, now=timezone.now())
    client.force_login(people[LABOR])

    page = text_of(client.post(address(case_study), {"revision": 1, "answer": "changes", "note": "It was 1999."}))

    assert "It does not wait for an answer any more." in page
    assert "It was 1999.</textarea>" in page
    assert "They meet on Mondays." not in page
    assert client.get(address(case_study)).status_code == 404


def test_a_member_reads_it_and_the_lead_answers(client, in_review):
    case_study, _people, _staff = in_review
    client.force_login(create_membership(district=case_study.district, side=LABOR).user)

    page = text_of(client.get(address(case_study)))
    refused = text_of(client.post(address(case_study), {"revision": 1, "answer": "approved"}))

    assert "The lead of your side answers for it." in page
    assert 'name="answer"' not in page
    assert "You do not answer for this side: its lead does." in refused
    assert not Approval.objects.exists()


def test_a_note_is_read_by_its_own_side_alone(client, in_review):
    case_study, people, _staff = in_review
    answer(case_study, LABOR, people[LABOR], "changes", note="Between us and staff.")

    seen = {}
    for side, user in people.items():
        client.force_login(user)
        seen[side] = text_of(client.get(address(case_study)))

    assert ["Between us and staff." in seen[side] for side in BOTH] == [True, False]
    assert "Changes asked for" in seen[MANAGEMENT]


@pytest.mark.parametrize("place", ["neutral", "requested", "elsewhere", "none"])
def test_others_do_not_find_it(client, in_review, place):
    case_study, _people, staff = in_review
    district = case_study.district
    others = {
        "neutral": lambda: create_membership(district=district, side="neutral").user,
        "requested": lambda: create_membership(district=district, state="requested").user,
        "elsewhere": lambda: create_membership(is_lead=True).user,
        "none": lambda: staff,
    }
    client.force_login(others[place]())

    assert client.get(address(case_study)).status_code == 404
    assert client.post(address(case_study), {"revision": 1, "answer": "approved"}).status_code == 404


def test_a_draft_never_sent_is_not_found(client):
    case_study = create_case_study()
    client.force_login(seat_both_sides(case_study.district)[LABOR])

    assert client.get(address(case_study)).status_code == 404
    assert client.post(address(case_study), {"revision": 1, "answer": "approved"}).status_code == 404
