"""The money panel of a team's page, and its invoice with the names of today."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from billing.models import CreditNote, Invoice
from billing.tests.factories import create_purchase_order, pay
from convenings.cancelling import cancel_registration
from convenings.changing import change_team
from convenings.issuing import issue_first_invoice, issue_with_names
from convenings.refusing import CannotRegister
from districts.tests.factories import create_membership, create_user
from lmi_portal.outbox.models import Email

from .factories import create_convening, register, standing_requests, team_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(lead):
    return register(create_convening(), district=lead.district, registered_by=lead.user, size=2)


def shown(client, team):
    return client.get(f"/teams/{team.code}/").content.decode()


def change(team, seats):
    team.refresh_from_db()
    change_team(
        registration=team, changed_by=team.registered_by, seats=seats, revision=team.revision, now=timezone.now()
    )


def substitute(team):
    first, *rest = standing_requests(team)
    change(team, [replace(first, name="Luis Peña", email="luis@example.org"), *rest])


def standing(team):
    return Invoice.objects.standing().get(bill=team.bill)


def test_members_see_invoice_payments_and_what_is_open(client, lead, team):
    invoice = standing(team)
    pay(team.bill.account, "50.00", pays=[(invoice, Decimal("50.00"))])
    client.force_login(create_membership(district=lead.district).user)

    page = shown(client, team)

    assert f'href="/invoices/{invoice.number}.pdf"' in page
    assert "<dd>$50.00</dd>" in page and "<strong>$70.00</strong>" in page
    assert f"?team={team.code}" in page and "Purchase order to follow" in page
    assert "<dt>How it is paid</dt>" in page


def test_registrar_who_is_not_approved_sees_the_amount_alone(client):
    asker = create_membership(state="requested")
    team = register(create_convening(), district=asker.district, registered_by=asker.user)
    client.force_login(asker.user)

    page = shown(client, team)

    assert "$120.00" in page
    assert "Invoice and payment" not in page and standing(team).number not in page


def test_credit_notes_and_the_purchase_order_are_named(client, lead, team):
    change(team, [*standing_requests(team), team_of(3, district=team.district)[2]])
    order = create_purchase_order(team.bill.account, number="4711")
    team.bill.purchase_order = order
    team.bill.save()

    page = shown(client, team)

    note = CreditNote.objects.get()
    assert f'href="/credit-notes/{note.number}.pdf"' in page
    assert "Purchase order 4711" in page


@pytest.mark.plants_a_difference
def test_fees_of_seats_given_up_are_in_the_table(client, team):
    team.kept_fees.create(label="Board member", person="Bo Li", amount=Decimal("30.00"), kept_at=timezone.now())

    page = shown(client, team)

    assert "Given up: Board member" in page and "$150.00" in page


def test_cancelled_team_says_what_stays_owed(client, lead, team):
    cancel_registration(registration=team, cancelled_by=lead.user, reason="Fog", now=timezone.now())

    page = shown(client, team)

    assert "Stays owed" in page and "Nothing is due for this team now." in page


@pytest.mark.parametrize(("key", "offered"), [("", False), ("sk_test_x", True)], ids=["no-cards", "cards"])
def test_card_is_offered_where_cards_are_taken(client, team, settings, key, offered):
    settings.STRIPE_SECRET_KEY = key

    assert ("Pay by card" in shown(client, team)) == offered


def test_team_of_before_there_were_invoices_shows_no_panel(client, lead):
    team = register(create_convening(fee_rule="free"), district=lead.district, registered_by=lead.user)

    assert "Invoice and payment" not in shown(client, team)


def test_lead_puts_todays_names_on_the_invoice(client, lead, team):
    old = standing(team)
    offered_before = "Put today’s names" in shown(client, team)
    substitute(team)

    assert "Put today’s names" in shown(client, team)
    assert client.get(f"/teams/{team.code}/issue-again/").status_code == 200
    client.post(f"/teams/{team.code}/issue-again/")

    new = standing(team)
    assert offered_before is False
    assert (old.credit_note.cause, new.replaces, new.total) == ("reissue", old.credit_note, old.total)
    assert new.lines.first().person == "Luis Peña"
    assert "Put today’s names" not in shown(client, team)
    assert Email.objects.filter(template="billing/email/invoice_replaced").count() == 1


def test_todays_names_give_nobody_more_time(lead):
    team = register(
        create_convening(),
        district=lead.district,
        registered_by=lead.user,
        now=timezone.now() - timedelta(days=10),
    )
    due_on = standing(team).due_on
    substitute(team)

    invoice = issue_with_names(registration=team, by=lead.user, now=timezone.now())

    assert (invoice.due_on, invoice.facts["due_on"]) == (due_on, due_on.isoformat())


def test_same_names_issue_nothing(client, team):
    client.post(f"/teams/{team.code}/issue-again/")

    with pytest.raises(CannotRegister, match="names these people already"):
        issue_with_names(registration=team, by=create_user(), now=timezone.now())
    assert Invoice.objects.count() == 1


def test_looking_at_the_page_issues_nothing(client, team):
    substitute(team)

    client.get(f"/teams/{team.code}/issue-again/")

    assert Invoice.objects.count() == 1


def test_member_who_does_not_lead_cannot_issue_again(client, lead, team):
    substitute(team)
    client.force_login(create_membership(district=lead.district).user)

    assert "Put today’s names" not in shown(client, team)
    assert client.post(f"/teams/{team.code}/issue-again/").status_code == 404
    assert Invoice.objects.count() == 1


def test_team_without_an_invoice_has_none_to_issue_again(client, lead):
    free = register(create_convening(fee_rule="free"), district=lead.district, registered_by=lead.user)
    cancelled = register(create_convening(), district=lead.district, registered_by=lead.user)
    cancel_registration(registration=cancelled, cancelled_by=lead.user, reason="Fog", now=timezone.now())

    assert client.get(f"/teams/{free.code}/issue-again/").status_code == 404
    for team in (free, cancelled):
        with pytest.raises(CannotRegister, match="no invoice to issue again"):
            issue_with_names(registration=team, by=lead.user, now=timezone.now())


def test_first_invoice_of_a_team_of_before():
    team = register(create_convening(fee_rule="free"))
    team.seats.update(price=Decimal("60.00"))

    invoice = issue_first_invoice(registration=team, by=create_user(), now=timezone.now())

    assert (invoice.total, invoice.bill.registration) == (120, team)
    with pytest.raises(CannotRegister, match="its bill already"):
        issue_first_invoice(registration=team, by=create_user(), now=timezone.now())


def test_free_team_gets_no_first_invoice():
    team = register(create_convening(fee_rule="free"))

    with pytest.raises(CannotRegister, match="owes nothing"):
        issue_first_invoice(registration=team, by=create_user(), now=timezone.now())


def test_team_that_changes_is_not_told_to_register(client, team):
    page = client.get(f"/teams/{team.code}/change/").content.decode()

    assert "If it is not there yet, leave “To follow” and bring it later." in page
