"""Who may see and move a district's money; not allowed reads as not found.

| page | who |
|---|---|
| account, papers, purchase orders, statement | approved members and leads of the district; LMI staff by Django's permission to view accounts, behind a second factor |
| changing who is billed, bringing in, choosing and withdrawing purchase orders, paying by card, links for accounts payable | approved members and leads of the district |
| one account, its papers and statement, bringing in a purchase order, paying by card | its accounts-payable contact by a signed link |
| everything else, in the admin | LMI staff by Django's permissions, behind a second factor |
"""  # noqa: E501 - a row of a table is one line

from lmi_portal.accounts.second_factor import acts_as_staff

from .models import Account


def accounts_seen_by(request):
    accounts = Account.objects.select_related("district")
    if acts_as_staff(request) and request.user.has_perm("billing.view_account"):
        return accounts
    return accounts.of(request.user)


def accounts_changed_by(user):
    return Account.objects.of(user).select_related("district")
