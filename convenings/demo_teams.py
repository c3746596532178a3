"""Teams of the demo with what they owe: a purchase order drawn on, one to follow, a check that paid a part."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

from django.utils import timezone

from billing.demo import load_account, load_payee
from billing.models import Bill, Payment
from billing.paying import record_payment
from districts.demo_people import SAN_JUAN
from districts.models import District, Side
from lmi_portal.accounts.models import User

from .models import Convening
from .paying import Paying
from .registering import register_team
from .table import SeatRequest, places_of

DRAWS_ON_AN_ORDER, AWAITS_ONE = "socal", "sac-eldorado"
MADE_UP = [("Priya Raman", "superintendent"), ("Elena Marsh", "cabinet"), ("Tom Reyes", "principal")]


def load_teams(*, now):
    """Register two teams of San Juan Unified a week ago, through the front door; returns their registrations.

    Central Valley is left to whoever tries the portal.
    """
    district, week_ago = District.objects.get(cd_code=SAN_JUAN), now - timedelta(days=7)
    lead = User.objects.get(email="lead@example.org")
    finance = User.objects.get(email="finance@example.org")
    load_payee()
    order = load_account(district, added_by=lead, now=week_ago)
    teams = [
        _register(series, district, lead, Paying(Bill.PaysBy.PURCHASE_ORDER, purchase_order), now=week_ago)
        for series, purchase_order in [(DRAWS_ON_AN_ORDER, order), (AWAITS_ONE, None)]
    ]
    invoice = teams[0].bill.invoices.standing().get()
    record_payment(
        account=invoice.account,
        method=Payment.Method.CHECK,
        reference="20457",
        amount=Decimal("200.00"),
        received_on=timezone.localdate(now),
        pays=[(invoice, Decimal("200.00"))],
        note="Made up for the demo.",
        recorded_by=finance,
        now=now,
    )
    return teams


def _register(series, district, lead, paying, *, now):
    convening = Convening.objects.filter(slug__startswith=f"{series}-", state=Convening.State.OPEN).latest("starts_on")
    return register_team(
        convening=convening,
        district=district,
        registered_by=lead,
        side=Side.MANAGEMENT,
        seats=_seats(district),
        submission=uuid4(),
        paying=paying,
        now=now,
    )


def _seats(district):
    places = places_of(district)
    management = [place for place in places if place.side == Side.MANAGEMENT and not place.is_extra]
    labor = [place for place in places if place.side == Side.LABOR and not place.is_extra]
    named = [
        SeatRequest(place=place, name=f"{name} (made up)", email=f"{address}@example.org")
        for place, (name, address) in zip(management, MADE_UP, strict=False)
    ]
    return [*named, *[SeatRequest(place=place, name="", email="") for place in labor]]
