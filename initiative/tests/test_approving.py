import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from districts.models import Evidence
from districts.tests.factories import create_district, create_membership, create_user
from initiative.approving import (
    CannotApprove,
    publish_case_study,
    withdraw_case_study,
)
from lmi_portal.accounts.tests.factories import create_staff
from lmi_portal.audit.models import Entry
from lmi_portal.outbox.models import Email
from lmi_portal.outbox.rendering import render

from .case_studies import (
    BOTH,
    answer,
    create_case_study,
    create_in_review,
    create_published,
    letters,
    revise,
    seat_both_sides,
    send,
    state_of,
)

pytestmark = pytest.mark.django_db
LABOR, MANAGEMENT = BOTH


def withdraw(case_study, *, reason="It was wrong."):
    return withdraw_case_study(
        case_study=case_study, reason=reason, withdrawn_by=create_user(is_staff=True), now=timezone.now()
    )


@pytest.mark.parametrize("count", [1, 2])
def test_case_studies_whose_long_addresses_begin_alike_are_published(count):
    for number in range(count):
        create_published(slug=f"{'a' * 79}{number}")

    assert Evidence.objects.case_studies().count() == count


def test_sending_asks_all_members_of_both_sides():
    case_study = create_case_study()
    people = seat_both_sides(case_study.district)
    member = create_membership(district=case_study.district).user
    create_membership(district=case_study.district, side="neutral")
    create_membership(district=case_study.district, state="requested")
    create_membership()
    staff = create_staff()

    sent = send(case_study, by=staff)

    assert (sent.state, sent.revision, sent.sent_by) == ("in_review", 1, staff)
    assert letters("sent") == sorted([people[LABOR].email, people[MANAGEMENT].email, member.email])
    urls = set(Email.objects.filter(template__endswith="_sent").values_list("context__url", flat=True))
    assert urls == {f"http://localhost:8000/case-studies/{case_study.slug}/review/"}


def test_a_letter_says_who_answers_for_the_side():
    case_study = create_case_study(title="Valley: O’Brien & Sons")
    seat_both_sides(case_study.district)
    member = create_membership(district=case_study.district).user

    send(case_study)

    bodies = {email.to: render(email) for email in Email.objects.filter(template__endswith="_sent")}
    assert bodies[member.email].subject == f"A case study of {case_study.district} waits for your side"
    assert "The lead of Management answers for your side; tell them what you think." in bodies.pop(member.email).body
    assert all("You answer for" in message.body and "O’Brien & Sons" in message.body for message in bodies.values())


@pytest.mark.parametrize("side", BOTH)
def test_nobody_is_asked_where_a_side_has_nobody(side):
    case_study = create_case_study()
    create_membership(district=case_study.district, side=side)

    with pytest.raises(CannotApprove, match=r"Nobody from (Labor|Management) has a place"):
        send(case_study)

    assert (state_of(case_study), letters("sent")) == ("draft", [])


def test_what_waits_already_is_not_sent_twice():
    case_study, _people, _staff = create_in_review()

    with pytest.raises(CannotApprove, match="waits for both sides already"):
        send(case_study)


def test_staff_publish_only_what_is_public_already():
    case_study = create_case_study()

    with pytest.raises(CannotApprove, match="Both sides of the district approve it first"):
        publish_case_study(case_study=case_study, published_by=create_staff(), now=timezone.now())

    assert create_published().state == "published"


def test_what_waits_for_its_district_is_not_published_past_it():
    case_study, _people, _staff = create_in_review(already_public="a report")

    with pytest.raises(CannotApprove, match="waits for its district, already"):
        publish_case_study(case_study=case_study, published_by=create_staff(), now=timezone.now())


def test_evidence_on_record_leads_to_the_page_and_is_not_told_twice():
    district = create_district()
    told = Evidence.objects.create(district=district, kind="case_study", what="It is a case study.", source="a page")

    case_study = create_published(district=district)

    told.refresh_from_db()
    assert (Evidence.objects.count(), told.path) == (1, case_study.get_absolute_url())
    withdraw(case_study)
    told.refresh_from_db()
    assert (Evidence.objects.count(), told.path) == (1, "")


def test_withdrawing_takes_page_and_evidence_away_and_says_why():
    case_study = create_published()
    people = seat_both_sides(case_study.district)

    withdraw(case_study, reason="The figures were wrong.")

    case_study.refresh_from_db()
    assert (case_study.state, case_study.revision, Evidence.objects.count()) == ("withdrawn", 2, 0)
    assert letters("withdrawn") == sorted(user.email for user in people.values())
    body = render(Email.objects.filter(template__endswith="_withdrawn").first()).body
    assert "off the portal" in body
    assert "The reason given: The figures were wrong." in body


def test_what_waits_is_taken_back_as_a_draft_and_its_answers_count_no_more():
    case_study, people, _staff = create_in_review()
    answer(case_study, LABOR, people[LABOR])

    withdraw(case_study)
    sent = send(case_study)
    answer(sent, MANAGEMENT, people[MANAGEMENT])

    assert (sent.revision, state_of(case_study)) == (2, "in_review")
    assert (
        "does not wait for your answer any more" in render(Email.objects.filter(reason__contains="withdrawn")[0]).body
    )


@pytest.mark.parametrize("reason", ["", "  "])
def test_withdrawing_needs_a_reason(reason):
    with pytest.raises(CannotApprove, match="Say why"):
        withdraw(create_published(), reason=reason)


def test_a_draft_is_not_withdrawn():
    with pytest.raises(CannotApprove, match="nothing to withdraw"):
        withdraw(create_case_study())


def test_a_published_one_is_withdrawn_before_it_is_sent():
    with pytest.raises(CannotApprove, match="withdraw it first"):
        send(create_published())


def test_a_district_has_one_standing_case_study():
    first = create_published()
    withdraw(first)
    create_published(district=first.district)

    for deed in (send, lambda each: publish_case_study(case_study=each, published_by=None, now=timezone.now())):
        seat_both_sides(first.district)
        with pytest.raises(CannotApprove, match="has another case study"):
            deed(first)


def test_control_the_database_too_keeps_one_standing_case_study_a_district():
    first = create_published()

    with pytest.raises(IntegrityError), transaction.atomic():
        create_case_study(district=first.district)


def test_every_deed_is_in_the_audit_trail():
    case_study, people, staff = create_in_review()
    answer(case_study, LABOR, people[LABOR])
    revise(case_study)
    for side in BOTH:
        answer(case_study, side, people[side])
    withdraw(case_study)

    told = Entry.objects.filter(subject_type="initiative.casestudy").order_by("pk").values_list("deed", "done_by")
    editors = {deed: by for deed, by in told if deed in {"revise_case_study", "withdraw_case_study"}}
    assert [deed for deed, _by in told] == [
        "send_for_approval",
        "answer_case_study",
        "revise_case_study",
        "answer_case_study",
        "answer_case_study",
        "publish_case_study",
        "withdraw_case_study",
    ]
    assert dict(told)["send_for_approval"] == staff.pk
    assert dict(told)["publish_case_study"] == people[MANAGEMENT].pk
    assert None not in editors.values()
    assert Entry.objects.get(deed="withdraw_case_study").changes == {
        "reason": ["", "It was wrong."],
        "state": ["published", "withdrawn"],
    }
