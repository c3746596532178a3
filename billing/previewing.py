"""Reminders about money as their readers will get them, before anybody does."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from itertools import groupby

from django.conf import settings
from django.utils import timezone

from lmi_portal.outbox.models import Email
from lmi_portal.outbox.rendering import render

from .models import Account, ChaseLetter
from .models.account import NOTHING
from .reminder_letters import letters_of, readers_of
from .reminders_due import coming_reminders

About = ChaseLetter.About
# Whoever previews a letter must not get the link that opens the account.
NO_LINK = "/account/shared/…/"


@dataclass(frozen=True)
class ToCome:
    """What one account is written about on one day: `invoices` with their open amounts, and the readers' addresses."""

    on: date
    account: Account
    about: str
    invoices: list
    total: Decimal
    readers: list


def reminders_to_come(*, now, until):
    """[ToCome] up to the Pacific day `until`, as things stand now, by day and account."""
    coming = coming_reminders(now=now, until=until)
    coming.sort(key=lambda one: (one.on, str(one.invoice.account.district), one.invoice.account_id, one.about))
    grouped = groupby(coming, key=lambda one: (one.on, one.invoice.account_id, one.about))
    return [_to_come(list(reminders)) for _key, reminders in grouped]


def letters_to_come(account, *, on, now):
    """[(message, [what is attached])] that the account's readers would get on the Pacific day `on`."""
    coming = [one for one in coming_reminders(now=now, until=on, account=account) if one.on == on]
    then = timezone.make_aware(datetime.combine(on, time(9)))
    return [
        (_message(letter), [f"{one['number']}.pdf" for one in letter["context"]["invoices"]])
        for letter in letters_of(coming, link=lambda: settings.SITE_URL + NO_LINK, now=then)
    ]


def _to_come(reminders):
    first, invoices = reminders[0], [one.invoice for one in reminders]
    return ToCome(
        on=first.on,
        account=first.invoice.account,
        about=About(first.about).label,
        invoices=invoices,
        total=sum((invoice.open_amount for invoice in invoices), NOTHING),
        readers=[reader.email for reader in readers_of(reminders).values()],
    )


def _message(letter):
    fields = {name: letter[name] for name in ("to", "template", "context")}
    return render(Email(**fields))
