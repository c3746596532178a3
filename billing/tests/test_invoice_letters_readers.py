"""Who at the table reads of an invoice."""

import pytest
from django.utils import timezone

from districts.joining import end_membership
from districts.tests.factories import create_district, create_membership
from lmi_portal.outbox.models import Email

from .factories import create_bill, create_purchase_order, settle

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    return create_district()


@pytest.fixture
def lead(district):
    return create_membership(district=district, is_lead=True).user


def told(bill):
    settle(bill, "150.00")
    return {
        email.to: email.context["account_url"] != "" for email in Email.objects.filter(template__startswith="billing/")
    }


def test_registrar_at_the_table_reads_with_a_link_to_the_account(district, lead):
    registrar = create_membership(district=district).user

    assert told(create_bill(district=district, opened_by=registrar)) == {registrar.email: True}


def test_leads_read_once_the_registrar_has_left(district, lead):
    place = create_membership(district=district)
    bill = create_bill(district=district, opened_by=place.user)
    end_membership(membership=place, ended_by=lead, now=timezone.now())

    assert told(bill) == {lead.email: True}


def test_leads_read_where_the_registrar_had_left_before_anything_was_owed(district, lead):
    place = create_membership(district=district)
    end_membership(membership=place, ended_by=lead, now=timezone.now())

    assert told(create_bill(district=district, opened_by=place.user)) == {lead.email: True}


def test_registrar_whose_earlier_place_is_over_reads_once_they_asked_anew(district, lead):
    place = create_membership(district=district, side="labor")
    end_membership(membership=place, ended_by=lead, now=timezone.now())
    create_membership(district=district, user=place.user, state="requested")

    assert told(create_bill(district=district, opened_by=place.user)) == {place.user.email: False}


def test_leads_read_of_purchase_orders_where_the_registrar_only_asked_to_join(district, lead):
    asker = create_membership(district=district, state="requested").user
    without = create_bill(district=district, opened_by=asker)
    bill = create_bill(district=district, opened_by=asker, purchase_order=create_purchase_order(without.account))

    assert told(without) == {asker.email: False}
    Email.objects.all().delete()
    assert told(bill) == {lead.email: True}


def test_all_at_the_table_read_where_nobody_leads(district):
    registrar = create_membership(district=district).user
    member = create_membership(district=district).user
    bill = create_bill(district=district, opened_by=registrar)
    registrar.is_active = False
    registrar.save()

    assert told(bill) == {member.email: True}
