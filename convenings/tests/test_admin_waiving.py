import pytest

from billing.models import CreditNote, Invoice
from billing.tests.factories import pay
from convenings.models import Registration, Waiver
from districts.tests.factories import create_district, create_user
from lmi_portal.accounts.groups import ensure_groups
from lmi_portal.tests.staff_pages import messages_of, page_of

from .factories import create_convening, register, team_of, unnamed

pytestmark = pytest.mark.django_db


def sent(*seats, step, **fields):
    defaults = {"kind": "scholarship", "sponsor": "", "amount": "", "reason": "First-year district"}
    return defaults | {"seats": [seat.pk for seat in seats], "step": step} | fields


def actions_of(client, team):
    actions = client.get(page_of(team)).context["actions_detail"]
    return [one["title"] for one in actions if "aiv" in str(one["title"])]


@pytest.mark.plants_a_difference
def test_page_offers_the_seats_that_cost_something(client, staff):
    team = register(create_convening(), size=2)
    free, paid = team.seats.all()
    team.seats.filter(pk=free.pk).update(price=0)

    form = client.get(page_of(team, "waive")).context["form"]

    assert form.fields["seats"].choices == [(paid.pk, f"{paid.label}: {paid.name}, $60.00")]


def test_look_says_what_will_happen_and_does_nothing(client, staff):
    team = register(create_convening(), size=2)
    invoice = Invoice.objects.get()

    response = client.post(page_of(team, "waive"), sent(*team.seats.all(), step="look", amount="20"))

    assert response.context["sentences"] == [
        "2 seats are waived: $40.00.",
        *[f"{seat.label}, {seat.name}: $20.00, Scholarship" for seat in team.seats.all()],
        f"A credit note takes back {invoice.number} of $120.00, and a new invoice of $80.00 takes its place.",
        f"It is mailed to {team.registered_by.email}.",
    ]
    assert (Waiver.objects.count(), CreditNote.objects.count()) == (0, 0)


def test_seat_without_a_name_says_its_label_once(client, staff):
    district = create_district()
    team = register(create_convening(), district=district, seats=unnamed(team_of(2, district=district)))
    seat, other = team.seats.all()

    form = client.get(page_of(team, "waive")).context["form"]
    asked = client.post(page_of(team, "waive"), sent(seat, step="look"))

    assert form.fields["seats"].choices == [(one.pk, f"{one.label}: to be named, $60.00") for one in (seat, other)]
    assert asked.context["sentences"][1] == f"{seat.label}, to be named: $60.00, Scholarship"


def test_look_says_where_paid_money_goes(client, staff):
    team = register(create_convening(), size=2)
    invoice = Invoice.objects.get()
    pay(invoice.account, "100.00", pays=[(invoice, 100)])

    response = client.post(page_of(team, "waive"), sent(team.seats.first(), step="look", amount="10"))

    assert response.context["sentences"][3] == (
        "What was paid moves along; $10.00 of the new one is open. What is over stays as credit."
    )


def test_waiving_and_ending_it(client, staff):
    team = register(create_convening(), size=2)
    seat = team.seats.first()

    waived = client.post(
        page_of(team, "waive"), sent(seat, step="do", kind="sponsored", sponsor="Stuart Foundation"), follow=True
    )
    shown = waived.text
    ended = client.post(page_of(team, "end_waiving"), sent(seat, step="do", reason="A mistake"), follow=True)

    assert messages_of(waived) == ["1 seat is waived: $60.00."]
    assert "$60.00, Paid by a sponsor (Stuart Foundation): First-year district" in shown
    assert messages_of(ended) == ["1 seat is owed again: $60.00."]
    assert (Waiver.objects.count(), CreditNote.objects.count()) == (0, 2)


def test_refusal_stands_beside_the_field_with_all_that_was_typed(client, staff):
    team = register(create_convening(), size=2)

    response = client.post(page_of(team, "waive"), sent(team.seats.first(), step="look", amount="60.01"))

    form = response.context["form"]
    assert form.errors == {"amount": [f"{team.seats.first()} costs $60.00, so no more can be waived."]}
    assert form["reason"].value() == "First-year district"


def test_waiting_team_gets_no_paper_yet(client, staff):
    convening = create_convening(capacity=2)
    register(convening, size=2)
    waiting = register(convening, size=2)
    seat = waiting.seats.first()

    response = client.post(page_of(waiting, "waive"), sent(seat, step="look"))

    assert response.context["sentences"] == [
        "1 seat is waived: $60.00.",
        f"{seat.label}, {seat.name}: $60.00, Scholarship",
        "No invoice changes now. One says so when the team’s seats are confirmed.",
    ]


@pytest.mark.plants_a_difference
def test_actions_are_offered_where_they_could_do_something(client, staff):
    team = register(create_convening(), size=2)
    before = actions_of(client, team)
    client.post(page_of(team, "waive"), sent(team.seats.first(), step="do"))
    after = actions_of(client, team)
    Registration.objects.update(state="cancelled", cancelled_at=team.registered_at)

    assert [before, after, actions_of(client, team)] == [
        ["Waive or sponsor seats"],
        ["Waive or sponsor seats", "End waivers"],
        [],
    ]


@pytest.mark.parametrize(("group", "outcome"), [("events", 200), ("finance", 200), ("directory", 403)])
def test_only_those_may_waive_who_look_after_teams_or_money(client, settings, group, outcome):
    settings.STAFF_MFA_REQUIRED = False
    user = create_user(is_staff=True)
    user.groups.add(ensure_groups()[group])
    client.force_login(user)
    team = register(create_convening(), size=2)

    answers = [client.get(page_of(team, page)).status_code for page in ("waive", "end_waiving")]

    assert answers == [outcome, outcome]
    assert bool(actions_of(client, team)) == (outcome == 200)
