from datetime import UTC, datetime

import pytest

from districts.models import Side
from lmi_portal.audit.models import Entry
from lmi_portal.tests.at_once import press_at_once
from wellbeing.activities.forms.ideas import names_somebody
from wellbeing.activities.suggesting import answer_idea, remove_idea, write_idea
from wellbeing.activities.voting import take_back_vote, vote_for, voted_for
from wellbeing.models import Idea, IdeaVote
from wellbeing.refusing import CannotDo

from .factories import co_chair, create_employee, create_program, user_of

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 10, 14, 22, 0, tzinfo=UTC)
State = Idea.State


def create_idea(program, *, state=State.OPEN, text="A bench in the shade.", **fields):
    return Idea.objects.create(program=program, text=text, state=state, written_on=NOW.date(), **fields)


def answer(idea, state, *, said="", is_for_bargaining=False):
    by = co_chair(idea.program, Side.LABOR)
    return answer_idea(idea=idea, state=state, answer=said, is_for_bargaining=is_for_bargaining, by=by, now=NOW)


def page_of(program, rest=""):
    return f"/wellbeing/{program.district.cd_code}/ideas/{rest}"


@pytest.fixture
def program():
    return create_program()


@pytest.fixture
def employee(program):
    return create_employee(program)


@pytest.fixture
def reader(client, employee):
    client.force_login(user_of(employee))
    return client


def test_an_idea_has_no_author():
    assert {field.name for field in Idea._meta.get_fields()} == {
        *["id", "program", "text", "state", "answer", "is_for_bargaining", "written_on", "votes"]
    }


def test_nothing_is_written_before_both_sides_signed():
    with pytest.raises(CannotDo):
        write_idea(program=create_program(is_live=False), text="A bench.", now=NOW)


def test_an_employee_writes_and_no_session_keeps_it(reader, program):
    before = dict(reader.session)
    entries = Entry.objects.count()

    for _twice in range(2):
        response = reader.post(page_of(program), {"text": "A bench in the shade."})

    assert response.context["is_written"]
    assert list(program.ideas.values_list("text", "state")) == [("A bench in the shade.", State.NEW)]
    assert (dict(reader.session), Entry.objects.count()) == (before, entries)


def test_what_names_somebody_is_warned_of_once(reader, program):
    text = "Principal Lee should greet us."

    warned = reader.post(page_of(program), {"text": text})
    reader.post(page_of(program), {"text": text, "is_no_name": "on"})

    assert warned.context["form"].errors["is_no_name"][0].startswith("This may name a person.")
    assert program.ideas.count() == 1


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        ("Mrs. Ortega yells.", True),
        ("La directora Vega no saluda.", True),
        ("A bench at Mesa High", False),
        ("Talk with the principal. Often.", False),
    ],
)
def test_a_title_and_a_name_are_seen(text, is_named):
    assert names_somebody(text) == is_named


def test_ideas_nobody_read_are_shown_to_no_employee(reader, program):
    create_idea(program, state=State.NEW)

    assert reader.get(page_of(program)).context["cards"] == []


def test_most_votes_come_first_and_then_the_newest(reader, program, employee):
    older, wanted, newest = [create_idea(program, text=f"Idea {number}.") for number in range(3)]
    vote_for(idea=wanted, employee=employee)

    cards = reader.get(page_of(program)).context["cards"]

    assert [(card.idea, card.votes, card.is_mine) for card in cards] == [
        (wanted, 1, True),
        (newest, 0, False),
        (older, 0, False),
    ]


def test_an_employee_votes_once_and_takes_it_back(reader, program, employee):
    idea = create_idea(program)
    for _twice in range(2):
        reader.post(page_of(program, f"{idea.pk}/vote/"))
    votes = idea.votes.count()

    reader.post(page_of(program, f"{idea.pk}/take-back/"))

    assert (votes, idea.votes.count()) == (1, 0)


def test_a_vote_tells_nobody_s_name_and_differs_from_idea_to_idea(program, employee):
    ideas = [create_idea(program), create_idea(program)]
    for idea in ideas:
        vote_for(idea=idea, employee=employee)

    voters = set(IdeaVote.objects.values_list("voter", flat=True))
    assert len(voters) == 2
    assert voted_for(ideas, employee=employee) == {idea.pk for idea in ideas}
    assert voted_for(ideas, employee=create_employee(program)) == set()


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_are_one_vote():
    program = create_program()
    idea, employee = create_idea(program), create_employee(program)

    came_of_it = press_at_once([lambda: vote_for(idea=idea, employee=employee)] * 3, refusals=())

    assert (came_of_it, idea.votes.count()) == (["done"] * 3, 1)


@pytest.mark.parametrize(
    "fields", [{"state": State.DECLINED}, {"is_for_bargaining": True}], ids=["declined", "for bargaining"]
)
def test_what_is_not_open_takes_no_votes(program, employee, fields):
    idea = create_idea(program, **fields)

    with pytest.raises(CannotDo, match="not open for votes"):
        vote_for(idea=idea, employee=employee)
    with pytest.raises(CannotDo, match="not open for votes"):
        take_back_vote(idea=idea, employee=employee)


def test_a_member_who_is_not_on_the_list_does_not_vote(client, program):
    idea = create_idea(program)
    client.force_login(co_chair(program, Side.LABOR))

    assert client.post(page_of(program, f"{idea.pk}/vote/")).status_code == 404


def test_an_idea_is_read_opened_planned_and_done(program):
    idea = create_idea(program, state=State.NEW)

    answer(idea, State.OPEN)
    answer(idea, State.PLANNED, said="In spring.")
    done = answer(idea, State.DONE, said="It is there.")

    assert (done.state, done.answer) == (State.DONE, "It is there.")
    assert [entry.changes["state"] for entry in Entry.objects.filter(deed="answer_idea").order_by("pk")] == [
        ["new", "open"],
        ["open", "planned"],
        ["planned", "done"],
    ]


@pytest.mark.parametrize(
    ("state", "fields", "field"),
    [
        (State.DECLINED, {}, "answer"),
        (State.PLANNED, {"said": "Yes.", "is_for_bargaining": True}, "is_for_bargaining"),
        (State.NEW, {}, None),
    ],
    ids=["no reason", "bargaining is not planned here", "never new again"],
)
def test_answers_that_cannot_be_are_refused(program, state, fields, field):
    with pytest.raises(CannotDo) as refusal:
        answer(create_idea(program), state, **fields)

    assert refusal.value.field == field


def test_a_deleted_idea_leaves_no_text_behind(program):
    idea = create_idea(program, text="Something about somebody.")

    remove_idea(idea=idea, by=co_chair(program, Side.LABOR), now=NOW)

    entry = Entry.objects.get(deed="remove_idea")
    assert (Idea.objects.count(), "Something" in f"{entry.changes}{entry.subject_label}") == (0, False)


def test_a_member_answers_on_the_page_and_is_told_of_bargaining(client, program):
    idea = create_idea(program, state=State.NEW, text="A raise for bus drivers.")
    client.force_login(co_chair(program, Side.LABOR))

    page = client.get(page_of(program, f"{idea.pk}/"))
    client.post(page_of(program, f"{idea.pk}/"), {"state": "open", "answer": "Passed on.", "is_for_bargaining": "on"})

    idea.refresh_from_db()
    assert (page.context["topics"], idea.state, idea.is_for_bargaining) == (["wages"], State.OPEN, True)


@pytest.mark.parametrize(
    ("text", "said", "is_asked"),
    [("A raise for bus drivers.", "", True), ("A bench.", "Ask for overtime pay.", True), ("A bench.", "Yes.", False)],
    ids=["the idea", "the answer", "neither"],
)
def test_what_reads_like_bargaining_is_opened_once_confirmed_to_be_none(client, program, text, said, is_asked):
    idea = create_idea(program, state=State.NEW, text=text)
    client.force_login(co_chair(program, Side.LABOR))
    page, told = page_of(program, f"{idea.pk}/"), {"state": "open", "answer": said}

    asked = client.post(page, told)
    state = Idea.objects.get().state
    client.post(page, told | {"is_not_bargaining": "on"})

    assert ("This may belong to bargaining: mark it so" in asked.text) == is_asked
    assert (state, Idea.objects.get().state) == (State.NEW if is_asked else State.OPEN, State.OPEN)


def test_what_is_left_to_bargaining_or_declined_needs_no_such_word(client, program):
    client.force_login(co_chair(program, Side.LABOR))
    left, declined = (create_idea(program, state=State.NEW, text="A raise.") for _each in range(2))

    client.post(page_of(program, f"{left.pk}/"), {"state": "open", "answer": "", "is_for_bargaining": "on"})
    client.post(page_of(program, f"{declined.pk}/"), {"state": "declined", "answer": "Ask your union."})

    assert [Idea.objects.get(pk=each.pk).state for each in (left, declined)] == [State.OPEN, State.DECLINED]


@pytest.mark.parametrize("number", [1, 3])
def test_the_lists_ask_the_same_at_any_size(reader, program, employee, django_assert_num_queries, number):
    for _each in range(number):
        vote_for(idea=create_idea(program), employee=employee)
        create_idea(program, state=State.NEW)

    # session, user; district with program, lead, seat, employee; count, ideas, own votes; live
    with django_assert_num_queries(10):
        reader.get(page_of(program))
    reader.force_login(co_chair(program, Side.LABOR))
    with django_assert_num_queries(9):
        reader.get(page_of(program, "desk/"))
