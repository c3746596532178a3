import pytest
from django.urls import reverse

from convenings.models import Convening
from districts.models import Evidence
from districts.tests.factories import create_district
from lmi_portal.accounts.groups import ensure_groups
from lmi_portal.accounts.tests.factories import create_staff, sign_in_staff
from lmi_portal.tests.staff_pages import messages_of, page_of

from .factories import create_convening, register

pytestmark = pytest.mark.django_db
LIST = reverse("admin:convenings_convening_changelist")


def create_held(*, teams=2, **fields):
    convening = create_convening(**fields)
    teams = [register(convening) for _n in range(teams)]
    Convening.objects.filter(pk=convening.pk).update(state="held")
    return convening, teams


def ticks(client, convening):
    field = client.get(page_of(convening, "attendance")).context["form"]["came"]
    return field.initial


def press(client, convening, *teams):
    form = {"confirmed": "yes", "came": [team.pk for team in teams]}
    return client.post(page_of(convening, "attendance"), form, follow=True)


def titles(client, convening):
    return [str(one["title"]) for one in client.get(page_of(convening)).context["actions_detail"]]


def test_page_asks_with_all_confirmed_teams_ticked(client, staff):
    convening, teams = create_held(host=create_district(name="Dinuba Unified"))

    response = client.get(page_of(convening, "attendance"))

    assert sorted(ticks(client, convening)) == sorted(team.pk for team in teams)
    assert "Dinuba Unified is on record as its host." in response.content.decode()
    assert not Evidence.objects.exists()


def test_what_is_ticked_is_recorded_once_confirmed(client, staff):
    convening, [came, _stayed] = create_held()

    response = press(client, convening, came)

    assert messages_of(response) == [
        f"{convening}: 1 team came. On record: 1 new, 0 changed, 0 taken back.",
    ]
    assert (Evidence.objects.get().district, Evidence.objects.get().recorded_by) == (came.district, staff)


def test_second_visit_begins_with_what_was_recorded(client, staff):
    convening, [came, stayed] = create_held()
    press(client, convening, came)
    assert ticks(client, convening) == [came.pk]

    press(client, convening, stayed)

    assert Evidence.objects.get().district == stayed.district


def test_nobody_came_can_be_said_too(client, staff):
    convening, _teams = create_held()

    press(client, convening)

    assert not Evidence.objects.exists()
    assert ticks(client, convening) == []


def test_refusal_is_said_and_leaves_no_button(client, staff):
    convening = create_convening()
    register(convening)

    response = client.get(page_of(convening, "attendance"))

    [prospect] = response.context["prospects"]
    assert prospect.refusal == "Its last day has not passed yet: who came is recorded afterwards."
    assert response.context["has_willing"] is False


def test_team_of_another_convening_is_refused(client, staff):
    convening, _teams = create_held()
    _other, [foreign] = create_held(teams=1)

    response = press(client, convening, foreign)

    assert "is not one of the available choices" in response.content.decode()
    assert not Evidence.objects.exists()


def test_pressed_before_it_was_held_nothing_is_recorded(client, staff):
    convening = create_convening()
    team = register(convening)

    response = press(client, convening, team)

    assert "Its last day has not passed yet" in response.content.decode()
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(("state", "is_offered"), [("held", True), ("open", False), ("cancelled", False)])
def test_convening_s_page_offers_it_once_it_was_held(client, staff, state, is_offered):
    convening = create_convening()
    Convening.objects.filter(pk=convening.pk).update(state=state)

    assert ("Record attendance" in titles(client, convening)) is is_offered


def test_convening_without_teams_or_host_says_so(client, staff):
    convening, _none = create_held(teams=0)

    response = client.get(page_of(convening, "attendance"))

    assert response.context["prospects"][0].sentences == ["No team was confirmed here."]


@pytest.mark.parametrize(("group", "may"), [("events", True), ("finance", False), ("directory", False)])
def test_only_the_keepers_of_events_record(client, group, may):
    ensure_groups()
    convening, [team] = create_held(teams=1)
    sign_in_staff(client, create_staff(is_superuser=False, groups=[group]))

    press(client, convening, team)

    assert Evidence.objects.exists() is may


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_as_many_queries_for_many_teams(client, staff, django_assert_num_queries, count):
    convening, _teams = create_held(teams=count, host=create_district())

    # session, person; the convening, its teams, their seats; what was recorded, by two queries
    with django_assert_num_queries(7):
        client.get(page_of(convening, "attendance"))


def test_list_finds_those_that_wait_and_those_that_are_recorded(client, staff):
    waiting, _teams = create_held()
    done, [team, _other] = create_held()
    press(client, done, team)

    found = {
        value: list(client.get(LIST, {"attendance": value}).context["cl"].result_list)
        for value in ("missing", "recorded")
    }

    assert found == {"missing": [waiting], "recorded": [done]}
