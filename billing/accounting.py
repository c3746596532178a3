"""A district's account: opened when it is first needed, and locked while its money moves."""

from django.db import transaction

from .models import Account


def account_of(district, *, now):
    """The district's account, opened with its name and address where it has none yet."""
    account = Account.objects.filter(district=district).first()
    if account is None:
        account, _created = Account.objects.get_or_create(
            district=district,
            defaults={
                "bill_to_name": district.name,
                "attention": "Accounts Payable",
                "street": district.street,
                "city": district.city,
                "zip_code": district.zip_code,
                "opened_at": now,
            },
        )
    # Papers name the district, and the caller has it already.
    account.district = district
    return account


def lock_account(account):
    """The account, locked until the transaction ends, so that two deeds with its money take turns.

    Locks are taken in one order everywhere: convening, account, counter.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("An account is locked inside a transaction.")
    return Account.objects.select_for_update(of=("self",)).select_related("district").get(pk=account.pk)
