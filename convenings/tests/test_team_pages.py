from datetime import timedelta

import pytest
from django.utils import timezone

from convenings.models import Convening
from districts.tests.factories import create_district, create_membership, create_unit, create_user

from .factories import create_convening, register
from .sheets import sheet_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(lead):
    return register(create_convening(capacity=6), district=lead.district, registered_by=lead.user, size=3)


def page(response):
    return response.content.decode()


def standing_rows(team):
    return [
        {"seat_id": seat.pk, "place": seat.slot, "name": seat.name, "email": seat.email} for seat in team.seats.all()
    ]


def save(client, team, rows, **words):
    team.refresh_from_db()
    return client.post(f"/teams/{team.code}/change/", sheet_data(rows, revision=team.revision, **words), follow=True)


def test_list_without_a_team_points_to_the_convenings(client):
    client.force_login(create_user())

    response = client.get("/teams/")

    assert "No team yet" in page(response)
    assert 'href="/convenings/"' in page(response)


def test_list_shows_ones_own_and_ones_districts_teams_and_no_others(client, lead, team):
    colleagues = register(create_convening(), district=lead.district)
    own_elsewhere = register(create_convening(), district=create_district(), registered_by=lead.user)
    register(create_convening())

    listed = client.get("/teams/").context["page"].object_list

    assert {one.pk for one in listed} == {team.pk, colleagues.pk, own_elsewhere.pk}


def test_list_says_state_roster_and_money(client, lead, team):
    team.seats.filter(position=3).update(name="", email="")

    shown = page(client.get("/teams/"))

    assert "2 of 3 named" in shown
    assert "$180.00" in shown
    assert "One side has signed" in shown


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_of_the_list_is_constant(client, lead, count, django_assert_num_queries):
    for _n in range(count):
        register(create_convening(), district=lead.district)

    with django_assert_num_queries(5):
        client.get("/teams/")


def test_list_tells_a_lead_who_asks_to_join(client, lead):
    create_membership(district=lead.district, state="requested")
    create_membership(state="requested")

    assert "1 person asks to join a district that you lead:" in page(client.get("/teams/"))


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_of_a_team_is_constant(client, lead, count, django_assert_num_queries):
    for _n in range(count):
        create_unit(lead.district)
    team = register(create_convening(), district=lead.district, size=count + 1)

    with django_assert_num_queries(15):
        client.get(f"/teams/{team.code}/")


def test_somebody_elses_code_is_not_found(client, lead):
    theirs = register(create_convening())

    for path in ("", "change/", "cancel/", "co-lead/"):
        assert client.get(f"/teams/{theirs.code}/{path}").status_code == 404


def test_member_who_does_not_lead_sees_the_team_and_changes_nothing(client, team, lead):
    member = create_membership(district=lead.district)
    client.force_login(member.user)

    assert "Change names" not in page(client.get(f"/teams/{team.code}/"))
    for path in ("change/", "cancel/", "co-lead/"):
        assert client.get(f"/teams/{team.code}/{path}").status_code == 404
        assert client.post(f"/teams/{team.code}/{path}").status_code == 404


def test_code_may_be_typed_in_small_letters(client, team):
    assert client.get(f"/teams/{team.code.lower()}/").status_code == 200


def test_lead_names_another_person(client, team):
    rows = standing_rows(team)
    rows[1] |= {"name": "Luis Peña", "email": "luis@example.org"}

    response = save(client, team, rows)

    assert "The team is changed." in page(response)
    assert [seat.name for seat in team.seats.all()][1] == "Luis Peña"


def test_lead_drops_a_seat_and_adds_another(client, team):
    rows = [*standing_rows(team)[:2], {"place": "board"}]

    save(client, team, rows)

    assert [seat.slot for seat in team.seats.all()] == ["certificated_lead", "superintendent", "board"]


def test_change_that_does_not_fit_keeps_what_was_typed(client, team):
    rows = [*standing_rows(team), *[{"place": "extra-management", "name": f"P{n}"} for n in range(4)]]

    response = save(client, team, rows)

    assert "asked for 4 more, and 3 seats are left" in page(response)
    assert 'value="P3"' in page(response)
    assert team.seats.count() == 3


def test_change_on_an_old_page_is_refused(client, team):
    rows = standing_rows(team)
    save(client, team, rows[:2])

    response = client.post(f"/teams/{team.code}/change/", sheet_data(rows[:2], revision=0))

    assert "Somebody changed this team while you were working" in page(response)


def test_seats_cannot_change_after_the_terms_and_the_page_says_so(client, team):
    Convening.objects.update(changes_close_at=timezone.now() - timedelta(days=1))

    assert "Change names and seats" not in page(client.get(f"/teams/{team.code}/"))
    assert "Names may still change." in page(save(client, team, standing_rows(team)[:2]))


def test_seats_of_a_closed_convening_without_a_closing_date_stay_as_they_are(client, team):
    Convening.objects.update(state="closed", registration_closes_at=None)

    assert "Change names and seats" not in page(client.get(f"/teams/{team.code}/"))
    assert "Seats can no longer be added or dropped." in page(save(client, team, standing_rows(team)[:2]))


def test_cancelling_says_what_will_happen_and_asks_why(client, team):
    asked = client.get(f"/teams/{team.code}/cancel/")
    assert "Its 3 seats are freed" in page(asked)

    without_reason = client.post(f"/teams/{team.code}/cancel/", {"reason": ""})
    assert "This field is required." in page(without_reason)

    done = client.post(f"/teams/{team.code}/cancel/", {"reason": "Snow"}, follow=True)
    team.refresh_from_db()
    assert (team.state, team.cancel_reason) == ("cancelled", "Snow")
    assert "Reason: Snow" in page(done)


def test_cancelling_twice_is_the_same_as_once(client, team):
    first = client.post(f"/teams/{team.code}/cancel/", {"reason": "Snow"})
    second = client.post(f"/teams/{team.code}/cancel/", {"reason": "Rain"})

    team.refresh_from_db()
    assert (first.url, second.url) == (second.url, f"/teams/{team.code}/")
    assert team.cancel_reason == "Snow"


def test_waiting_team_sees_how_many_are_ahead(client, lead):
    convening = create_convening(capacity=2)
    register(convening, size=2)
    register(convening, size=2)
    waiting = register(convening, district=lead.district, size=2)

    assert "1 team is ahead of yours." in page(client.get(f"/teams/{waiting.code}/"))


def test_lead_writes_to_the_co_lead(client, team):
    response = client.post(
        f"/teams/{team.code}/co-lead/", {"co_lead_name": "Uma", "co_lead_email": "uma@example.org"}, follow=True
    )

    assert "Uma has been asked to confirm" in page(response)


def test_co_lead_who_was_asked_is_written_to_again_without_typing(client, team):
    path = f"/teams/{team.code}/co-lead/"
    client.post(path, {"co_lead_name": "Uma", "co_lead_email": "uma@example.org"})

    fields = client.get(path).context["form"]

    assert [field.value() for field in fields] == ["Uma", "uma@example.org"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"co_lead_email": ""}, "This field is required."),
        ({"co_lead_email": "uma"}, "Enter a valid email address."),
        ({"co_lead_email": "lead"}, "The co-lead is somebody else, from the other side."),
    ],
    ids=["empty", "no-address", "oneself"],
)
def test_co_lead_page_says_what_is_wrong(client, lead, team, typed, sentence):
    email = lead.user.email if typed["co_lead_email"] == "lead" else typed["co_lead_email"]

    response = client.post(f"/teams/{team.code}/co-lead/", {"co_lead_name": "Uma", "co_lead_email": email})

    assert sentence in page(response)
    assert 'value="Uma"' in page(response)


def test_co_leads_are_written_to_only_so_often(client, team):
    asked = [
        client.post(f"/teams/{team.code}/co-lead/", {"co_lead_email": f"uma{n}@example.org"}).status_code
        for n in range(21)
    ]

    assert asked == [302] * 20 + [429]


def test_get_changes_nothing(client, team):
    for path in ("", "change/", "cancel/", "co-lead/"):
        client.get(f"/teams/{team.code}/{path}")

    before = team.revision, team.state
    team.refresh_from_db()
    assert (team.revision, team.state) == before
