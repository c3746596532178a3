from datetime import timedelta

import pytest
from django.utils import timezone

from districts.models import Side
from lmi_portal.outbox.models import Email
from wellbeing.models import Step
from wellbeing.steps.demo import load_steps
from wellbeing.steps.progress import progress_of
from wellbeing.steps.reminding import remind_owners

from . import paths
from .factories import co_chair, create_program, create_seat
from .meetings import create_held_meeting

pytestmark = pytest.mark.django_db

NOW = timezone.now()
TODAY = timezone.localdate(NOW)


def create_due_step(program, *, days=0, **fields):
    owners = {f"{seat.side}_owner": seat for seat in program.seats.co_chairs()}
    defaults = {"school_year": paths.this_year(), "number": 3, "due_on": TODAY + timedelta(days=days)}
    return Step.objects.create(program=program, **defaults | owners | fields)


def told():
    return sorted(Email.objects.values_list("to", flat=True))


def chairs(program):
    return sorted(program.seats.co_chairs().values_list("email", flat=True))


def test_owners_hear_once_a_week_in_one_letter():
    program = create_program()
    create_due_step(program, days=-3)
    create_due_step(program, number=4, days=7)
    paths.plan_action(paths.adopt(program)[0], due_on=TODAY)
    Email.objects.all().delete()

    counts = [remind_owners(now=now) for now in (NOW, NOW)]
    a_week_later = remind_owners(now=NOW + timedelta(days=7))

    assert (counts, a_week_later, told()) == ([2, 2], 2, sorted(chairs(program) * 2))
    letter = Email.objects.order_by("pk").first().context["paragraphs"]
    assert [line.partition(" – ")[2].split(" on ")[0] for line in letter[1:]] == ["was due", "due", "due"]


@pytest.mark.parametrize(
    "fields",
    [{"days": 8}, {"labor_done_at": NOW, "management_done_at": NOW}, {"labor_owner": None, "management_owner": None}],
    ids=["far away", "done", "nobody"],
)
def test_nobody_hears_of_what_is_not_due(fields):
    create_due_step(create_program(), **fields)

    assert (remind_owners(now=NOW), told()) == (0, [])


def test_side_that_called_it_done_hears_nothing_and_the_other_does():
    program = create_program()
    create_due_step(program, labor_done_at=NOW)

    remind_owners(now=NOW)

    assert told() == [program.seats.get(side=Side.MANAGEMENT).email]


def test_who_left_the_committee_hears_nothing():
    program = create_program()
    create_due_step(program, labor_owner=create_seat(program, until_on=TODAY), management_owner=None)

    assert (remind_owners(now=NOW), told()) == (0, [])


def test_who_left_the_committee_hears_nothing_of_actions_either():
    program = create_program()
    paths.plan_action(paths.adopt(program)[0], due_on=TODAY, labor_owner=create_seat(program, until_on=TODAY))
    Email.objects.all().delete()

    remind_owners(now=NOW)

    assert told() == [program.seats.get(side=Side.MANAGEMENT).email]


def test_last_years_path_reminds_nobody():
    program = create_program()
    create_due_step(program)
    paths.plan_action(paths.adopt(program)[0], due_on=TODAY)
    Email.objects.all().delete()
    Step.objects.create(program=program, school_year=paths.this_year() + 1, number=1)

    assert (remind_owners(now=NOW), told()) == (0, [])


@pytest.mark.parametrize("count", [1, 3])
def test_reminding_asks_the_database_as_often_for_one_as_for_three(count, django_assert_num_queries):
    for _ in range(count):
        create_due_step(create_program())

    with django_assert_num_queries(3):
        remind_owners(now=NOW)


def test_demo_stands_in_the_middle_of_its_path():
    program = create_program()
    create_held_meeting(program)
    paths.count_a_survey(program)
    for user in (co_chair(program, side) for side in paths.SIDES):
        assert user.email

    load_steps(program, now=NOW)
    load_steps(program, now=NOW)

    rows = progress_of(program, school_year=paths.this_year(), now=NOW)
    assert [row.step.number for row in rows if row.is_done] == [1, 2, 3, 4, 5, 6]
    assert [row.step.number for row in rows if row.is_next] == [7]
    assert program.priorities.count() == 3
