"""Money as spreadsheets: what is owed, invoices, payments and the ledger."""

from django.utils.translation import gettext as _

from lmi_portal.spreadsheets import Sheet

from .aging import BY_CONVENING, BY_DISTRICT, LABELS, owed_by
from .models import Entry, Invoice, Payment

ROWS_AT_ONCE = 1000


def owed_by_district(*, on):
    headings = [_("district"), _("CD code"), *_of_owed()]
    rows = _owed(BY_DISTRICT, lambda row: [row.label, row.detail], on=on)
    return Sheet(f"owed-by-district-{on}", headings, rows, title=_("Owed by district"))


def owed_by_convening(*, on):
    rows = _owed(BY_CONVENING, lambda row: [row.label], on=on)
    return Sheet(f"owed-by-convening-{on}", [_("convening"), *_of_owed()], rows, title=_("Owed by convening"))


def invoices(*, on):
    """Every invoice, those that were credited too, with what is open of it today."""
    headings = [
        _("number"), _("district"), _("CD code"), _("bill to"), _("convening"), _("team"), _("team’s code"),
        _("purchase order"), _("date"), _("due"), _("days past due"), _("total ($)"), _("paid ($)"), _("open ($)"),
        _("credited by"),
    ]  # fmt: skip
    found = (
        Invoice.objects.with_open_amount()
        .select_related("account__district", "bill", "purchase_order", "credit_note")
        .defer("facts", "credit_note__facts")
        .order_by("issued_at", "pk")
    )
    rows = (_invoice_cells(one, on=on) for one in found.iterator(ROWS_AT_ONCE))
    return Sheet(f"invoices-{on}", headings, rows, title=_("Invoices"))


def payments(*, on):
    """Every payment, with what is left of it."""
    headings = [
        _("receipt"), _("district"), _("CD code"), _("received"), _("recorded (Pacific)"), _("method"),
        _("check number or reference"), _("amount ($)"), _("applied ($)"), _("refunded ($)"), _("left ($)"),
        _("bounced"), _("note"),
    ]  # fmt: skip
    found = (
        Payment.objects.with_unapplied()
        .select_related("account__district", "bounce")
        .defer("facts")
        .order_by("recorded_at", "pk")
    )
    return Sheet(f"payments-{on}", headings, map(_payment_cells, found.iterator(ROWS_AT_ONCE)), title=_("Payments"))


def ledger(*, on):
    """Every change of what is owed; the amounts of one district add up to its balance."""
    headings = [
        _("made (Pacific)"), _("district"), _("CD code"), _("what"), _("paper"), _("effect on what is owed ($)"),
        _("by"),
    ]  # fmt: skip
    papers = ["invoice", "credit_note", "payment", "bounce__payment", "refund__payment"]
    found = (
        Entry.objects.select_related("account__district", "made_by", *papers)
        .defer(*(f"{paper}__facts" for paper in papers))
        .order_by("made_at", "pk")
    )
    return Sheet(f"ledger-{on}", headings, map(_entry_cells, found.iterator(ROWS_AT_ONCE)), title=_("Ledger"))


SHEETS = {
    "owed-by-district": owed_by_district,
    "owed-by-convening": owed_by_convening,
    "invoices": invoices,
    "payments": payments,
    "ledger": ledger,
}


def _of_owed():
    return [_("open invoices"), *(str(label) for label in LABELS.values()), _("total ($)")]


def _owed(fields, names_of, *, on):
    return ([*names_of(row), row.invoices, *row.amounts, row.total] for row in owed_by(fields, on=on))


def _invoice_cells(invoice, *, on):
    credit_note = getattr(invoice, "credit_note", None)
    return [
        invoice.number,
        invoice.account.district.name,
        invoice.account.district.cd_code,
        invoice.account.bill_to_name,
        invoice.bill.subject,
        invoice.bill.team,
        invoice.bill.code,
        str(invoice.purchase_order or ""),
        invoice.issued_on,
        invoice.due_on,
        max((on - invoice.due_on).days, 0) if invoice.open_amount else None,
        invoice.total,
        invoice.paid,
        invoice.open_amount,
        str(credit_note or ""),
    ]


def _payment_cells(payment):
    return [
        payment.number,
        payment.account.district.name,
        payment.account.district.cd_code,
        payment.received_on,
        payment.recorded_at,
        payment.get_method_display(),
        payment.reference,
        payment.amount,
        payment.applied,
        payment.refunded,
        payment.unapplied,
        payment.bounce.bounced_on if payment.has_bounced() else None,
        payment.note,
    ]


def _entry_cells(entry):
    of_payment = entry.bounce or entry.refund
    paper = entry.invoice or entry.credit_note or entry.payment or of_payment.payment
    return [
        entry.made_at,
        entry.account.district.name,
        entry.account.district.cd_code,
        entry.get_kind_display(),
        paper.number,
        entry.amount,
        entry.made_by.email if entry.made_by else "",
    ]
