"""What becomes of a case study by the answers of both sides: initiative/approving.py."""

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.utils import timezone

from districts.joining import end_membership
from districts.models import Evidence, Membership, Side
from districts.tests.factories import create_membership, create_user
from initiative.approving import CannotApprove, TextChanged
from initiative.models import Approval, CaseStudy
from lmi_portal.accounts.tests.factories import create_staff
from lmi_portal.outbox.models import Email
from lmi_portal.outbox.rendering import render

from .case_studies import (
    BOTH,
    answer,
    create_case_study,
    create_in_review,
    letters,
    revise,
    seat_both_sides,
    send,
    state_of,
)

pytestmark = pytest.mark.django_db
LABOR, MANAGEMENT = BOTH


def test_the_second_approval_publishes_and_tells_everyone():
    case_study, people, staff = create_in_review()

    answer(case_study, LABOR, people[LABOR])
    before = (state_of(case_study), letters("answered_to_staff"))
    answer(case_study, MANAGEMENT, people[MANAGEMENT])

    assert before == ("in_review", [staff.email])
    case_study.refresh_from_db()
    assert (case_study.state, case_study.is_approved()) == ("published", True)
    assert case_study.published_at is not None
    assert letters("published_to_staff") == [staff.email]
    assert letters("published") == sorted(user.email for user in people.values())
    evidence = Evidence.objects.get()
    assert (evidence.kind, evidence.key) == ("case_study", f"case_study:{case_study.pk}")
    assert (evidence.path, evidence.strength) == (f"/case-studies/{case_study.slug}/", Evidence.Strength.CERTAIN)


def test_changes_asked_for_reach_staff_with_the_note():
    case_study, people, _staff = create_in_review()

    answer(case_study, LABOR, people[LABOR], "changes", note=" The year is wrong. ")

    message = render(Email.objects.get(template__endswith="_to_staff"))
    assert message.subject == f"Labor of {case_study.district} asks for changes"
    assert "The note: The year is wrong." in message.body
    assert state_of(case_study) == "in_review"


def test_changes_without_a_note_are_refused():
    case_study, people, _staff = create_in_review()

    with pytest.raises(CannotApprove, match="Say what should change"):
        answer(case_study, LABOR, people[LABOR], "changes", note="  ")


def test_both_answers_must_be_approvals():
    case_study, people, _staff = create_in_review()

    answer(case_study, LABOR, people[LABOR], "changes", note="The year.")
    answer(case_study, MANAGEMENT, people[MANAGEMENT])

    assert state_of(case_study) == "in_review"


def test_an_answer_to_another_text_is_refused():
    case_study, people, _staff = create_in_review()
    revise(case_study)

    with pytest.raises(TextChanged, match="changed while you read it"):
        answer(case_study, LABOR, people[LABOR], revision=1)

    assert not Approval.objects.exists()


def test_a_new_text_makes_answers_history_and_asks_those_again():
    case_study, people, _staff = create_in_review()
    answer(case_study, LABOR, people[LABOR])

    revise(case_study)
    answer(case_study, MANAGEMENT, people[MANAGEMENT])

    assert letters("changed") == [people[LABOR].email]
    assert state_of(case_study) == "in_review"
    assert sorted(Approval.objects.values_list("side", "revision")) == [("labor", 1), ("management", 2)]
    answer(case_study, LABOR, people[LABOR])
    assert state_of(case_study) == "published"


def test_control_without_a_new_number_the_old_answer_would_publish_the_new_text():
    case_study, people, _staff = create_in_review()
    answer(case_study, LABOR, people[LABOR])

    CaseStudy.objects.filter(pk=case_study.pk).update(impact="What labor never read.")
    answer(case_study, MANAGEMENT, people[MANAGEMENT])

    assert state_of(case_study) == "published"


def test_saving_twice_asks_only_once_again():
    case_study, people, _staff = create_in_review()
    answer(case_study, LABOR, people[LABOR])

    revise(case_study)
    revise(case_study)

    assert letters("changed") == [people[LABOR].email]


def test_a_draft_has_no_numbers_to_lose():
    case_study = create_case_study()

    revise(case_study)

    assert case_study.revision == 1


def test_after_changes_were_asked_for_staff_may_send_it_again_as_it_is():
    case_study, people, _staff = create_in_review()
    answer(case_study, LABOR, people[LABOR], "changes", note="The year.")

    sent = send(case_study)

    assert (sent.state, sent.revision) == ("in_review", 2)
    assert letters("sent") == sorted([user.email for user in people.values()] * 2)


def test_a_side_answers_once():
    case_study, people, _staff = create_in_review()
    answer(case_study, LABOR, people[LABOR])

    with pytest.raises(CannotApprove, match="answered this text already"):
        answer(case_study, LABOR, people[LABOR], "changes", note="No.")


def test_control_the_database_too_takes_one_answer_of_a_side():
    case_study, people, _staff = create_in_review()
    answer(case_study, LABOR, people[LABOR])
    given = Approval.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.create(
            case_study=case_study, revision=1, side="labor", answer="changes", answered_by=people[LABOR],
            answered_at=given.answered_at,
        )  # fmt: skip


def test_nobody_answers_for_the_other_side():
    case_study, people, _staff = create_in_review()

    with pytest.raises(CannotApprove, match="do not answer for this side"):
        answer(case_study, MANAGEMENT, people[LABOR])


def test_where_a_side_has_a_lead_the_lead_answers():
    case_study, _people, _staff = create_in_review()
    member = create_membership(district=case_study.district, side=LABOR).user

    with pytest.raises(CannotApprove, match="its lead does"):
        answer(case_study, LABOR, member)


def test_where_a_side_has_no_lead_any_member_answers():
    case_study = create_case_study()
    member = create_membership(district=case_study.district, side=LABOR).user
    create_membership(district=case_study.district, is_lead=True)
    send(case_study)

    answer(case_study, LABOR, member)

    assert Approval.objects.get().answered_by == member


def test_who_has_left_the_table_answers_no_more():
    case_study, people, _staff = create_in_review()
    place = Membership.objects.get(user=people[LABOR])
    end_membership(membership=place, ended_by=people[MANAGEMENT], now=timezone.now())

    with pytest.raises(CannotApprove, match="do not answer"):
        answer(case_study, "", people[LABOR])


def test_a_draft_takes_no_answer():
    case_study = create_case_study()
    people = seat_both_sides(case_study.district)

    with pytest.raises(CannotApprove, match="does not wait for an answer"):
        answer(case_study, LABOR, people[LABOR])


def test_whoever_keeps_the_directory_is_told_where_the_sender_has_left():
    case_study, people, staff = create_in_review()
    staff.is_active = False
    staff.save()
    keeper = create_staff(is_superuser=False)
    keeper.groups.add(Group.objects.get_or_create(name="directory")[0])

    answer(case_study, LABOR, people[LABOR])

    assert letters("answered_to_staff") == [keeper.email]


def test_a_side_is_one_of_two():
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.create(
            case_study=create_case_study(), revision=1, side=Side.NEUTRAL, answer="approved",
            answered_by=create_user(), answered_at=timezone.now(),
        )  # fmt: skip
