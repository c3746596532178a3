"""Purchase orders: brought in, chosen for a bill, withdrawn; what falls short is said before, and never overlooked."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record

from .accounting import lock_account
from .invoicing import reissue_invoice
from .models import Bill, PurchaseOrder
from .models.account import NOTHING
from .models.purchase_order import NEARLY_ALL, SOON
from .paper_facts import dollars_text
from .refusing import CannotBill


@dataclass(frozen=True)
class Cover:
    """How a purchase order covers a bill: `used` by standing invoices of other bills, `left`, `wanted` by this one,
    all Decimal dollars, and `warnings`, sentences where it falls short."""

    used: Decimal
    left: Decimal
    wanted: Decimal
    warnings: list


def cover_of(purchase_order, *, wanted, on, besides=None):
    """What would become of the order if a bill of `wanted` dollars drew on it on the Pacific day `on`.

    `besides` is the Bill whose present invoice does not count, for it is the one that changes.
    """
    invoices = purchase_order.invoices.standing()
    if besides is not None:
        invoices = invoices.exclude(bill=besides)
    used = sum(invoices.values_list("total", flat=True), NOTHING)
    left = purchase_order.amount - used
    warnings = []
    if purchase_order.withdrawn_at:
        warnings.append(_("Purchase order %(number)s was withdrawn.") % {"number": purchase_order})
    if purchase_order.valid_until_on < on:
        warnings.append(
            _("Purchase order %(number)s was valid until %(day)s.")
            % {
                "number": purchase_order,
                "day": date_format(purchase_order.valid_until_on, "F j, Y"),
            }
        )
    if wanted > left:
        warnings.append(
            _("Purchase order %(number)s has $%(left)s left, and this comes to $%(wanted)s: $%(short)s more than that.")
            % {
                "number": purchase_order,
                "left": f"{max(left, NOTHING):,.2f}",
                "wanted": f"{wanted:,.2f}",
                "short": f"{wanted - max(left, NOTHING):,.2f}",
            }
        )
    return Cover(used, left, wanted, warnings)


def worries_of(purchase_order, *, on):
    """What is the matter with an order `with_used` on the Pacific day `on`, as sentences; none where all is well."""
    order, worries = purchase_order, []
    if order.left < 0:
        worries.append(_("$%(over)s more is billed on it than it is good for.") % {"over": f"{-order.left:,.2f}"})
    elif order.left == 0:
        worries.append(_("It is used up."))
    elif order.used >= order.amount * NEARLY_ALL:
        worries.append(_("It is running out."))
    if order.valid_until_on < on:
        worries.append(_("It is out of date."))
    elif order.valid_until_on < on + SOON:
        worries.append(_("It ends soon."))
    return worries


@transaction.atomic
def add_purchase_order(*, account, number, amount, valid_until_on, added_by, now, file=None, note="", by_label=""):
    """Bring a purchase order in; `file` is an uploads.KeptFile, whose content was checked. Raises CannotBill."""
    account = lock_account(account)
    if amount <= 0:
        raise CannotBill(_("A purchase order is of more than nothing."), field="amount")
    try:
        with transaction.atomic():
            purchase_order = PurchaseOrder.objects.create(
                account=account,
                number=number,
                amount=amount,
                valid_until_on=valid_until_on,
                file=file.name if file else "",
                file_name=file.label if file else "",
                file_type=file.kind if file else "",
                note=note,
                added_at=now,
                added_by=added_by,
            )
    except IntegrityError as error:
        raise CannotBill(
            _("Purchase order %(number)s is here already.") % {"number": number}, field="number"
        ) from error
    record(
        deed="add_purchase_order",
        on=purchase_order,
        by=added_by,
        by_label=by_label,
        now=now,
        changes={"amount": ["", dollars_text(amount)]},
    )
    return purchase_order


@transaction.atomic
def choose_purchase_order(*, bill, purchase_order, chosen_by, now, agreed=False, by_label=""):
    """Let a bill draw on a purchase order; its invoice is issued again with the order's number on it.

    Raises CannotBill with the warnings of `cover_of` unless `agreed` says that they were read; one that was withdrawn
    is chosen by nobody.
    """
    lock_account(bill.account)
    bill = Bill.objects.select_related("account__district", "purchase_order", "opened_by").get(pk=bill.pk)
    purchase_order = PurchaseOrder.objects.get(pk=purchase_order.pk)
    if purchase_order.account_id != bill.account_id:
        raise CannotBill(_("This purchase order is another district’s."), field="purchase_order")
    if bill.purchase_order_id == purchase_order.pk:
        return bill
    standing = bill.invoices.standing().first()
    wanted = standing.total if standing else NOTHING
    cover = cover_of(purchase_order, wanted=wanted, on=timezone.localdate(now), besides=bill)
    if cover.warnings and (purchase_order.withdrawn_at or not agreed):
        raise CannotBill(" ".join(cover.warnings), field="purchase_order")
    before = str(bill.purchase_order or "")
    bill.pays_by, bill.purchase_order = Bill.PaysBy.PURCHASE_ORDER, purchase_order
    bill.save(update_fields=["pays_by", "purchase_order"])
    record(
        deed="choose_purchase_order",
        on=bill,
        by=chosen_by,
        by_label=by_label,
        now=now,
        changes={"purchase_order": [before, purchase_order.number], "warnings": ["", " ".join(cover.warnings)]},
    )
    if standing:
        reissue_invoice(
            bill=bill, by=chosen_by, now=now, reason=_("Purchase order %(number)s") % {"number": purchase_order}
        )
    return bill


@transaction.atomic
def withdraw_purchase_order(*, purchase_order, withdrawn_by, now):
    """No bill draws on it any more from now on; those that do stay as they are, and staff see them."""
    lock_account(purchase_order.account)
    purchase_order = PurchaseOrder.objects.get(pk=purchase_order.pk)
    if purchase_order.withdrawn_at is None:
        purchase_order.withdrawn_at = now
        purchase_order.save(update_fields=["withdrawn_at"])
        record(deed="withdraw_purchase_order", on=purchase_order, by=withdrawn_by, now=now)
    return purchase_order
