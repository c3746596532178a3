"""What the team on a sheet would come to, and how it is paid: the price, what stays owed, the purchase order."""

from functools import cached_property

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from billing.models import Bill
from billing.purchasing import cover_of

from .difference import Difference
from .forms.paying import PayingForm
from .keeping import fees_of_change, total_of_fees
from .models import Registration
from .paying import Paying, may_cost, paying_of, purchase_orders_of, usual_paying, warnings_for, ways_to_pay
from .pricing import FREE, dollars
from .refusing import CannotRegister
from .terms import sentences_of

PaysBy = Bill.PaysBy
State = Registration.State
WORDS = ("pays_by", "purchase_order", "paid_before", "agreed_to", "agreed_fee")


class Reckoning:
    """The money of one TeamSheet; asks the same functions as the deeds, and writes nothing.

    `sees_orders` says whether the person may read of the district's purchase orders.
    """

    def __init__(self, sheet, data, *, sees_orders):
        self.sheet, self.convening, self.registration = sheet, sheet.convening, sheet.registration
        self.bill = self.registration.bill if self.registration else None
        self.costs = may_cost(self.convening, sheet.add_ons) or self.bill is not None
        before = paying_of(self.bill) if self.bill else usual_paying(self.convening)
        self.before = before
        typed = {"pays_by": before.pays_by, "purchase_order": str(before.purchase_order_id or "")}
        shown, self.sees_orders = dict(typed), sees_orders
        typed |= {name: data[name] for name in WORDS if name in data}
        # Who left it as the page had it wants what holds by now, whoever chose that.
        self.stays = self.bill is not None and typed.get("paid_before") == self._choice(typed)
        self.typed = typed | shown | {"paid_before": self._choice(shown)} if self.stays else typed
        fields = {"ways": self._ways(), "orders": self._choices() if sees_orders else None}
        self.form = PayingForm(self.typed, **fields) if sheet.is_sent() else PayingForm(initial=self.typed, **fields)

    def _ways(self):
        if self.before.purchase_order and not self.sees_orders:
            return [PaysBy.PURCHASE_ORDER]
        return list(dict.fromkeys([*ways_to_pay(self.convening), self.before.pays_by])) if self.costs else []

    def _choices(self):
        return [(str(order.pk), self._in_words(order)) for order in self.orders.values()]

    def _in_words(self, order):
        """“PO 4711 – $1,240.00 left, valid until June 30, 2027”; what this team itself draws on it is left to it."""
        own = FREE
        if self.registration and order == self.before.purchase_order:
            own = self.registration.amount if self.registration.state == State.CONFIRMED else FREE
        words = {
            "number": order.number,
            "left": dollars(max(order.left + own, FREE)),
            "day": date_format(order.valid_until_on, "F j, Y"),
        }
        if own:
            return _("PO %(number)s – %(left)s for this team, valid until %(day)s") % words
        return _("PO %(number)s – %(left)s left, valid until %(day)s") % words

    @property
    def takes_orders(self):
        return PaysBy.PURCHASE_ORDER in self._ways()

    @cached_property
    def orders(self):
        """{id: PurchaseOrder with what is left} among which this person may choose."""
        if not self.sees_orders or not self.takes_orders:
            return {}
        chosen = _number(self.typed["purchase_order"])
        orders = purchase_orders_of(self.sheet.district, on=timezone.localdate(), besides=self.bill, chosen=chosen)
        return {order.pk: order for order in orders}

    @cached_property
    def order(self):
        """The purchase order that is chosen as the sheet stands, if any."""
        if self.typed["pays_by"] != PaysBy.PURCHASE_ORDER or not self.costs:
            return None
        # Who may not see the order that others of the district chose leaves it as it is.
        return (
            self.orders.get(_number(self.typed["purchase_order"])) if self.sees_orders else self.before.purchase_order
        )

    def paying(self):
        """The Paying that a valid sheet asks for, None where the convening is free."""
        if not self.costs:
            return None
        pays_by = self.typed["pays_by"] or self.before.pays_by
        return Paying(pays_by, self.order, self.typed.get("agreed_to", ""), stays=self.stays)

    @property
    def paid_before(self):
        """What the page that is sent now showed when it was opened."""
        shown = {"pays_by": self.before.pays_by, "purchase_order": str(self.before.purchase_order_id or "")}
        return self.typed.get("paid_before") or self._choice(shown)

    def _choice(self, words):
        order = words["purchase_order"] if words["pays_by"] == PaysBy.PURCHASE_ORDER and self.sees_orders else ""
        return f"{words['pays_by']}:{order}"

    def agreed_fee(self):
        return self.form.cleaned_data["agreed_fee"] or FREE

    @cached_property
    def change(self):
        """The Difference from the standing team, None for a new team or rows that are not its own."""
        if self.registration is None:
            return None
        try:
            return Difference(self.sheet.standing, self.sheet.draft)
        except CannotRegister:
            return None

    @cached_property
    def fee(self):
        """Decimal dollars that stay owed of seats given up by this change."""
        if self.change is None:
            return FREE
        prices = self.sheet.quote.seat_prices
        return total_of_fees(fees_of_change(self.registration, self.change, prices, now=timezone.now()))

    @property
    def fee_text(self):
        return dollars(self.fee)

    @property
    def fee_is_agreed(self):
        return bool(self.fee) and self.typed.get("agreed_fee") == f"{self.fee:.2f}"

    @property
    def terms(self):
        return sentences_of(self.convening)

    @cached_property
    def kept_before(self):
        return total_of_fees(self.registration.kept_fees.all()) if self.registration else FREE

    @cached_property
    def waived(self):
        """Decimal dollars that the waivers of the seats that stay take off."""
        priced = zip(self.sheet.draft, self.sheet.quote.seat_prices, self.sheet.quote.add_on_prices, strict=True)
        waived = FREE
        for request, price, add_ons in priced:
            waiver = getattr(self.sheet.standing.get(request.seat_id), "waiver", None)
            waived += min(waiver.amount, price + sum(add_ons.values(), FREE)) if waiver else FREE
        return waived

    @cached_property
    def amount(self):
        """Decimal dollars that the team would owe."""
        return self.sheet.quote.total - self.waived + self.kept_before + self.fee

    @property
    def lines(self):
        """What stands between the price of the seats and the amount, in sentences."""
        if self.waived:
            yield _("Waived: %(sum)s") % {"sum": f"− {dollars(self.waived)}"}
        if self.kept_before + self.fee:
            yield _("Kept of seats that were given up: %(sum)s") % {"sum": dollars(self.kept_before + self.fee)}

    @cached_property
    def warnings(self):
        """Where the chosen purchase order falls short, as one text; empty where it does not."""
        if self.order is None or not self.amount:
            return ""
        if self.registration and self.amount == self._amount_before() and self.order == self.before.purchase_order:
            return ""
        cover = cover_of(self.order, wanted=self.amount, on=timezone.localdate(), besides=self.bill)
        return warnings_for(" ".join(cover.warnings), sees_orders=self.sees_orders)

    @property
    def warnings_are_agreed(self):
        return bool(self.warnings) and self.typed.get("agreed_to") == self.warnings

    def _amount_before(self):
        return self.registration.amount


def _number(text):
    return int(text) if text and text.isdecimal() and len(text) < 19 else None
