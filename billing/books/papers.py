"""Invoices and credit notes: what they come to, what they said when issued, and which refers to which."""

from itertools import chain

from django.db.models import Count, F
from django.db.models.fields.json import KT

from billing.checking import book_check
from billing.models import Bill, CreditNote, Invoice, InvoiceLine, Payment, Quote
from billing.models.account import to_the_cent, total_of
from billing.paper_facts import dollars_text


@book_check("Every invoice equals its lines")
def invoices_equal_their_lines():
    invoices = Invoice.objects.annotate(of_lines=total_of(InvoiceLine.objects.all(), by="invoice"))
    differing = invoices.annotate(off=to_the_cent(F("total") - F("of_lines"))).exclude(off=0)
    for number, total, of_lines in differing.values_list("number", "total", "of_lines").iterator():
        yield f"{number} comes to ${total:,.2f}, its lines to ${of_lines:,.2f}."


@book_check("Every invoice has the lines that it was issued with")
def invoices_keep_their_lines():
    """Two streams side by side, both in the order of the invoices: JSON is compared the same way on both databases."""
    lines = _lines_by_invoice()
    invoice_pk, said = next(lines, (None, []))
    for pk, number, frozen in Invoice.objects.order_by("pk").values_list("pk", "number", "facts__lines").iterator():
        while invoice_pk is not None and invoice_pk < pk:
            invoice_pk, said = next(lines, (None, []))
        present = said if invoice_pk == pk else []
        if present != [tuple(line[key] for key in _LINE) for line in frozen or []]:
            yield f"{number} does not have the lines that were frozen when it was issued."


_LINE = ("kind", "label", "person", "note", "amount")


def _lines_by_invoice():
    """(invoice's key, its lines as tuples of text), in the order of the keys."""
    rows = InvoiceLine.objects.order_by("invoice_id", "position").values_list("invoice_id", *_LINE).iterator()
    present, lines = None, []
    for invoice_pk, *texts, amount in rows:
        if invoice_pk != present:
            if lines:
                yield present, lines
            present, lines = invoice_pk, []
        lines.append((*texts, dollars_text(amount)))
    if lines:
        yield present, lines


@book_check("Every paper says what it said when it was issued")
def papers_keep_their_facts():
    for model, field in ((Invoice, "total"), (CreditNote, "total"), (Quote, "total"), (Payment, "amount")):
        rows = model.objects.values_list("number", field, KT("facts__number"), KT(f"facts__{field}"))
        for number, amount, said_number, said_amount in rows.iterator():
            if (number, dollars_text(amount)) != (said_number, said_amount):
                yield f"{number} is of ${amount:,.2f}, but says {said_number} and ${said_amount}."


@book_check("Every credit note takes back the whole of its invoice")
def credit_notes_equal_their_invoices():
    rows = CreditNote.objects.exclude(total=F("invoice__total"))
    for number, total, invoice, due in rows.values_list("number", "total", "invoice__number", "invoice__total"):
        yield f"{number} takes back ${total:,.2f}, and {invoice} is of ${due:,.2f}."


@book_check("No bill has two standing invoices")
def bills_have_one_standing_invoice():
    standing = Invoice.objects.standing().order_by().values("bill__code")
    for row in standing.annotate(n=Count("pk")).filter(n__gt=1):
        yield f"The bill of {row['bill__code']} has {row['n']} invoices that no credit note took back."


@book_check("An invoice replaces an earlier one of its own bill")
def invoices_replace_their_own():
    replacing = Invoice.objects.filter(replaces__isnull=False)
    rows = replacing.exclude(replaces__invoice__bill=F("bill"), replaces__invoice__pk__lt=F("pk"))
    for number, replaced in rows.values_list("number", "replaces__invoice__number").iterator():
        yield f"{number} replaces {replaced}, which is not an earlier invoice of its bill."


@book_check("Papers and purchase orders are of one account")
def papers_stay_in_their_account():
    strays = chain(
        _strays(Invoice.objects.exclude(account=F("bill__account")), "number", "bill__code"),
        _strays(CreditNote.objects.exclude(account=F("invoice__account")), "number", "invoice__number"),
        _strays(_drawing(Invoice.objects), "number", "purchase_order__number"),
        _strays(_drawing(Bill.objects), "code", "purchase_order__number"),
    )
    for one, other in strays:
        yield f"{one} and {other} are of two accounts."


def _drawing(rows):
    return rows.filter(purchase_order__isnull=False).exclude(purchase_order__account=F("account"))


def _strays(rows, *names):
    return rows.values_list(*names).iterator()
