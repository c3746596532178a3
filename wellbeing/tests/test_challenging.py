import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from districts.models import Side
from lmi_portal.audit.models import Entry
from wellbeing.activities.challenging import MOST_A_DAY, add_entry, change_challenge, make_challenge, undo_entry
from wellbeing.activities.standings import standings_of
from wellbeing.models import Challenge, ChallengeEntry
from wellbeing.refusing import CannotDo

from .factories import co_chair, create_employee, create_program, user_of

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 10, 14, 22, 0, tzinfo=UTC)
TODAY = date(2026, 10, 14)


def values(**fields):
    defaults = {"title": "Walks", "title_es": "", "counted": "walks", "goal": 100}
    return defaults | {"starts_on": date(2026, 10, 1), "ends_on": date(2026, 10, 31)} | fields


def create_challenge(program, *, teams=("North", "South"), now=NOW, **fields):
    by = co_chair(program, Side.LABOR)
    return make_challenge(program=program, values=values(**fields), teams=list(teams), by=by, now=now)


def add(challenge, *, team="North", amount=3, done_on=TODAY, number=None):
    row = challenge.teams.get(name=team)
    return add_entry(team=row, number=number or uuid.uuid4(), done_on=done_on, amount=amount, now=NOW)


def test_sums_are_of_teams_by_name_and_toward_the_goal():
    challenge = create_challenge(create_program(), teams=["South", "North"], goal=10)
    add(challenge, amount=3)
    add(challenge, amount=2)
    add(challenge, team="South", amount=1)

    standings = standings_of(challenge)

    assert standings.teams == [("North", 5, 1000), ("South", 1, 200)]
    assert (standings.total, standings.per_cent, standings.width, standings.is_met) == (6, 60, 600, False)


def test_an_entry_says_neither_who_nor_when_and_no_audit_tells():
    challenge = create_challenge(create_program())
    entries = Entry.objects.count()

    add(challenge)

    assert {field.name for field in ChallengeEntry._meta.get_fields()} == {"id", "team", "done_on", "amount"}
    assert Entry.objects.count() == entries


def test_the_same_form_sent_twice_adds_once():
    challenge, number = create_challenge(create_program()), uuid.uuid4()
    add(challenge, number=number)

    add(challenge, number=number)

    assert standings_of(challenge).total == 3


def test_an_entry_can_be_taken_out_again_but_not_by_another_challenge():
    program = create_program()
    challenge, other = create_challenge(program), create_challenge(program)
    entry = add(challenge)

    assert [undo_entry(challenge=row, number=entry.pk) for row in (other, challenge, challenge)] == [False, True, False]
    assert standings_of(challenge).total == 0


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"amount": 6}, "At most 5 for one day. Please check the number."),
        ({"done_on": TODAY + timedelta(days=1)}, "That day is still to come."),
        ({"done_on": TODAY - timedelta(days=8)}, "You can add up to seven days back."),
        ({"done_on": date(2026, 9, 30)}, "The challenge does not run on that day."),
    ],
    ids=["too much", "tomorrow", "long ago", "before it began"],
)
def test_what_cannot_be_is_refused(fields, sentence):
    challenge = create_challenge(create_program())

    with pytest.raises(CannotDo, match=sentence):
        add(challenge, **fields)


def test_nothing_is_added_before_both_sides_signed():
    challenge = create_challenge(create_program(is_live=False))

    with pytest.raises(CannotDo, match="nothing goes live on one signature"):
        add(challenge)


def test_each_thing_that_can_be_counted_has_its_most_for_a_day():
    assert set(MOST_A_DAY) == set(Challenge.Counted)


@pytest.mark.parametrize(
    ("fields", "teams", "field"),
    [
        ({}, ["Alone"], "teams"),
        ({"ends_on": date(2026, 9, 1)}, ["A", "B"], "ends_on"),
        ({"ends_on": date(2027, 6, 1)}, ["A", "B"], "ends_on"),
    ],
    ids=["one team", "ends first", "too long"],
)
def test_a_challenge_that_makes_no_sense_is_refused(fields, teams, field):
    with pytest.raises(CannotDo) as refusal:
        create_challenge(create_program(), teams=teams, **fields)

    assert refusal.value.field == field


def test_what_is_counted_and_teams_with_entries_stay():
    challenge = create_challenge(create_program())
    add(challenge)
    by = co_chair(challenge.program, Side.LABOR)

    def change(teams, **fields):
        return change_challenge(challenge=challenge, values=values(**fields), teams=teams, by=by, now=NOW)

    with pytest.raises(CannotDo, match="what is counted stays"):
        change(["North", "South"], counted="thanks")
    with pytest.raises(CannotDo, match="North"):
        change(["South", "East"])
    change(["North", "East"])
    assert list(challenge.teams.values_list("name", flat=True)) == ["East", "North"]


# Pages


@pytest.fixture
def running():
    today = timezone.localdate()
    program = create_program()
    return create_challenge(program, starts_on=today - timedelta(days=3), ends_on=today + timedelta(days=3))


@pytest.fixture
def reader(client, running):
    client.force_login(user_of(create_employee(running.program)))
    return client


def address(challenge, rest=""):
    return f"/wellbeing/{challenge.program.district.cd_code}/challenges/{challenge.pk}/{rest}"


def typed(response, **fields):
    form = response.context["form"]
    day = timezone.localdate().isoformat()
    team = form.fields["team"].queryset.first().pk
    return {"team": team, "amount": "2", "done_on": day, "number": form["number"].value()} | fields


def test_an_employee_adds_and_takes_it_back(reader, running):
    added = reader.post(address(running), typed(reader.get(address(running))))

    assert standings_of(running).total == 2
    undone = reader.post(address(running, "undo/"), {"added": added.context["added"]})
    assert (standings_of(running).total, undone.context["undone"]) == (0, True)


def test_large_sums_have_their_commas(reader, running):
    Challenge.objects.filter(pk=running.pk).update(goal=4000)

    pages = [address(running), address(running).rpartition(f"{running.pk}/")[0]]

    assert ["0 of 4,000" in reader.get(page).text for page in pages] == [True, True]


def test_nobody_takes_back_what_another_added(reader, running):
    added = reader.post(address(running), typed(reader.get(address(running))))
    reader.force_login(user_of(create_employee(running.program)))

    response = reader.post(address(running, "undo/"), {"added": added.context["added"]})

    assert (standings_of(running).total, response.context["undone"]) == (2, False)


def test_the_session_keeps_nothing_of_an_entry(reader, running):
    before = dict(reader.session)

    reader.post(address(running), typed(reader.get(address(running))))

    assert dict(reader.session) == before


def test_nobody_floods_a_team(reader, running):
    for _each in range(3):
        reader.post(address(running), typed(reader.get(address(running))))

    response = reader.post(address(running), typed(reader.get(address(running))))

    assert response.context["form"].non_field_errors() == ["You have added enough for today. Come back tomorrow."]
    assert standings_of(running).total == 6


def test_too_much_is_refused_and_what_was_typed_stays(reader, running):
    response = reader.post(address(running), typed(reader.get(address(running)), amount="99"))

    assert response.context["form"].errors["amount"] == ["At most 5 for one day. Please check the number."]
    assert response.context["form"]["amount"].value() == "99"


def test_another_program_s_challenge_is_not_found(reader, running):
    other = create_challenge(create_program())

    assert reader.get(f"/wellbeing/{running.program.district.cd_code}/challenges/{other.pk}/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_at_any_size(reader, running, django_assert_num_queries, number):
    for _each in range(number - 1):
        create_challenge(running.program)

    # session, user; district with program, lead, seat, employee; live; sums; challenges
    with django_assert_num_queries(9):
        response = reader.get(address(running).rpartition(f"{running.pk}/")[0])

    assert response.status_code == 200


def test_a_member_makes_a_challenge(client):
    program = create_program()
    client.force_login(co_chair(program, Side.MANAGEMENT))
    facts = {"title": "Thanks", "counted": "thanks", "starts_on": "2026-10-01", "ends_on": "2026-10-20"}

    client.post(f"/wellbeing/{program.district.cd_code}/challenges/add/", facts | {"teams": "North\n\n North \nSouth"})

    assert list(program.challenges.get().teams.values_list("name", flat=True)) == ["North", "South"]
    # Pages of employees show no messages: one would turn up on a later page that has nothing to do with it.
    assert "Saved." not in client.get(f"/wellbeing/{program.district.cd_code}/ideas/desk/").text
