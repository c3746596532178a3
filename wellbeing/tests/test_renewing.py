from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from districts.models import Side
from lmi_portal.tests.at_once import press_at_once
from wellbeing.committee.deciding import take_decision_back
from wellbeing.models import Action, Artefact, Decision, Step
from wellbeing.refusing import CannotDo
from wellbeing.steps.renewing import begin_next_year, may_renew, moved_to
from wellbeing.steps.years import current_year, years_of

from . import paths
from .factories import co_chair, create_program, create_seat, user_of
from .meetings import create_held_meeting, decide


def begin(program, *, carried=(), by=None):
    by = by or co_chair(program, Side.MANAGEMENT)
    return begin_next_year(program=program, carried=carried, by=by, now=timezone.now())


@pytest.mark.django_db
def test_next_year_waits_for_the_end_of_this_one():
    program = create_program()
    paths.put_all_on_record(program)

    with pytest.raises(CannotDo, match="First both sides say that step 8 is done"):
        begin(program)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "record", [paths.adopt, lambda program: paths.answer_for(program, Side.LABOR)], ids=["priorities", "readiness"]
)
def test_a_year_with_something_on_record_stays_in_sight_after_it_is_over(record):
    program = create_program()
    record(program)
    next_july = timezone.make_aware(datetime(paths.this_year() + 1, 7, 2, 12))

    assert (current_year(program, now=next_july), years_of(program, now=next_july)) == (
        paths.this_year(),
        [paths.this_year()],
    )
    assert may_renew(program, now=next_july)


@pytest.mark.django_db
def test_next_year_begins_with_the_owners_who_still_sit():
    program = create_program()
    paths.walk_to_the_end(program)
    stays, left = create_seat(program), create_seat(program, side=Side.MANAGEMENT, until_on=timezone.localdate())
    day = date(paths.this_year(), 10, 1)
    Step.objects.filter(number=2).update(labor_owner=stays, management_owner=left, due_on=day)

    following = begin(program)

    step = Step.objects.get(school_year=following, number=2)
    assert (following, step.due_on) == (paths.this_year() + 1, day.replace(year=day.year + 1))
    assert (step.labor_owner, step.management_owner, step.is_done()) == (stays, None, False)
    assert Step.objects.filter(school_year=following).count() == 8


@pytest.mark.django_db
def test_what_cost_more_than_planned_goes_on_with_no_budget():
    program = create_program()
    paths.walk_to_the_end(program)
    action = paths.plan_action(program.priorities.first(), budget=Decimal("10.00"), spent=Decimal("10.01"))

    following = begin(program, carried=[action])

    assert Action.objects.get(priority__school_year=following).budget == 0


@pytest.mark.django_db
def test_a_program_that_rested_goes_on_in_the_school_year_of_today():
    program = create_program()
    paths.adopt(program)
    later = timezone.make_aware(datetime(paths.this_year() + 3, 9, 1, 12))

    following = begin_next_year(program=program, carried=(), by=co_chair(program, Side.LABOR), now=later)

    assert following == paths.this_year() + 3


@pytest.mark.django_db
def test_only_the_open_actions_that_were_chosen_come_along():
    program = create_program()
    paths.walk_to_the_end(program)
    first, second = program.priorities.all()
    open_one = paths.plan_action(second, budget=Decimal("100.00"), spent=Decimal("30.25"), progress="under_way")
    done = paths.plan_action(first, progress="done")

    following = begin(program, carried=[open_one, done])

    carried = Action.objects.get(priority__school_year=following)
    assert (carried.priority.title, carried.priority.position) == (second.title, 1)
    assert (carried.budget, carried.spent, carried.progress) == (Decimal("69.75"), Decimal("0.00"), "under_way")
    assert carried.due_on == open_one.due_on.replace(year=open_one.due_on.year + 1)
    assert Action.objects.filter(priority__school_year=paths.this_year()).count() == 4


@pytest.mark.django_db
def test_page_offers_what_is_open_and_the_old_path_stays_to_read():
    program = create_program()
    paths.walk_to_the_end(program)
    client = Client()
    client.force_login(co_chair(program, Side.LABOR))
    home = f"/wellbeing/{program.district.cd_code}/"

    assert "All eight steps are done. Thank you!" in client.get(home).content.decode()
    offered = client.get(f"{home}renew/").content.decode()
    assert offered.count('type="checkbox"') == 2
    carried = [action.pk for action in Action.objects.all()][:1]
    assert client.post(f"{home}renew/", {"carried": carried}).url == home
    assert Action.objects.filter(priority__school_year=paths.this_year() + 1).count() == 1
    assert "0 of 8 steps are done." in client.get(home).content.decode()
    assert "8 of 8 steps are done." in client.get(home, {"year": paths.this_year()}).content.decode()
    to = f"{home}actions/?year={paths.this_year()}"
    assert "Add an action" not in client.get(to).content.decode()


@pytest.mark.django_db
def test_member_begins_no_year():
    program = create_program()
    paths.walk_to_the_end(program)

    with pytest.raises(CannotDo, match="Only a co-chair"):
        begin(program, by=user_of(create_seat(program)))


@pytest.mark.parametrize(
    ("day", "moved"),
    [
        (date(2026, 9, 1), date(2027, 9, 1)),
        (date(2027, 5, 31), date(2028, 5, 31)),
        (date(2028, 2, 29), date(2028, 2, 29)),
        (date(2024, 2, 29), date(2028, 2, 28)),
        (date(2027, 8, 1), date(2027, 8, 1)),
    ],
    ids=str,
)
def test_days_move_into_the_next_year(day, moved):
    assert moved_to(day, 2027) == moved


@pytest.mark.django_db(transaction=True)
def test_two_co_chairs_at_once_begin_one_year():
    program = create_program()
    paths.walk_to_the_end(program)

    came = press_at_once(
        [lambda side=side: begin(program, by=co_chair(program, side)) for side in paths.SIDES],
        refusals=(CannotDo, OperationalError),
    )

    assert came == ["CannotDo", "done"]
    assert Step.objects.filter(school_year=paths.this_year() + 1).count() == 8


@pytest.mark.django_db(transaction=True)
def test_priorities_rest_on_no_decision_that_is_taken_back_at_the_same_moment():
    program = create_program()
    decision = decide(create_held_meeting(program))
    by = co_chair(program, Side.LABOR)
    deeds = [
        lambda: paths.adopt(program, decision=decision),
        lambda: take_decision_back(decision=decision, by=by, now=timezone.now()),
    ]

    came = press_at_once(deeds, refusals=CannotDo)

    assert came == ["CannotDo", "done"]
    assert program.priorities.exists() == Decision.objects.filter(pk=decision.pk).exists()


@pytest.mark.django_db
def test_notes_are_kept_and_taken_away_by_whom_they_belong_to():
    program = create_program()
    member = user_of(create_seat(program))
    client, home = Client(), f"/wellbeing/{program.district.cd_code}/steps"
    client.force_login(member)
    to = f"{home}/{paths.this_year()}/4/add/focus_group/"

    empty = client.post(to, {"title": "Bus yard"}).content.decode()
    client.post(to, {"title": "Bus yard", "who": "Nine drivers", "heard": "Thank us once."})

    note = Artefact.objects.get()
    assert "Write something, or give a link" in empty
    assert note.text == "Who took part\nNine drivers\n\nWhat we heard\nThank us once."
    stranger = Client()
    stranger.force_login(user_of(create_seat(program)))
    refused = stranger.post(f"{home}/kept/{note.pk}/remove/").content.decode()
    assert "Only who added it, or a co-chair, takes it away." in refused
    assert client.post(f"{home}/kept/{note.pk}/remove/").status_code == 302
    assert Artefact.objects.count() == 0


@pytest.mark.django_db
def test_note_warns_of_health_and_refuses_an_odd_link():
    program = create_program()
    client = Client()
    client.force_login(co_chair(program, Side.LABOR))
    to = f"/wellbeing/{program.district.cd_code}/steps/{paths.this_year()}/4/add/note/"

    warned = client.post(to, {"title": "Heard", "text": "Two have diabetes."}).content.decode()
    refused = client.post(to, {"title": "Heard", "link": "javascript:alert(1)"})

    assert ("is_not_health" in warned, refused.status_code, Artefact.objects.count()) == (True, 200, 0)


@pytest.mark.django_db
def test_who_begins_the_next_year_early_reads_what_stays_undone():
    program = create_program()
    paths.walk_to_the_end(program)
    Step.objects.filter(number=2).update(labor_done_at=None)
    client = Client()
    client.force_login(co_chair(program, Side.LABOR))
    home = f"/wellbeing/{program.district.cd_code}/"

    path, renewal = client.get(home).text, client.get(f"{home}renew/").text

    assert ("Both sides call step 8 done" in path, "This school year is over" in path) == (True, False)
    assert "and so for good: Build the committee." in " ".join(renewal.split())
    assert "This cannot be undone." in renewal


@pytest.mark.django_db
def test_who_ticked_what_another_finished_meanwhile_reads_what_to_do():
    program = create_program()
    paths.walk_to_the_end(program)
    client = Client()
    client.force_login(co_chair(program, Side.LABOR))
    finished, still_open = Action.objects.order_by("pk")
    paths.change_line(finished, progress="done")
    page = f"/wellbeing/{program.district.cd_code}/renew/"

    response = client.post(page, {"carried": [finished.pk, still_open.pk]})

    assert [error[:50] for error in response.context["form"].errors["carried"]] == [
        "An action that you ticked is not open any more: so"
    ]
    assert response.text.count('type="checkbox"') == 1
    assert not Action.objects.filter(priority__school_year=paths.this_year() + 1).exists()
