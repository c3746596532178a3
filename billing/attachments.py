"""What the letters about money carry with them."""

from lmi_portal.outbox.attachments import renders

from .models import CreditNote, Invoice
from .papers import render_pdf


@renders("invoice_pdf")
def invoice_pdf(context):
    """The invoice that `context` names by its `invoice_id`."""
    return _pdf(Invoice.objects.get(pk=context["invoice_id"]))


@renders("credit_note_pdf")
def credit_note_pdf(context):
    return _pdf(CreditNote.objects.get(pk=context["credit_note_id"]))


def _pdf(paper):
    return f"{paper.number}.pdf", render_pdf(paper.facts, language=paper.language), "application/pdf"
