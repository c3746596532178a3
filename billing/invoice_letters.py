"""The letters that bring invoices and credit notes to accounts payable and to whoever registered the team."""

from django.conf import settings
from django.utils.formats import date_format

from districts.models import District
from lmi_portal.outbox.posting import post_emails

from .allocating import open_of
from .linking import address_of_link, standing_link
from .models.account import NOTHING
from .wording import dollars


def tell_of_invoices(bill, account, *, credit_note, invoice, now):
    """One letter to each: a new invoice, one that replaces another, or a credit note alone."""
    paper = invoice or credit_note
    if paper is None:
        return
    news = "invoice_replaced" if invoice and credit_note else "invoice_issued" if invoice else "invoice_credited"
    facts = _facts(bill, account, credit_note, invoice)
    post_emails(
        [
            {
                "reason": f"{news}:{paper.number}",
                "template": f"billing/email/{news}",
                "context": facts | {"is_accounts_payable": reader["is_private"]} | words,
                "attachment": "invoice_pdf" if invoice else "credit_note_pdf",
            }
            | reader
            for reader, words in _readers(bill, account, now=now)
        ],
        now=now,
    )


def _readers(bill, account, *, now):
    """Pairs (whom to write to, what only they are told): accounts payable gets a link, the registrar has a place."""
    accounts_payable, registrar = account.ap_email.lower(), bill.opened_by
    if registrar.email.lower() != accounts_payable:
        # Who is not approved yet sees the team, and not the district's money.
        sees = District.objects.of(registrar).filter(pk=account.district_id).exists()
        yield (
            {"to": registrar.email, "is_private": False},
            {
                "name": registrar.get_full_name(),
                "account_url": settings.SITE_URL + account.get_absolute_url() if sees else "",
                "team_url": settings.SITE_URL + bill.path,
            },
        )
    if accounts_payable:
        yield (
            {"to": accounts_payable, "is_private": True},
            {
                "name": account.ap_name,
                "account_url": address_of_link(standing_link(account, now=now)),
                "team_url": "",
            },
        )


def _facts(bill, account, credit_note, invoice):
    paper = invoice or credit_note
    payee = paper.facts["payee"]
    still_open = open_of(invoice) if invoice else NOTHING
    return {
        "number": paper.number,
        "invoice_id": invoice.pk if invoice else None,
        "credit_note_id": credit_note.pk if credit_note else None,
        "credit_note": credit_note.number if credit_note else "",
        "taken_back": credit_note.invoice.number if credit_note else "",
        "reason": credit_note.reason or str(credit_note.get_cause_display()) if credit_note else "",
        "total": dollars(paper.total),
        "paid": dollars(paper.total - still_open) if invoice and still_open != paper.total else "",
        "to_pay": dollars(still_open) if still_open else "",
        "due_on": date_format(invoice.due_on, "F j, Y") if invoice else "",
        "purchase_order": invoice.facts["purchase_order"] if invoice else "",
        "purchase_order_to_follow": bool(invoice and invoice.facts["purchase_order_to_follow"]),
        "payable_to": payee["payable_to"],
        "remit_to": payee["remit_to"],
        "takes_cards": bool(payee["pay_url"]),
        "w9_url": payee["w9_url"],
        "contact": payee["email"],
        "subject": bill.subject,
        "team": bill.team,
        "district": str(account.district),
    }
