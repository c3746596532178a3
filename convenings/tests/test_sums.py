"""Sums of a team to the cent, on a database that adds floats too."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import timezone

from billing.models import Invoice
from billing.tests.factories import pay
from convenings.models import AddOn, Convening, Registration, Waiver
from convenings.waiving import waive_seats
from districts.tests.factories import create_district, create_user

from .factories import create_convening, register, team_of

pytestmark = pytest.mark.django_db


def test_a_seat_waived_with_its_add_on_comes_to_nothing():
    convening, district = create_convening(fee=Decimal("50.30")), create_district()
    add_on = AddOn.objects.create(convening=convening, title="Day before", price=Decimal("0.10"))
    seats = [replace(request, add_ons=(add_on,)) for request in team_of(2, district=district)]
    team = register(convening, district=district, seats=seats)
    why = {"kind": Waiver.Kind.PRESENTER, "reason": "Speaks", "waived_by": create_user(), "now": timezone.now()}

    waive_seats(registration=team, seats=[seat.pk for seat in team.seats.all()], **why)

    assert Registration.objects.with_totals().get().amount == 0
    assert not Registration.objects.with_totals().filter(amount__gt=0).exists()


def test_what_is_paid_in_parts_is_open_nowhere():
    convening, district = create_convening(fee=Decimal("0.40")), create_district()
    register(convening, district=district, size=2)
    invoice = Invoice.objects.get()

    for part in ("0.10", "0.70"):
        pay(invoice.account, part, pays=[(invoice, Decimal(part))])

    assert not Registration.objects.with_open_amount().exclude(open_amount=0).exists()
    assert not Convening.objects.with_owed().exclude(owed=0).exists()
