"""Papers as PDFs, made of what was frozen when they were issued; and the statement, made when it is asked for."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from billing.models import CreditNote, Invoice, Payment, Quote
from billing.papers import render_pdf
from billing.permissions import accounts_seen_by
from billing.statement import statement_facts


def invoice_pdf(request, number):
    return _paper(Invoice, number, account__in=accounts_seen_by(request))


def credit_note_pdf(request, number):
    return _paper(CreditNote, number, account__in=accounts_seen_by(request))


def receipt_pdf(request, number):
    return _paper(Payment, number, account__in=accounts_seen_by(request))


def quote_pdf(request, number):
    return _paper(Quote, number, account__in=accounts_seen_by(request))


def shared_invoice_pdf(request, way, number):
    return _paper(Invoice, number, account=way.account)


def shared_credit_note_pdf(request, way, number):
    return _paper(CreditNote, number, account=way.account)


def shared_receipt_pdf(request, way, number):
    return _paper(Payment, number, account=way.account)


def shared_quote_pdf(request, way, number):
    return _paper(Quote, number, account=way.account)


def statement_pdf(request, way):
    """Of the fiscal year until today; ?since=2026-01-01 begins it on another day."""
    today = timezone.localdate()
    facts = statement_facts(way.account, as_of=today, since=_day(request.GET.get("since", "")))
    name = f"statement-{way.account.district.cd_code}-{today}"
    return _pdf(facts, language=way.account.language, name=name)


def _day(text):
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _paper(model, number, **whose):
    paper = get_object_or_404(model, number=number.upper(), **whose)
    return _pdf(paper.facts, language=paper.language, name=paper.number)


def _pdf(facts, *, language, name):
    return HttpResponse(
        render_pdf(facts, language=language),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}.pdf"'},
    )
