import pytest
from django.test import Client
from django.utils import timezone

from districts.models import Side
from districts.tests.factories import create_district, create_membership
from lmi_portal.accounts.tests.factories import create_user
from lmi_portal.library.tests.factories import create_resource
from wellbeing.models import Step
from wellbeing.school_years import label_of
from wellbeing.steps.guide import guide, statements
from wellbeing.steps.progress import facts_of

from . import paths
from .factories import co_chair, create_charter, create_employee, create_program, create_seat, user_of
from .meetings import create_held_meeting

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def address(program, rest=""):
    return f"/wellbeing/{program.district.cd_code}/{rest}"


def met(program, number):
    facts = facts_of(program, school_year=paths.this_year(), now=timezone.now())
    return [fact.is_met for fact in facts[number]]


def test_guide_has_eight_steps_each_with_what_good_looks_like_and_a_paper():
    assert list(guide()) == Step.Number.values
    assert [(n, len(one.good)) for n, one in guide().items() if not 3 <= len(one.good) <= 5] == []
    assert [n for n, one in guide().items() if not (one.why and one.leaves and one.paper.parts)] == []
    assert len(statements()) == 12


def test_nothing_is_on_record_of_a_program_that_only_began():
    program = create_program(is_live=False, with_co_chairs=False)

    assert {n: met(program, n) for n in Step.Number.values} == {
        1: [False],
        2: [False, False],
        3: [False, False],
        4: [False],
        5: [False],
        6: [False],
        7: [False],
        8: [False],
    }


def test_each_fact_is_met_by_what_is_on_record():
    program = create_program(is_live=False)

    create_charter(program)
    paths.put_all_on_record(program)

    assert [n for n in Step.Number.values if not all(met(program, n))] == []


def test_meeting_counts_only_with_a_quorum_of_both_sides():
    program = create_program()
    create_held_meeting(program, came=[program.seats.get(side=Side.LABOR)], minutes="")
    assert met(program, Step.Number.COMMITTEE) == [True, False]

    create_held_meeting(program)
    assert met(program, Step.Number.COMMITTEE) == [True, True]


def test_one_side_has_no_readiness_of_both():
    program = create_program()
    paths.answer_for(program, Side.LABOR)

    assert met(program, Step.Number.READINESS) == [True, False]


def test_every_priority_needs_an_action():
    program = create_program()
    first, second = paths.adopt(program)
    paths.plan_action(first)
    assert (met(program, Step.Number.PRIORITIES), met(program, Step.Number.PLAN)) == ([True], [False])

    paths.plan_action(second)
    assert met(program, Step.Number.PLAN) == [True]


@pytest.mark.parametrize("fields", [{"state": "draft"}, {"state": "cancelled"}, {"ends_at": None}], ids=str)
def test_activity_counts_once_it_is_over_and_was_not_called_off(fields):
    program = create_program()
    if "ends_at" in fields:
        fields = {"ends_at": timezone.now() + timezone.timedelta(hours=1)}

    paths.run_an_activity(program, **fields)

    assert met(program, Step.Number.RUN) == [False]


def test_what_was_on_record_last_year_does_not_count_for_this_one():
    program = create_program()
    paths.put_all_on_record(program)

    facts = facts_of(program, school_year=paths.this_year() + 1, now=timezone.now())
    assert [n for n in Step.Number.values if all(fact.is_met for fact in facts[n])] == [Step.Number.COMMITMENT]


def test_path_tells_where_one_is_and_what_is_next():
    program = create_program()
    create_held_meeting(program)
    for number in (1, 2):
        for side in paths.SIDES:
            paths.say(program, number, side)

    html = signed_in(co_chair(program, Side.LABOR)).get(address(program)).content.decode()

    assert "2 of 8 steps are done." in html
    assert "Next: step 3" in html
    assert "Labor has answered the readiness check." in html


def test_overdue_is_said_plainly():
    program = create_program()
    yesterday = timezone.localdate() - timezone.timedelta(days=1)
    Step.objects.create(program=program, school_year=paths.this_year(), number=3, due_on=yesterday)

    html = signed_in(co_chair(program, Side.LABOR)).get(address(program)).content.decode()

    assert html.count("Overdue:") == 1
    assert f"It was due on {yesterday:%B} {yesterday.day}." in html


def test_looking_at_the_path_writes_nothing():
    program = create_program()

    signed_in(co_chair(program, Side.LABOR)).get(address(program))

    assert Step.objects.count() == 0


@pytest.mark.parametrize("asked", ["1999", "x", "2026-27"])
def test_year_without_a_path_is_not_found(asked):
    program = create_program()

    assert signed_in(co_chair(program, Side.LABOR)).get(address(program), {"year": asked}).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_path_asks_the_database_as_often_for_one_as_for_three(count, django_assert_num_queries):
    program = create_program()
    for _ in range(count):
        create_held_meeting(program)
        paths.run_an_activity(program)
        create_seat(program)
    client = signed_in(co_chair(program, Side.LABOR))
    client.get(address(program))

    with django_assert_num_queries(20):
        client.get(address(program))


@pytest.mark.parametrize("count", [1, 3])
def test_step_asks_the_database_as_often_for_one_as_for_three(count, django_assert_num_queries):
    program = create_program()
    step = Step.objects.create(program=program, school_year=paths.this_year(), number=4)
    for _ in range(count):
        step.artefacts.create(kind="note", title="Heard", text="Much.", added_at=timezone.now(), added_by=create_user())
        create_resource(topics=["employee-well-being"])
    client = signed_in(co_chair(program, Side.LABOR))
    to = address(program, f"steps/{paths.this_year()}/4/")
    client.get(to)

    with django_assert_num_queries(18):
        client.get(to)


def test_a_step_shows_what_it_left_behind_on_another_page():
    begun, program = create_program(is_live=False), create_program()
    create_charter(program, version=2, state="draft", in_force_at=None)
    paths.publish_a_report(program)
    label = label_of(paths.this_year())

    def shown(one, number):
        page = signed_in(co_chair(one, Side.LABOR)).get(address(one, f"steps/{paths.this_year()}/{number}/"))
        return page.context["elsewhere"], "Nothing is kept here yet." in page.text

    charter, report = address(program, "charter/"), address(program, f"reports/{paths.this_year()}/")
    assert shown(program, 1) == (
        [("The charter, version 2: Being written", charter), ("The charter, version 1: In force", charter)],
        False,
    )
    assert shown(program, 8) == ([(f"The report {label}: Published", report)], False)
    assert [shown(begun, 1), shown(begun, 8), shown(program, 4)] == [([], True)] * 3


@pytest.mark.parametrize("number", Step.Number.values)
def test_every_step_and_its_paper_open(number):
    program = create_program()
    client = signed_in(co_chair(program, Side.MANAGEMENT))

    assert client.get(address(program, f"steps/{paths.this_year()}/{number}/")).status_code == 200
    assert client.get(address(program, f"steps/paper/{number}/")).status_code == 200


def test_a_lead_without_a_seat_is_told_who_calls_a_step_done():
    program = create_program()
    lead = create_membership(district=program.district, side=Side.MANAGEMENT, is_lead=True).user
    to, sentence = address(program, f"steps/{paths.this_year()}/1/"), "its co-chair or the step’s owner says"

    assert sentence in signed_in(lead).get(to).content.decode()
    assert sentence not in signed_in(co_chair(program, Side.LABOR)).get(to).content.decode()


def test_paper_is_a_pdf_that_a_screen_reader_reads():
    program = create_program()
    client = signed_in(co_chair(program, Side.LABOR))

    paper = client.get(address(program, "steps/paper/4.pdf"))

    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    assert b"pdfuaid" in paper.content
    assert client.get(address(program, "steps/paper/9.pdf")).status_code == 404


@pytest.mark.parametrize("rest", ["steps/1999/1/", "steps/{year}/9/", "steps/paper/9/", "steps/{year}/4/add/diary/"])
def test_what_is_no_step_is_not_found(rest):
    program = create_program()

    to = address(program, rest.format(year=paths.this_year()))
    assert signed_in(co_chair(program, Side.LABOR)).get(to).status_code == 404


def test_head_lists_only_what_the_person_may_open():
    program = create_program()
    lead = create_membership(district=program.district, side=Side.MANAGEMENT, is_lead=True).user

    of_lead = signed_in(lead).get(address(program))
    of_member = signed_in(user_of(create_seat(program))).get(address(program))

    assert "Parts of the program" in of_lead.content.decode()
    # Ideas are for those who work there.
    assert f'href="{address(program, "ideas/")}"' not in of_lead.content.decode()
    assert f'href="{address(program, "meetings/")}"' in of_member.content.decode()
    assert of_member.content.decode().count('aria-current="page"') == 1


def test_made_up_program_says_so_on_its_pages():
    made_up, real = create_program(is_made_up=True), create_program()

    seen = [
        signed_in(co_chair(one, Side.LABOR)).get(address(one)).content.decode().count("Made up:")
        for one in (made_up, real)
    ]
    assert seen == [1, 0]


def test_mine_goes_on_to_the_one_program():
    program = create_program()
    employee = create_employee(program)

    assert signed_in(co_chair(program, Side.LABOR)).get("/wellbeing/mine/").url == address(program)
    assert signed_in(user_of(employee)).get("/wellbeing/mine/").url == address(program, "calendar/")


def test_mine_lets_a_lead_begin_a_program_where_there_is_none():
    district = create_district()
    lead = create_membership(district=district, side=Side.LABOR, is_lead=True).user

    assert signed_in(lead).get("/wellbeing/mine/").url == f"/wellbeing/{district.cd_code}/begin/"


def test_mine_offers_a_choice_of_two():
    user = create_user()
    programs = [create_program(), create_program()]
    for program in programs:
        create_seat(program, user=user)

    html = signed_in(user).get("/wellbeing/mine/").content.decode()
    assert [html.count(f'href="{address(program)}"') for program in programs] == [1, 1]


@pytest.mark.parametrize("fields", [{}, {"is_staff": True}], ids=["stranger", "staff"])
def test_mine_is_friendly_to_who_has_no_place(fields):
    user = create_user(**fields)
    if fields:
        create_seat(create_program(), user=user)

    page = signed_in(user).get("/wellbeing/mine/").content.decode()
    assert ("You are in no program yet" in page, "Join its table first" in page) == (True, True)
