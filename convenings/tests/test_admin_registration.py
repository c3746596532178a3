from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from convenings.models import Registration
from convenings.reminding import add_default_rules, plan_reminders
from districts.tests.factories import create_district, create_user
from lmi_portal.audit.models import Entry
from lmi_portal.outbox.models import Email
from lmi_portal.tests.staff_pages import messages_of, page_of

from .factories import create_convening, register, team_of, unnamed

pytestmark = pytest.mark.django_db
LIST = reverse("admin:convenings_registration_changelist")
SEATS = reverse("admin:convenings_seat_changelist")


def found(client, url):
    return list(client.get(url).context["cl"].result_list)


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_as_many_queries_for_many_teams(client, staff, django_assert_num_queries, count):
    for _n in range(count):
        register(create_convening(), size=2)

    with django_assert_num_queries(4):
        rows = found(client, LIST)

    assert len(rows) == count


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("model", ["seat", "reminder", "follower"])
def test_other_lists_take_as_many_queries_for_many_rows(client, staff, django_assert_num_queries, model, count):
    for _n in range(count):
        convening = create_convening()
        convening.followers.create(email="fan@example.org", asked_at=timezone.now())
        add_default_rules(convening)
        register(convening, size=2)
    plan_reminders(now=timezone.now())

    with django_assert_num_queries(4):
        rows = found(client, reverse(f"admin:convenings_{model}_changelist"))

    assert len(rows) == count * {"seat": 2, "reminder": 8, "follower": 1}[model]


def test_list_shows_seats_named_and_amount(client, staff):
    district = create_district()
    team = team_of(3, district=district)
    register(create_convening(), district=district, seats=[*team[:2], *unnamed(team[2:])])

    [row] = found(client, LIST)

    assert (row.seat_count, row.named_count, row.amount) == (3, 2, 180)


def test_list_is_searched_by_team_and_by_person(client, staff):
    wanted = register(
        create_convening(),
        district=create_district(name="San Juan Unified"),
        registered_by=create_user(email="lead@example.org", name="Lee Lead"),
        team_name="North",
    )
    register(create_convening())
    seat = wanted.seats.first()

    searches = [wanted.code.lower(), "san juan", "north", "lead@", "Lee", seat.name.replace(" ", "+"), seat.email]

    assert [found(client, f"{LIST}?q={search}") for search in searches] == [[wanted]] * len(searches)


def test_list_is_filtered(client, staff):
    convening, district = create_convening(capacity=2), create_district()
    joint = register(convening, size=2)
    Registration.objects.update(co_lead_confirmed_at=timezone.now())
    open_roster = register(convening, district=district, seats=unnamed(team_of(2, district=district)))

    filters = ["joint=yes", "joint=no", "roster=yes", "roster=no", "state__exact=waitlisted", "coming=no"]
    answers = [found(client, f"{LIST}?convening__id__exact={convening.pk}&{each}") for each in filters]

    assert answers == [[joint], [open_roster], [joint], [open_roster], [open_roster], []]


def test_page_is_read_only(client, staff):
    team = register(create_convening(), size=2)

    response = client.get(page_of(team))

    assert response.context["adminform"].form.fields == {}
    assert client.post(page_of(team), {"state": "cancelled"}).status_code == 403


def test_page_leads_to_the_team_only_where_it_would_open(client, staff):
    own, other = register(create_convening(), registered_by=staff), register(create_convening())

    shown = [f'href="{team.get_absolute_url()}"' in client.get(page_of(team)).content.decode() for team in (own, other)]

    assert shown == [True, False]


def test_cancel_asks_first_and_says_what_will_happen(client, staff):
    team = register(create_convening(), size=2)

    [prospect] = client.get(page_of(team, "cancel")).context["prospects"]

    assert prospect.sentences == [
        "2 seats come free.",
        "If you cancel now, all of $120.00 is credited.",
        "The line moves up in strict order.",
        "3 people get an e-mail.",
        f"The reason is told to {team.registered_by.email}.",
    ]
    assert Registration.objects.get().state == "confirmed"


def test_cancel_frees_the_seats_for_the_line(client, staff):
    convening = create_convening(capacity=2)
    team, waiting = register(convening, size=2), register(convening, size=2)

    response = client.post(page_of(team, "cancel"), {"confirmed": "yes", "reason": "Budget"}, follow=True)

    team.refresh_from_db(), waiting.refresh_from_db()
    assert (team.state, team.cancel_reason, waiting.state) == ("cancelled", "Budget", "confirmed")
    assert messages_of(response) == [f"{team}: cancelled"]
    assert Entry.objects.get(deed="cancel_registration").done_by == staff
    told = Email.objects.filter(template__endswith="_cancelled", context__reason="Budget").values_list("to", flat=True)
    assert list(told) == [team.registered_by.email]


def test_cancel_of_a_team_of_the_past_says_why_not(client, staff):
    team = register(create_convening(), size=2)
    team.convening.__class__.objects.update(state="held")

    response = client.post(page_of(team, "cancel"), {"confirmed": "yes", "reason": "Budget"}, follow=True)

    assert messages_of(response) == [f"{team}: This convening is over; its record of teams stays as it is."]


def test_cancel_of_several_from_the_list(client, staff):
    teams = [register(create_convening()) for _n in range(2)]
    told = Email.objects.exclude(template__startswith="billing/").count()
    data = {"action": "cancel_selected", "_selected_action": [team.pk for team in teams]}

    asked = client.post(LIST, data)
    client.post(LIST, data | {"confirmed": "yes", "reason": "Storm"})

    assert len(asked.context["prospects"]) == 2
    assert set(Registration.objects.values_list("state", flat=True)) == {"cancelled"}
    letters = Email.objects.exclude(template__startswith="billing/")
    assert letters.count() == told + 6


@pytest.mark.plants_a_difference
def test_cancelled_team_is_not_cancelled_again(client, staff):
    team = register(create_convening())
    Registration.objects.update(state="cancelled", cancelled_at=timezone.now() - timedelta(days=1))

    response = client.get(page_of(team, "cancel"))

    assert [prospect.refusal for prospect in response.context["prospects"]] == ["It is cancelled already."]
    assert response.context["has_willing"] is False


def test_export_of_the_selected_streams_a_file(client, staff):
    wanted, _other = register(create_convening()), register(create_convening())

    response = client.post(LIST, {"action": "export_selected", "_selected_action": [wanted.pk]})

    text = response.getvalue().decode("utf-8-sig")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert [line.split(",")[0] for line in text.splitlines()] == ["code", wanted.code, wanted.code]


def test_seats_are_searched_by_name_and_email(client, staff):
    team = register(create_convening(), size=2)
    register(create_convening(), size=2)
    seat = team.seats.first()

    assert found(client, f"{SEATS}?q={seat.email}") == [seat]
    assert found(client, f"{SEATS}?q={seat.name.split()[1]}") == [seat]


def test_reminders_are_searched_by_person_and_code(client, staff):
    convening = create_convening()
    add_default_rules(convening)
    team = register(convening, size=2)
    plan_reminders(now=timezone.now())
    url = reverse("admin:convenings_reminder_changelist")
    seat = team.seats.first()

    assert {reminder.seat for reminder in found(client, f"{url}?q={seat.email}")} == {seat}
    assert len(found(client, f"{url}?q={team.code}")) == 8


def test_who_may_only_look_cannot_cancel(client, staff):
    viewer, team = create_user(is_staff=True), register(create_convening())
    viewer.user_permissions.add(Permission.objects.get(codename="view_registration"))
    client.force_login(viewer)

    answer = client.post(page_of(team, "cancel"), {"confirmed": "yes", "reason": "No"})

    assert (answer.status_code, Registration.objects.get().state) == (403, "confirmed")


@pytest.mark.parametrize("page", ["change_team", "cancel"])
def test_address_of_no_registration_is_not_found(client, staff, page):
    address = reverse(f"admin:convenings_registration_{page}", args=["gone"])

    assert client.get(address).status_code == 404
