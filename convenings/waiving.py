"""Staff take it on that a district need not pay for a seat, or not all of it: who says so, and why."""

from django.db import transaction
from django.utils.translation import gettext as _

from billing.refusing import CannotBill
from lmi_portal.audit.recording import record

from .charging import Cause, charge_team
from .models import Registration, Waiver
from .pricing import FREE, dollars
from .seating import lock_convening, seats_with_money


class CannotWaive(CannotBill):
    """Why a seat is not waived, in words for staff; `field` is the one it is about."""


@transaction.atomic
def waive_seats(*, registration, seats, kind, reason, waived_by, now, sponsor="", amount=None):
    """Take `amount` Decimal dollars (None: the whole) off what each of `seats` costs, and let the invoice say so.

    `seats` are ids of the team's seats, `kind` is a Waiver.Kind. Returns the waivers and what charge_team returns.
    Raises CannotWaive.
    """
    registration = _lock(registration)
    if kind == Waiver.Kind.SPONSORED and not sponsor:
        raise CannotWaive(_("Say who pays for it."), field="sponsor")
    waivers = [
        Waiver(
            seat=seat,
            kind=kind,
            sponsor=sponsor,
            amount=_waivable(seat, amount),
            reason=reason,
            waived_at=now,
            waived_by=waived_by,
        )
        for seat in _chosen(registration, seats)
    ]
    Waiver.objects.bulk_create(waivers)
    changes = {"kind": ["", kind], "sponsor": ["", sponsor], "waived": ["", _in_words(waivers)], "reason": ["", reason]}
    record(deed="waive_seats", on=registration, by=waived_by, now=now, changes=changes)
    return waivers, _charge(registration, reason, by=waived_by, now=now)


@transaction.atomic
def end_waivers(*, registration, seats, reason, ended_by, now):
    """Let the district owe again for `seats`, ids of the team's seats that were waived.

    Returns the ended waivers and what charge_team returns. Raises CannotWaive.
    """
    registration = _lock(registration)
    chosen = _chosen(registration, seats)
    for seat in chosen:
        if waiver_of(seat) is None:
            raise CannotWaive(_("%(seat)s: nothing is waived.") % {"seat": seat}, field="seats")
    waivers = [seat.waiver for seat in chosen]
    changes = {"waived": [_in_words(waivers), ""], "reason": ["", reason]}
    record(deed="end_waivers", on=registration, by=ended_by, now=now, changes=changes)
    Waiver.objects.filter(pk__in=[waiver.pk for waiver in waivers]).delete()
    return waivers, _charge(registration, reason, by=ended_by, now=now)


def waiver_of(seat):
    """The seat's Waiver, or None; no query for a seat of `seats_with_money`."""
    return getattr(seat, "waiver", None)


def cost_of(seat):
    """What a seat costs with its add-ons, before any waiver, Decimal dollars."""
    return seat.price + sum((choice.price for choice in seat.chosen_add_ons.all()), FREE)


def _lock(registration):
    """The registration as it is now, under its convening's lock. Raises CannotWaive for a cancelled one."""
    convening = lock_convening(registration.convening)
    registration = Registration.objects.select_related("district").with_bill().get(pk=registration.pk)
    registration.convening = convening
    if not registration.is_standing():
        raise CannotWaive(_("This registration has been cancelled."))
    return registration


def _chosen(registration, seats):
    found = list(seats_with_money().filter(registration=registration, pk__in=seats))
    if not found or len(found) < len(set(seats)):
        raise CannotWaive(_("Choose among the seats that the team has now."), field="seats")
    return found


def _waivable(seat, amount):
    who, cost = {"seat": seat, "cost": dollars(cost_of(seat))}, cost_of(seat)
    if waiver_of(seat):
        raise CannotWaive(_("%(seat)s: waived already. End that waiver first.") % who, field="seats")
    if not cost:
        raise CannotWaive(_("%(seat)s costs nothing.") % who, field="seats")
    if amount is not None and amount > cost:
        raise CannotWaive(_("%(seat)s costs %(cost)s, so no more can be waived.") % who, field="amount")
    return cost if amount is None else amount


def _in_words(waivers):
    return "; ".join(f"{waiver.seat.label}, {waiver.seat.name_shown()}: {dollars(waiver.amount)}" for waiver in waivers)


def _charge(registration, reason, *, by, now):
    return charge_team(registration, cause=Cause.CHANGE, reason=reason, by=by, now=now)
