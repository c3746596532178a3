"""What a paper says, as plain JSON values frozen when it is issued; `papers.render_pdf` makes the PDF of it."""

from django.conf import settings


def payee_facts(payee, account):
    return {
        "name": payee.name,
        "address": payee.address.splitlines(),
        "email": payee.email,
        "phone": payee.phone,
        "payable_to": payee.payable_to or payee.name,
        "remit_to": payee.remit_to.splitlines(),
        "ach": payee.ach.splitlines(),
        "w9_url": payee.w9_url,
        "pay_url": settings.SITE_URL + account.get_absolute_url() if settings.STRIPE_SECRET_KEY else "",
    }


def bill_to_facts(account):
    return {"name": account.bill_to_name, "attention": account.attention, "address": account.address_lines()}


def line_facts(items):
    return [
        {
            "kind": item.kind,
            "label": item.label,
            "person": item.person,
            "amount": f"{item.amount:.2f}",
            "note": item.note,
        }
        for item in items
    ]


def dollars_text(amount):
    """Money as papers carry it: “1250.00”."""
    return f"{amount:.2f}"
