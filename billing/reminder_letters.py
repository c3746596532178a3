"""What reminders about money say, and who reads them: one letter to each reader, however many invoices it is about."""

from dataclasses import dataclass, field

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from districts.models import Membership

from .invoice_letters import has_left
from .models import Payee
from .models.account import NOTHING
from .reminders_due import UNPAID
from .wording import dollars

State = Membership.State
NEWS = {True: "invoices_unpaid", False: "purchase_order_awaited"}
# More would be a heavy letter; the account has them all.
ATTACHED_AT_MOST = 10


@dataclass
class Reader:
    """Somebody who is written to.

    Accounts payable opens the account by a link; whoever has a place at the table `sees_account` signed in.
    """

    email: str
    name: str
    is_accounts_payable: bool
    sees_account: bool
    reminders: list = field(default_factory=list)


def readers_of(reminders):
    """{reader's address: Reader with their part of `reminders`}, which are of one account and about one thing."""
    readers = {}
    for reminder in reminders:
        for reader in _read_by(reminder):
            readers.setdefault(reader.email.lower(), reader).reminders.append(reminder)
    return readers


def letters_of(reminders, *, link, now):
    """Yield the letters of `reminders`, all of one account; `link()` gives the address that needs no signing in."""
    payee = Payee.current()
    for is_unpaid in (True, False):
        about = [one for one in reminders if (one.about == UNPAID) == is_unpaid]
        for reader in readers_of(about).values():
            yield _letter(reader, NEWS[is_unpaid], payee=payee, link=link, now=now)


def _read_by(reminder):
    account = reminder.invoice.account
    people = _speakers_of(reminder)
    # One of both that nobody answers at must not leave a letter unsent.
    to_accounts_payable = account.ap_email and (reminder.to_accounts_payable or not people)
    if to_accounts_payable:
        yield Reader(account.ap_email, account.ap_name, True, True)
    if reminder.to_leads or not to_accounts_payable:
        for user, sees_account in people:
            if not to_accounts_payable or user.email.lower() != account.ap_email.lower():
                yield Reader(user.email, user.get_full_name(), False, sees_account)


def _speakers_of(reminder):
    """[(user, whether they see the account)].

    Money is the leads' to answer for, a purchase order first of all the registrar's, else whoever is at the table is
    written to. Who only asked for a place is where there is nobody else, and reads of no purchase order; who left the
    district since is not.
    """
    bill, places = reminder.invoice.bill, reminder.invoice.account.district.places
    members = [place for place in places if place.state == State.APPROVED and place.user.is_active]
    leads = [place for place in members if place.is_lead]
    registrar = [place for place in members if place.user_id == bill.opened_by_id]
    first, second = (leads, registrar) if reminder.about == UNPAID else (registrar, leads)
    speakers = [(place.user, True) for place in first or second or members]
    if speakers or bill.purchase_order_id or has_left(bill, places):
        return speakers
    return [(bill.opened_by, False)]


def _letter(reader, news, *, payee, link, now):
    first = reader.reminders[0]
    account = first.invoice.account
    invoices = [one.invoice for one in reader.reminders]
    account_url = link() if reader.is_accounts_payable else settings.SITE_URL + account.get_absolute_url()
    return {
        "to": reader.email,
        # Both of its parts are in a row that there is once.
        "reason": f"{news}:{first.invoice.number}:{first.key}",
        "template": f"billing/email/{news}",
        "context": {
            "name": reader.name,
            "district": str(account.district),
            "invoices": [_facts(invoice, now=now) for invoice in invoices],
            "total": dollars(sum((invoice.open_amount for invoice in invoices), NOTHING)),
            "account_url": account_url if reader.sees_account else "",
            "join_url": settings.SITE_URL + reverse("districts:join"),
            "is_accounts_payable": reader.is_accounts_payable,
            "contact": payee.email,
            "w9_url": payee.w9_url,
            "invoice_ids": [invoice.pk for invoice in invoices[:ATTACHED_AT_MOST]],
            "not_attached": len(invoices[ATTACHED_AT_MOST:]),
        },
        "attachment": "invoice_pdfs",
        "is_private": reader.is_accounts_payable,
    }


def _facts(invoice, *, now):
    bill = invoice.bill
    return {
        "number": invoice.number,
        "subject": bill.subject,
        "team": bill.team,
        "open": dollars(invoice.open_amount),
        "total": dollars(invoice.total),
        "is_partly_paid": bool(invoice.paid),
        "due_on": date_format(invoice.due_on, "F j, Y"),
        "days_past_due": invoice.days_past_due(now=now),
        "purchase_order": str(bill.purchase_order or ""),
        "awaits_purchase_order": bill.awaits_purchase_order(),
        "issued_on": date_format(timezone.localdate(invoice.issued_at), "F j, Y"),
    }
