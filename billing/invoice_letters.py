"""The letters that bring invoices and credit notes to accounts payable and to whoever registered the team."""

from django.conf import settings

from lmi_portal.outbox.posting import post_emails


def tell_of_invoices(bill, account, *, credit_note, invoice, now):
    """One letter to each: a new invoice, one that replaces another, or a credit note alone."""
    paper = invoice or credit_note
    if paper is None:
        return
    news = "invoice_replaced" if invoice and credit_note else "invoice_issued" if invoice else "invoice_credited"
    facts = {
        "number": paper.number,
        "invoice_id": invoice.pk if invoice else None,
        "credit_note_id": credit_note.pk if credit_note else None,
        "credit_note": credit_note.number if credit_note else "",
        "taken_back": credit_note.invoice.number if credit_note else "",
        "total": f"${paper.total:,.2f}",
        "due_on": invoice.due_on.isoformat() if invoice else "",
        "purchase_order": invoice.facts["purchase_order"] if invoice else "",
        "purchase_order_to_follow": bool(invoice and invoice.facts["purchase_order_to_follow"]),
        "subject": bill.subject,
        "team": bill.team,
        "district": str(account.district),
        "account_url": settings.SITE_URL + account.get_absolute_url(),
        "team_url": settings.SITE_URL + bill.path,
    }
    people = {bill.opened_by.email.lower(): bill.opened_by.get_full_name()}
    if account.ap_email:
        people[account.ap_email.lower()] = account.ap_name
    post_emails(
        [
            {
                "to": to,
                "reason": f"{news}:{paper.number}",
                "template": f"billing/email/{news}",
                "context": facts | {"name": name},
                "attachment": "invoice_pdf" if invoice else "credit_note_pdf",
                "language": account.language,
            }
            for to, name in people.items()
        ],
        now=now,
    )
