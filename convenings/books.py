"""The books of teams: what their rows come to is what their standing invoices say."""

from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.utils.translation import gettext as _

from billing.checking import book_check
from billing.models import Bill, CreditNote, Invoice, InvoiceLine
from billing.models.account import MONEY, NOTHING, total_of

from .models import KeptFee, Registration, Seat, SeatAddOn, Waiver
from .pricing import dollars

Kind = InvoiceLine.Kind
State = Registration.State

# What the rows of a kind come to, and whether a team owes it only while it is confirmed.
ROWS = {
    Kind.SEAT: (lambda: total_of(Seat.objects.all(), by="registration", field="price"), True),
    Kind.ADD_ON: (lambda: total_of(SeatAddOn.objects.all(), by="seat__registration", field="price"), True),
    Kind.WAIVER: (
        lambda: Value(NOTHING, output_field=MONEY) - total_of(Waiver.objects.all(), by="seat__registration"),
        True,
    ),
    Kind.CANCELLATION_FEE: (lambda: total_of(KeptFee.objects.all(), by="registration"), False),
}


@book_check("Every team’s standing invoice says what its seats, add-ons, waivers and kept fees come to")
def invoices_say_what_teams_owe():
    """A team that waits owes nothing, a cancelled one its kept fees; what staff wrote off has no invoice."""
    for kind in Kind:
        for team in _teams_that_differ(kind):
            yield _("Team %(code)s, %(kind)s: its rows come to %(due)s, its standing invoice to %(billed)s.") % {
                "code": team.code,
                "kind": kind.label,
                "due": dollars(team.due),
                "billed": dollars(team.billed),
            }


@book_check("Every team that owes something has a bill")
def teams_that_owe_have_a_bill():
    """Those that were there before the first bill get one with their first change, or from staff."""
    first = Bill.objects.order_by("opened_at").values("opened_at")[:1]
    teams = Registration.objects.confirmed().with_totals().filter(bill=None, amount__gt=0, registered_at__gte=first)
    for team in teams:
        yield _("Team %(code)s owes %(due)s and has no bill.") % {"code": team.code, "due": dollars(team.amount)}


def _teams_that_differ(kind):
    rows, while_confirmed = ROWS[kind]
    is_due = Q(state=State.CONFIRMED) if while_confirmed else ~Q(state=State.WAITLISTED)
    lines = InvoiceLine.objects.filter(kind=kind, invoice__credit_note=None)
    written_off = CreditNote.objects.filter(
        invoice__bill=OuterRef("bill"), cause=CreditNote.Cause.WRITE_OFF, replaced_by=None
    )
    standing = Invoice.objects.standing().filter(bill=OuterRef("bill"))
    return (
        Registration.objects.filter(bill__isnull=False)
        .annotate(
            due=Case(When(is_due, then=rows()), default=Value(NOTHING, output_field=MONEY), output_field=MONEY),
            billed=total_of(lines, by="invoice__bill__registration"),
        )
        .exclude(due=F("billed"))
        .exclude(Exists(written_off) & ~Exists(standing))
        .order_by("pk")
    )
