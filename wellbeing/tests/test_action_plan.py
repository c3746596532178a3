import csv
from datetime import timedelta
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from districts.models import Side
from lmi_portal.audit.models import Entry
from wellbeing.committee.deciding import take_decision_back
from wellbeing.meanwhile import mark_of_fields
from wellbeing.models import Action, Decision, Priority
from wellbeing.refusing import CannotDo
from wellbeing.steps.acting import FIELDS, actions_of, remove_action, sums_of

from . import paths
from .factories import co_chair, create_program, create_seat, user_of
from .meetings import create_held_meeting, decide

pytestmark = pytest.mark.django_db


def page_of(program, rest="actions/", side=Side.LABOR):
    client = Client()
    client.force_login(co_chair(program, side))
    return client, f"/wellbeing/{program.district.cd_code}/{rest}"


def typed(priority, **fields):
    line = paths.line_of(priority, **fields)
    return {name: getattr(value, "pk", value) for name, value in line.items()}


def titles(program):
    return [one.title for one in program.priorities.all()]


@pytest.mark.parametrize("count", [1, 5])
def test_priorities_are_two_to_four(count):
    program = create_program()

    with pytest.raises(CannotDo, match="two, three or four"):
        paths.adopt(program, count, titles=[f"Priority {n}" for n in range(5)])
    assert titles(program) == []


def test_priorities_rest_on_an_adopted_decision_of_this_program():
    program, other = create_program(), create_program()
    create_seat(program, side=Side.MANAGEMENT)
    lost = decide(
        create_held_meeting(program),
        way="vote",
        votes={"labor_for": 1, "management_against": 1},
    )

    for decision in (lost, decide(create_held_meeting(other))):
        with pytest.raises(CannotDo, match="rest on a new decision"):
            paths.adopt(program, decision=decision)
    assert lost.is_adopted is False


def test_priorities_are_replaced_only_by_a_new_decision():
    program = create_program()
    decision = decide(create_held_meeting(program))
    paths.adopt(program, decision=decision)

    with pytest.raises(CannotDo, match="rest on a new decision"):
        paths.adopt(program, decision=decision, titles=["A", "B"])
    paths.adopt(program, 3, titles=["A", "B", "C"])

    assert titles(program) == ["A", "B", "C"]
    assert Entry.objects.filter(deed="adopt_priorities").count() == 2


def test_decision_on_which_priorities_rest_is_not_taken_back():
    program = create_program()
    adopted, other = (decide(create_held_meeting(program)) for _ in range(2))
    paths.adopt(program, decision=adopted)
    by = {"by": co_chair(program, Side.LABOR), "now": timezone.now()}

    with pytest.raises(CannotDo, match="priorities rest on this decision"):
        take_decision_back(decision=adopted, **by)
    take_decision_back(decision=other, **by)

    assert list(Decision.objects.all()) == [adopted]


def test_priority_with_actions_is_renamed_and_never_lost():
    program = create_program()
    _first, _second, third = paths.adopt(program, 3)
    action = paths.plan_action(third)

    with pytest.raises(CannotDo, match="has an action: move it"):
        paths.adopt(program, 2)
    paths.adopt(program, 3, titles=["A", "B", "C"])

    assert Action.objects.get(pk=action.pk).priority.title == "C"


def test_member_who_is_no_co_chair_adopts_nothing():
    program = create_program()

    with pytest.raises(CannotDo, match="Only a co-chair"):
        paths.adopt(program, by=user_of(create_seat(program)))


def test_page_adopts_and_asks_again_where_it_sounds_like_bargaining():
    program = create_program()
    decision = decide(create_held_meeting(program))
    client, to = page_of(program, "priorities/adopt/")
    form = {"decision": decision.pk, "title_1": "Health insurance", "reason_1": "Asked for.", "title_2": "B"}

    asked = client.post(to, form | {"reason_2": "So."}).content.decode()
    assert ("This may belong to bargaining" in asked, Priority.objects.count()) == (True, 0)
    assert client.post(to, form | {"reason_2": "So.", "is_not_bargaining": "on"}).status_code == 302
    assert titles(program) == ["Health insurance", "B"]
    assert "This may belong to bargaining" in client.get(page_of(program, "priorities/")[1]).content.decode()


def test_page_says_where_no_decision_is_there():
    client, to = page_of(create_program(), "priorities/adopt/")

    assert "There is no new decision to rest on" in client.get(to).content.decode()


def test_every_action_has_one_owner_from_each_side():
    program = create_program()
    priority = paths.adopt(program)[0]
    labor = program.seats.get(side=Side.LABOR)

    with pytest.raises(CannotDo, match="one owner from each side"):
        paths.plan_action(priority, management_owner=labor)
    assert Action.objects.count() == 0


def test_action_of_another_program_is_refused():
    program, other = create_program(), create_program()
    theirs = paths.adopt(other)[0]
    mine = paths.plan_action(paths.adopt(program)[0])

    with pytest.raises(CannotDo, match="priority of this program"):
        paths.change_line(mine, priority=theirs)


def test_action_is_not_added_to_a_priority_that_was_just_left_out():
    program = create_program()
    left_out = paths.adopt(program, 3)[2]
    paths.adopt(program, 2)

    with pytest.raises(CannotDo, match="Choose a priority of this program"):
        paths.plan_action(left_out)


def test_sums_are_right_to_the_cent():
    program = create_program()
    first, second = paths.adopt(program)
    for priority, budget, spent in [(first, "0.10", "0.20"), (first, "0.20", "0.10"), (second, "4200.70", "3150.55")]:
        paths.plan_action(priority, budget=Decimal(budget), spent=Decimal(spent))

    sums = sums_of(actions_of(program, school_year=paths.this_year()))

    assert (sums.budget, sums.spent, sums.left) == (Decimal("4201.00"), Decimal("3150.85"), Decimal("1050.15"))
    client, to = page_of(program)
    assert [money in client.get(to).content.decode() for money in ("$4,201.00", "$3,150.85", "$1,050.15")] == [True] * 3


def test_plan_as_csv_and_xlsx_ends_with_its_sums():
    program = create_program()
    paths.plan_action(paths.adopt(program)[0], budget=Decimal("12.50"), activity="=2+2")
    client, to = page_of(program)

    lines = b"".join(client.get(f"{to}plan.csv").streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(lines)))
    book = load_workbook(BytesIO(b"".join(client.get(f"{to}plan.xlsx").streaming_content)))

    assert [(row["Priority"], row["Activity"], row["Budget"]) for row in rows] == [
        (paths.TITLES[0], "'=2+2", "12.50"),
        ("Total", "", "12.50"),
    ]
    assert (book.sheetnames, book.active["A2"].value) == (["Action plan"], paths.TITLES[0])


def test_page_adds_changes_and_takes_out():
    program = create_program()
    priority = paths.adopt(program)[0]
    client, to = page_of(program)

    assert client.post(f"{to}add/", typed(priority)).status_code == 302
    action = Action.objects.get()
    begun = typed(priority, spent="40.50", progress="under_way", read=mark_of_fields(action, FIELDS))
    assert client.post(f"{to}{action.pk}/", begun).status_code == 302
    action.refresh_from_db()
    assert (action.spent, action.progress) == (Decimal("40.50"), "under_way")
    kept = client.post(f"{to}{action.pk}/remove/")
    assert "This action has begun: mark it as dropped" in kept.content.decode()
    client.post(f"{to}{action.pk}/", typed(priority, read=mark_of_fields(action, FIELDS)))
    assert client.post(f"{to}{action.pk}/remove/").status_code == 302
    assert Action.objects.count() == 0


def test_page_warns_of_health_and_keeps_what_was_typed():
    program = create_program()
    priority = paths.adopt(program)[0]
    client, to = page_of(program)

    asked = client.post(f"{to}add/", typed(priority, goal="Help with diabetes")).content.decode()

    assert (Action.objects.count(), "Help with diabetes" in asked, "is_not_health" in asked) == (0, True, True)


def test_action_that_had_an_activity_stays():
    program = create_program()
    action = paths.plan_action(paths.adopt(program)[0])
    paths.run_an_activity(program, action=action)

    with pytest.raises(CannotDo, match="mark it as dropped"):
        remove_action(action=action, by=co_chair(program, Side.LABOR), now=timezone.now())


def test_action_that_took_money_stays():
    program = create_program()
    action = paths.plan_action(paths.adopt(program)[0], spent=Decimal("0.01"))

    with pytest.raises(CannotDo, match="This action has begun"):
        remove_action(action=action, by=co_chair(program, Side.LABOR), now=timezone.now())


def test_overdue_action_is_said_plainly():
    program = create_program()
    first, _second = paths.adopt(program)
    yesterday = timezone.localdate() - timedelta(days=1)
    paths.plan_action(first, due_on=yesterday)
    paths.plan_action(first, due_on=yesterday, progress="done")

    client, to = page_of(program)
    assert client.get(to).content.decode().count("Overdue: was due") == 1


def test_other_programs_action_is_not_found():
    program, other = create_program(), create_program()
    theirs = paths.plan_action(paths.adopt(other)[0])
    client, to = page_of(program)

    assert [client.get(f"{to}{theirs.pk}/{rest}").status_code for rest in ("", "remove/")] == [404, 404]


@pytest.mark.parametrize("count", [1, 3])
def test_plan_asks_the_database_as_often_for_one_as_for_three(count, django_assert_num_queries):
    program = create_program()
    for priority in paths.adopt(program, 4)[:count]:
        paths.plan_action(priority)
    client, to = page_of(program)
    client.get(to)

    with django_assert_num_queries(9):
        client.get(to)


@pytest.mark.parametrize("count", [2, 4])
def test_priorities_ask_the_database_as_often_for_two_as_for_four(count, django_assert_num_queries):
    program = create_program()
    for priority in paths.adopt(program, count):
        paths.plan_action(priority)
    client, to = page_of(program, "priorities/")
    client.get(to)

    with django_assert_num_queries(9):
        client.get(to)
