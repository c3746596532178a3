"""Who may see and move a district's money; not allowed reads as not found.

| page | who |
|---|---|
| account, papers, purchase orders | approved members and leads of the district |
| changing who is billed, bringing in purchase orders, paying by card, links for accounts payable | the same |
| one account, its papers, purchase orders and card payment | its accounts-payable contact by a signed link |
| everything, in the admin | LMI staff by Django's permissions, behind a second factor |
"""

from .models import Account


def accounts_seen_by(user):
    return Account.objects.of(user).select_related("district")
