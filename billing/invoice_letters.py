"""The letters that bring invoices and credit notes to accounts payable and to whoever registered the team."""

from django.conf import settings
from django.utils.formats import date_format

from districts.models import Membership
from lmi_portal.outbox.posting import post_emails

from .allocating import open_of
from .linking import address_of_link, standing_link
from .models.account import NOTHING
from .wording import dollars

State = Membership.State
OVER = {State.ENDED, State.DECLINED}


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
    """Pairs (whom to write to, what only they are told): accounts payable gets a link, the others have a place."""
    accounts_payable = account.ap_email.lower()
    for user, sees in _people_told(bill, account):
        if user.email.lower() == accounts_payable:
            continue
        yield (
            {"to": user.email, "is_private": False},
            {
                "name": user.get_full_name(),
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


def _people_told(bill, account):
    """[(user, whether they see the account)]: who registered the team, or the leads once that person has left.

    Who only asked to join sees the team and not the district's money, so the leads read of its purchase orders.
    """
    places = list(account.district.memberships.select_related("user").order_by("pk"))
    members = [place for place in places if place.state == State.APPROVED and place.user.is_active]
    if any(place.user_id == bill.opened_by_id for place in members):
        return [(bill.opened_by, True)]
    if has_left(bill, places) or bill.purchase_order_id:
        leads = [place for place in members if place.is_lead]
        return [(place.user, True) for place in leads or members]
    return [(bill.opened_by, False)]


def has_left(bill, places):
    """Whether who registered the team has no more to do with its district; `places` are all of its Memberships.

    A place may be over since before the bill was opened: of a team that came to owe later, or of somebody who asked
    anew.
    """
    own = [place for place in places if place.user_id == bill.opened_by_id]
    over = [place for place in own if place.state in OVER]
    is_over = over and (len(over) == len(own) or any(place.decided_at >= bill.opened_at for place in over))
    return bool(is_over) or not bill.opened_by.is_active


def _facts(bill, account, credit_note, invoice):
    paper = invoice or credit_note
    payee = paper.facts["payee"]
    # Nobody has paid an invoice that is the first of its bill.
    still_open = NOTHING if invoice is None else open_of(invoice) if credit_note else invoice.total
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
        "gathering": bill.subject,
        "team": bill.team,
        "district": str(account.district),
    }
