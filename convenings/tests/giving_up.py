"""Letting a team give seats up, and what it owes then."""

from django.utils import timezone

from billing.models import Invoice
from convenings.cancelling import cancel_registration
from convenings.changing import change_team
from convenings.models import CancellationStep, KeptFee, Registration

from .factories import create_convening


def charging_half(**fields):
    """A convening whose seats cost half of their price from now until its first day."""
    convening = create_convening(refund_rule="steps", **fields)
    CancellationStep.objects.create(convening=convening, days_before=1, keeps_percent=50)
    return convening


def change(team, seats, **fields):
    team.refresh_from_db()
    defaults = {"changed_by": team.registered_by, "revision": team.revision, "now": timezone.now()}
    return change_team(registration=team, seats=seats, **defaults | fields)


def cancel(team, **fields):
    cancel_registration(registration=team, cancelled_by=team.registered_by, reason="Fog", now=timezone.now(), **fields)


def kept(team):
    return [(fee.label, str(fee.amount)) for fee in KeptFee.objects.filter(registration=team)]


def owed(team):
    """What the standing invoice says; the rows must say the same."""
    invoice = Invoice.objects.standing().filter(bill__registration=team).first()
    assert (invoice.total if invoice else 0) == Registration.objects.with_totals().get(pk=team.pk).amount
    return invoice.total if invoice else 0
