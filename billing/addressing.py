"""Who is billed, who pays, and in which language; papers already issued keep what they say until issued again."""

from django.db import transaction

from lmi_portal.audit.recording import record

from .accounting import lock_account
from .invoicing import reissue_invoice
from .linking import revoke_account_link
from .models import Account, Bill, Invoice
from .paper_facts import bill_to_facts

# Each is two papers and up to two letters; more at once would outlast the request.
AT_ONCE = 40


@transaction.atomic
def change_details(*, account, details, changed_by, now):
    """Write `details`, a dict of the account's fields; return the Account.

    Links that were sent to an earlier accounts-payable contact open nothing from then on.
    """
    before = lock_account(account)
    changes = {name: [getattr(before, name), value] for name, value in details.items()}
    changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    if changes:
        Account.objects.filter(pk=account.pk).update(**{name: value for name, (_old, value) in changes.items()})
        record(deed="change_details", on=account, by=changed_by, now=now, changes=changes)
    if "ap_email" in changes:
        # Else they would open again once the earlier contact is named anew.
        for link in account.links.filter(revoked_at__isnull=True):
            revoke_account_link(link=link, revoked_by=changed_by, now=now)
    return Account.objects.select_related("district").get(pk=account.pk)


def outdated_invoices(account):
    """The account's unpaid invoices that are addressed otherwise, or in another language, than new ones would be."""
    said = bill_to_facts(account)
    unpaid = Invoice.objects.unpaid().filter(account=account).select_related("bill").order_by("due_on", "pk")
    return [one for one in unpaid if one.facts["bill_to"] != said or one.language != account.language]


def issue_again(*, account, issued_by, reason, now):
    """Take the outdated invoices back and issue them again as the account says now, 40 at a time.

    Returns how many were issued, and how many are left for another time.
    """
    outdated = outdated_invoices(account)
    for invoice in outdated[:AT_ONCE]:
        bill = Bill.objects.select_related("account__district", "purchase_order", "opened_by").get(pk=invoice.bill_id)
        reissue_invoice(bill=bill, by=issued_by, now=now, reason=reason)
    return len(outdated[:AT_ONCE]), len(outdated[AT_ONCE:])
