"""How a district wants to pay for its team, and whether the purchase order that it names will do."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from billing.accounting import lock_account
from billing.models import Bill, PurchaseOrder
from billing.purchasing import cover_of
from districts.models import District
from lmi_portal.audit.recording import record

from .models import Convening
from .refusing import CannotRegister

PaysBy = Bill.PaysBy
COSTS_NOTHING = {Convening.FeeRule.FREE, Convening.FeeRule.NOT_ANNOUNCED}


@dataclass(frozen=True)
class Paying:
    """`pays_by` is a Bill.PaysBy, `purchase_order` one of the district's own (None: to follow).

    `agreed_to` are the warnings about that order which the person read and agreed to, word by word. `stays` says that
    they chose nothing else than what was there: what others choose meanwhile holds.
    """

    pays_by: str
    purchase_order: PurchaseOrder | None = None
    agreed_to: str = ""
    stays: bool = False

    @property
    def purchase_order_id(self):
        return self.purchase_order.pk if self.purchase_order else None


def ways_to_pay(convening):
    """The Bill.PaysBy that a team may choose among."""
    ways = [PaysBy.PURCHASE_ORDER] if convening.takes_purchase_orders else []
    return [*ways, PaysBy.CHECK, *([PaysBy.CARD] if settings.STRIPE_SECRET_KEY else [])]


def usual_paying(convening):
    """How a district pays that said nothing of it."""
    return Paying(ways_to_pay(convening)[0])


def paying_of(bill):
    return Paying(bill.pays_by, bill.purchase_order)


def may_cost(convening, add_ons):
    """Whether a team with these add-ons could come to owe something."""
    return convening.fee_rule not in COSTS_NOTHING or any(add_on.price for add_on in add_ons)


def purchase_orders_of(district, *, on, besides=None, chosen=None):
    """The district's orders that a bill may draw on, with what is left of each.

    Those that are over come along where `besides`, a Bill, draws on them already, and where one was `chosen` by its id
    from a page that is older than its end.
    """
    orders = PurchaseOrder.objects.filter(account__district=district).with_used().select_related("account")
    usable = Q(withdrawn_at__isnull=True, valid_until_on__gte=on)
    if besides is not None and besides.purchase_order_id:
        usable |= Q(pk=besides.purchase_order_id)
    if chosen is not None:
        usable |= Q(pk=chosen, withdrawn_at__isnull=True)
    return orders.filter(usable).order_by("valid_until_on", "pk")


def refuse_odd_paying(convening, district, paying, *, by, bill=None):
    """Raise CannotRegister for a way that the convening does not take, or an order that `by` may not draw on."""
    if paying.stays and bill:
        return
    before = paying_of(bill) if bill else None
    if paying.pays_by not in ways_to_pay(convening) and not (before and before.pays_by == paying.pays_by):
        raise CannotRegister(_("This convening cannot be paid for in that way."), field="pays_by")
    order, held = paying.purchase_order, before.purchase_order if before else None
    if order == held:
        return
    sees_orders = _sees_orders(by, district)
    if held and not sees_orders:
        raise CannotRegister(
            _("Your district chose a purchase order: only people whom it has approved may take that back."),
            field="pays_by",
        )
    if order and not (sees_orders and order.account.district_id == district.pk and not order.withdrawn_at):
        raise CannotRegister(
            _("This purchase order is not one of your district’s: choose another, or “to follow”."),
            field="purchase_order",
        )


def weigh_purchase_order(registration, *, wanted, by, now, agreed_to=None):
    """Write down where the team's purchase order falls short of `wanted` dollars.

    Where `agreed_to` is not None somebody is there to be asked: raises CannotRegister with the warnings unless they
    agreed to these very ones. The account stays locked, so that two teams take turns for an order's last dollars.
    """
    bill = registration.bill
    if bill is None or bill.purchase_order_id is None or not wanted:
        return
    lock_account(bill.account)
    # Chosen meanwhile, another order is the one that counts.
    bill.refresh_from_db(fields=["pays_by", "purchase_order"])
    if bill.purchase_order_id is None:
        return
    cover = cover_of(bill.purchase_order, wanted=wanted, on=timezone.localdate(now), besides=bill)
    warnings = " ".join(cover.warnings)
    if not warnings:
        return
    if agreed_to is not None:
        said = warnings_for(warnings, sees_orders=_sees_orders(by, registration.district))
        if agreed_to != said:
            raise CannotRegister(said, field="agreed_to")
    record(
        deed="draw_on_short_purchase_order",
        on=registration,
        by=by,
        now=now,
        changes={"purchase_order": ["", str(bill.purchase_order)], "warnings": ["", warnings]},
    )


def changes_paying(bill, paying):
    """Whether `paying` (None: as before) is another than the bill's; what has no bill yet is not paid at all."""
    if bill is None or paying is None or paying.stays:
        return False
    return (bill.pays_by, bill.purchase_order) != (paying.pays_by, paying.purchase_order)


def warnings_for(warnings, *, sees_orders):
    """What a person is told of an order that falls short: of its number and money only where they may see it."""
    if not warnings or sees_orders:
        return warnings
    return _("The purchase order that your district chose does not cover this.")


def _sees_orders(user, district):
    # Staff come here by a page of the staff area; nobody else reads of a district's orders before they are approved.
    return user.is_staff or District.objects.of(user).filter(pk=district.pk).exists()


def pay_otherwise(registration, paying, *, by, now):
    """Let the bill be paid as `paying` says; return whether its invoice has to say something else now."""
    bill = registration.bill
    before = paying_of(bill)
    bill.pays_by, bill.purchase_order = paying.pays_by, paying.purchase_order
    bill.save(update_fields=["pays_by", "purchase_order"])
    changes = {
        "pays_by": [before.pays_by, paying.pays_by],
        "purchase_order": [str(before.purchase_order or ""), str(paying.purchase_order or "")],
    }
    record(deed="change_paying", on=bill, by=by, now=now, changes=changes)
    return _on_paper(before) != _on_paper(paying)


def _on_paper(paying):
    return paying.purchase_order or paying.pays_by == PaysBy.PURCHASE_ORDER
