"""Invoices of a team that no change of it brings about: the first one, and one with the names of today."""

from django.db import transaction
from django.utils.translation import gettext as _

from billing.accounting import lock_account

from .charging import Cause, charge_team, items_of
from .models import Registration
from .refusing import CannotRegister
from .seating import lock_convening


@transaction.atomic
def issue_first_invoice(*, registration, by, now):
    """Bill a confirmed team that registered before there were invoices. Returns the Invoice. Raises CannotRegister."""
    registration = _lock(registration)
    if registration.bill is not None:
        raise CannotRegister(_("This team has its bill already."))
    _credit_note, invoice = charge_team(registration, cause=Cause.CHANGE, by=by, now=now)
    if invoice is None:
        raise CannotRegister(_("This team owes nothing."))
    return invoice


@transaction.atomic
def issue_with_names(*, registration, by, now):
    """Issue a team's invoice again with the people who sit on it today, for the same money.

    Returns the new Invoice. Raises CannotRegister where none stands, or where it names them already.
    """
    registration = _lock(registration)
    if registration.bill is None:
        raise CannotRegister(_("There is no invoice to issue again."))
    lock_account(registration.bill.account)
    standing = registration.bill.invoices.standing().first()
    if standing is None:
        raise CannotRegister(_("There is no invoice to issue again."))
    items = items_of(registration)
    if names_on(standing) == names_in(items):
        raise CannotRegister(_("Invoice %(number)s names these people already.") % {"number": standing})
    reason = _("With the names of today")
    _credit_note, invoice = charge_team(
        registration, cause=Cause.REISSUE, by=by, now=now, reason=reason, items=items, again=True
    )
    return invoice


def names_on(invoice):
    """Who is on an invoice and for what, in its order."""
    return list(invoice.lines.values_list("label", "person"))


def names_in(items):
    return [(item.label, item.person) for item in items]


def _lock(registration):
    convening = lock_convening(registration.convening)
    registration = Registration.objects.with_bill().select_related("district", "registered_by").get(pk=registration.pk)
    registration.convening = convening
    return registration
