"""What a team owes and how it is paid, for its own page."""

from dataclasses import dataclass

from billing.models import Bill, CreditNote, Invoice

from .charging import team_items
from .issuing import names_in, names_on
from .models import Registration

CREDIT_NOTES_SHOWN = 5


@dataclass(frozen=True)
class Owing:
    """`invoice` is the standing one with `paid` and `open_amount`, None where nothing is due; `names_differ` says
    whether others sit on the team today than it names."""

    bill: Bill
    invoice: Invoice | None
    credit_notes: list
    names_differ: bool


def owing_of(registration, seats):
    """The Owing of a team that has a bill; `seats` come from `seats_with_money`."""
    bill = registration.bill
    invoice = bill.invoices.standing().with_open_amount().first()
    credit_notes = CreditNote.objects.filter(invoice__bill=bill).select_related("invoice")
    is_confirmed = registration.state == Registration.State.CONFIRMED
    differ = bool(invoice and is_confirmed and names_on(invoice) != names_in(team_items(registration, seats)))
    return Owing(bill, invoice, list(credit_notes[:CREDIT_NOTES_SHOWN]), differ)
