"""Results go to all employees once both co-chairs agreed, in English and Spanish."""

import pytest
from django.urls import reverse

from districts.models import Side
from wellbeing.models import Shift
from wellbeing.refusing import CannotDo
from wellbeing.surveys.sharing import approve_sharing, mark_of_results, take_back_sharing
from wellbeing.tests.counted_surveys import answers_of, create_counted
from wellbeing.tests.factories import co_chair, create_employee, create_program, create_seat, user_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey():
    answers = answers_of(30, shift=Shift.DAY) + answers_of(12, shift=Shift.NIGHT) + answers_of(14)
    return create_counted(create_program(), answers, title="How are we?", title_es="¿Cómo estamos?")


def agree(survey, side, **fields):
    defaults = {"read": mark_of_results(survey), "by": co_chair(survey.program, side), "now": survey.counted_at}
    return approve_sharing(survey=survey, **defaults | fields)


def share(survey):
    agree(survey, Side.LABOR)
    agree(survey, Side.MANAGEMENT)
    survey.refresh_from_db()


def address(name, survey, *, pk=True, **asked):
    args = [survey.program.district.cd_code, *([survey.pk] if pk else [])]
    return reverse(f"wellbeing:{name}", args=args, query=asked)


def test_it_takes_both_sides(survey):
    assert agree(survey, Side.LABOR) is False
    survey.refresh_from_db()
    assert survey.shared_at is None

    assert agree(survey, Side.MANAGEMENT) is True
    survey.refresh_from_db()
    assert survey.shared_at == survey.counted_at


def test_agreement_is_taken_back_until_the_other_side_agrees(survey):
    agree(survey, Side.LABOR)
    take_back_sharing(survey=survey, by=co_chair(survey.program, Side.LABOR), now=survey.counted_at)

    assert agree(survey, Side.MANAGEMENT) is False
    assert agree(survey, Side.LABOR) is True
    with pytest.raises(CannotDo, match="shared already"):
        agree(survey, Side.LABOR)


def test_who_changed_sides_agrees_for_one_of_them_alone(survey):
    changing = co_chair(survey.program, Side.LABOR)
    agree(survey, Side.LABOR)
    survey.program.seats.co_chairs().update(until_on=survey.counted_at)
    create_seat(survey.program, side=Side.MANAGEMENT, user=changing, is_co_chair=True)

    with pytest.raises(CannotDo, match="nobody approves for both"):
        agree(survey, Side.MANAGEMENT)

    survey.program.seats.co_chairs().update(until_on=survey.counted_at)
    create_seat(survey.program, side=Side.MANAGEMENT, is_co_chair=True)
    assert agree(survey, Side.MANAGEMENT) is True


def test_nobody_but_a_co_chair_agrees(survey):
    with pytest.raises(CannotDo, match="Only a co-chair"):
        agree(survey, Side.LABOR, by=user_of(create_seat(survey.program)))


def test_a_program_whose_charter_is_not_signed_shares_nothing():
    survey = create_counted(create_program(is_live=False), answers_of(20))

    with pytest.raises(CannotDo, match="not signed by both sides"):
        agree(survey, Side.LABOR)


def test_fewer_than_ten_answers_are_not_shared():
    survey = create_counted(create_program(), answers_of(9))

    with pytest.raises(CannotDo, match="nothing to share"):
        agree(survey, Side.LABOR)


def test_co_chairs_agree_on_a_page_that_says_what_it_does(client, survey):
    client.force_login(co_chair(survey.program, Side.LABOR))
    page = client.get(address("results_share", survey))
    assert "It takes both co-chairs, and cannot be undone once the letters are out" in page.content.decode()

    client.post(address("results_share", survey), {"read": page.context["mark"]})
    client.force_login(co_chair(survey.program, Side.MANAGEMENT))
    assert "@example.org" not in client.get(address("results_share", survey)).content.decode().partition("<main")[2]
    client.post(address("results_share", survey), {"read": page.context["mark"]})

    survey.refresh_from_db()
    assert survey.shared_at is not None


def test_employees_see_nothing_before_it_is_shared(client, survey):
    client.force_login(user_of(create_employee(survey.program)))

    assert client.get(address("shared_results", survey)).status_code == 404
    none = client.get(address("shared_list", survey, pk=False)).content.decode()
    assert ("No results are shared" in none, "More of the program" in none) == (True, True)


def test_employees_read_shared_results_in_their_language(client, survey):
    share(survey)
    client.force_login(user_of(create_employee(survey.program)))

    to = client.get(address("shared_list", survey, pk=False, language="es"))
    page = client.get(to.url)

    assert page.status_code == 200
    assert page.headers["Content-Language"] == "es"
    assert "¿Cómo estamos?" in page.content.decode()
    assert "Más del programa" in page.content.decode()
    assert page.context["questions"][0].text == "Puedo hacer bien mi trabajo en las horas que tengo."
    english = client.get(address("shared_results", survey, language="en")).content.decode()
    assert "56 of us answered. Nobody can tell who said what." in english


def test_employees_see_groups_of_one_dimension_and_never_of_two(client, survey):
    share(survey)
    client.force_login(user_of(create_employee(survey.program)))

    page = client.get(address("shared_results", survey, by="shift", within="side", language="en"))

    assert page.context["results"].pair is None
    shown = {finding.name: finding.people for finding in page.context["questions"][0].findings if finding.people}
    assert shown == {"Everyone": 56, "Day": 30, "Night": 12, "Rather not say": 14}


def test_employees_of_another_program_see_none_of_it(client, survey):
    share(survey)
    client.force_login(user_of(create_employee(create_program())))

    assert client.get(address("shared_results", survey)).status_code == 404


def test_an_employee_reads_results_in_the_language_of_the_letters(client, survey):
    share(survey)
    client.force_login(user_of(create_employee(survey.program, language="es")))

    page = client.get(address("shared_list", survey, pk=False), headers={"Accept-Language": "en-US"}, follow=True)

    assert page.headers["Content-Language"] == "es"
    assert "¿Cómo estamos?" in page.text
    assert "Actas del comité" in page.text


def test_that_nothing_is_shared_yet_is_said_in_the_language_of_the_letters(client, survey):
    client.force_login(user_of(create_employee(survey.program, language="es")))

    page = client.get(address("shared_list", survey, pk=False), headers={"Accept-Language": "en-US"})

    assert (page.status_code, page.headers["Content-Language"]) == (200, "es")
