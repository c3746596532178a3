from functools import partial

import pytest
from django.utils import timezone

from districts.models import Side
from lmi_portal.audit.models import Entry
from lmi_portal.outbox.models import Email
from lmi_portal.tests.at_once import press_at_once
from wellbeing.models import (
    YearlyReport,
)
from wellbeing.refusing import CannotDo
from wellbeing.reports.publishing import approve_report, mark_of_report, offer_report, take_back_report
from wellbeing.reports.writing import change_report, write_report
from wellbeing.school_years import school_year_at

from .factories import co_chair, create_program, create_seat, user_of

pytestmark = pytest.mark.django_db
State = YearlyReport.State
TEXTS = {"done": "We walked.", "learned": "Time matters.", "next_year": "Quiet rooms.", "highlight": "We did it."}


@pytest.fixture
def program():
    return create_program()


def create_report(program, state=State.DRAFT, **texts):
    """A report of this school year, led through its states by the co-chairs."""
    now = timezone.now()
    report = write_report(
        program=program, school_year=school_year_at(now), texts=TEXTS | texts, by=co_chair(program, Side.LABOR), now=now
    )
    if state != State.DRAFT:
        report = offer_report(report=report, by=co_chair(program, Side.LABOR), now=now)
    if state == State.PUBLISHED:
        report = approved_by(report, Side.LABOR, Side.MANAGEMENT)
    return report


def approved_by(report, *sides):
    for side in sides:
        by = co_chair(report.program, side)
        report = approve_report(report=report, read=mark_of_report(report), by=by, now=timezone.now())
    return report


def test_one_approval_publishes_nothing_and_two_do(program):
    report = create_report(program, State.OFFERED)

    one = approved_by(report, Side.LABOR)
    state_after_one = one.state
    both = approved_by(one, Side.MANAGEMENT)

    assert state_after_one == State.OFFERED
    assert (both.state, both.published_at is not None) == (State.PUBLISHED, True)


def test_the_same_side_twice_is_one_side(program):
    report = create_report(program, State.OFFERED)

    assert approved_by(report, Side.LABOR, Side.LABOR).state == State.OFFERED


def test_only_a_co_chair_approves(program):
    report = create_report(program, State.OFFERED)
    member = user_of(create_seat(program))

    with pytest.raises(CannotDo, match="Only a co-chair approves"):
        approve_report(report=report, read=mark_of_report(report), by=member, now=timezone.now())


def test_who_has_another_text_on_screen_reads_it_again(program):
    report = create_report(program, State.OFFERED)

    with pytest.raises(CannotDo, match="read it again"):
        approve_report(report=report, read="0" * 64, by=co_chair(program, Side.LABOR), now=timezone.now())


def test_what_is_offered_or_published_is_not_changed(program):
    by, now = co_chair(program, Side.LABOR), timezone.now()
    report = create_report(program, State.OFFERED)

    with pytest.raises(CannotDo, match="Take it back"):
        change_report(report=report, texts=TEXTS | {"done": "Else."}, read="", by=by, now=now)
    published = approved_by(report, Side.LABOR, Side.MANAGEMENT)
    for deed in [
        lambda: change_report(report=published, texts=TEXTS | {"done": "Else."}, read="", by=by, now=now),
        lambda: take_back_report(report=published, by=by, now=now),
        lambda: offer_report(report=published, by=by, now=now),
        lambda: approved_by(published, Side.LABOR),
    ]:
        with pytest.raises(CannotDo, match="stays as it is"):
            deed()

    assert YearlyReport.objects.get().done == "We walked."


def test_taking_it_back_takes_the_approvals_too(program):
    report = approved_by(create_report(program, State.OFFERED), Side.LABOR)

    draft = take_back_report(report=report, by=co_chair(program, Side.MANAGEMENT), now=timezone.now())
    again = offer_report(report=draft, by=co_chair(program, Side.LABOR), now=timezone.now())

    assert approved_by(again, Side.MANAGEMENT).state == State.OFFERED


def test_nothing_is_offered_before_the_charter_is_signed():
    program = create_program(is_live=False)

    with pytest.raises(CannotDo, match="nothing goes live on one signature"):
        create_report(program, State.OFFERED)


def test_one_report_a_year(program):
    create_report(program)

    with pytest.raises(CannotDo, match="There is a report"):
        create_report(program)


def test_the_other_co_chair_is_told_and_the_offering_one_not(program):
    create_report(program, State.OFFERED)

    assert [email.to for email in Email.objects.filter(template="wellbeing/email/report_offered")] == [
        co_chair(program, Side.MANAGEMENT).email
    ]


@pytest.mark.django_db(transaction=True)
def test_both_co_chairs_at_once_publish_it_once():
    program = create_program()
    report = create_report(program, State.OFFERED)
    sides = [Side.LABOR, Side.MANAGEMENT]
    users = {side: co_chair(program, side) for side in sides}
    mark = mark_of_report(report)

    def approve(side):
        approve_report(report=report, read=mark, by=users[side], now=timezone.now())

    press_at_once([partial(approve, side) for side in sides], refusals=(CannotDo,))

    assert YearlyReport.objects.get().state == State.PUBLISHED
    assert Entry.objects.filter(deed="publish_report").count() == 1
