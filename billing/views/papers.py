"""Papers as PDFs, made of what was frozen when they were issued."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from billing.models import CreditNote, Invoice, Payment, Quote
from billing.papers import render_pdf
from billing.permissions import accounts_seen_by


def invoice_pdf(request, number):
    return _pdf(_paper(request, Invoice, number))


def credit_note_pdf(request, number):
    return _pdf(_paper(request, CreditNote, number))


def receipt_pdf(request, number):
    return _pdf(_paper(request, Payment, number))


def quote_pdf(request, number):
    return _pdf(_paper(request, Quote, number))


def _paper(request, model, number):
    return get_object_or_404(model, account__in=accounts_seen_by(request.user), number=number.upper())


def _pdf(paper):
    content = render_pdf(paper.facts, language=paper.language)
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{paper.number}.pdf"'},
    )
