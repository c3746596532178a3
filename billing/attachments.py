"""What the letters about money carry with them."""

from lmi_portal.outbox.attachments import renders

from .models import CreditNote, Invoice, Payment
from .papers import render_pdf


@renders("invoice_pdf")
def invoice_pdf(context):
    """The invoice that `context` names by its `invoice_id`."""
    return _pdf(Invoice.objects.get(pk=context["invoice_id"]))


@renders("credit_note_pdf")
def credit_note_pdf(context):
    return _pdf(CreditNote.objects.get(pk=context["credit_note_id"]))


@renders("receipt_pdf")
def receipt_pdf(context):
    return _pdf(Payment.objects.get(pk=context["payment_id"]))


@renders("invoice_pdfs")
def invoice_pdfs(context):
    """The invoices that `context` names by its `invoice_ids`, as many files, the first due first."""
    return [_pdf(invoice) for invoice in Invoice.objects.filter(pk__in=context["invoice_ids"]).order_by("due_on", "pk")]


def _pdf(paper):
    return f"{paper.number}.pdf", render_pdf(paper.facts, language=paper.language), "application/pdf"
