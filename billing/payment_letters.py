"""The letter that brings the receipt of a payment."""

from decimal import Decimal

from django.utils.formats import date_format

from lmi_portal.outbox.posting import post_emails


def tell_of_payment(payment, account, *, now, payer=None):
    """To accounts payable, and to the `payer` who paid by card; to nobody else, for it names what was paid and how."""
    people = {payer.email.lower(): payer.get_full_name()} if payer else {}
    if account.ap_email:
        people[account.ap_email.lower()] = account.ap_name
    over = payment.facts["unapplied"]
    facts = {
        "payment_id": payment.pk,
        "number": payment.number,
        "amount": f"${payment.amount:,.2f}",
        "received_on": date_format(payment.received_on, "F j, Y"),
        "method": str(payment.get_method_display()),
        "reference": payment.reference if payment.method != payment.Method.CARD_ONLINE else "",
        "applied": [
            {"invoice": part["invoice"], "amount": _dollars(part["amount"])} for part in payment.facts["applied"]
        ],
        "unapplied": _dollars(over) if Decimal(over) else "",
        "district": str(account.district),
    }
    post_emails(
        [
            {
                "to": to,
                "reason": f"payment_received:{payment.number}",
                "template": "billing/email/payment_received",
                "context": facts | {"name": name},
                "attachment": "receipt_pdf",
            }
            for to, name in people.items()
        ],
        now=now,
    )


def _dollars(text):
    return f"${Decimal(text):,.2f}"
