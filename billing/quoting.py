"""What something would cost, on paper, before anybody commits to it."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record

from .models import Counter, Payee, Quote
from .models.account import NOTHING
from .numbering import next_number
from .paper_facts import bill_to_facts, dollars_text, line_facts, payee_facts
from .refusing import CannotBill

VALID_FOR = timedelta(days=30)


@transaction.atomic
def quote_team(*, account, items, terms, asked_by, now, valid_until_on=None):
    """Write a Quote of `items` (invoicing.Item) under `terms` (invoicing.Terms); it holds no seat and owes nothing.

    It is good for 30 days, or until the Pacific day `valid_until_on` where that comes sooner. Raises CannotBill.
    """
    total = sum((item.amount for item in items), NOTHING)
    if not items or total < 0:
        raise CannotBill(_("There is nothing to quote yet."))
    today = timezone.localdate(now)
    valid_until_on = min(today + VALID_FOR, valid_until_on or today + VALID_FOR)
    number, payee = next_number(Counter.Series.QUOTE, on=today), Payee.current()
    facts = {
        "kind": "quote",
        "number": str(number),
        "issued_on": today.isoformat(),
        "valid_until": valid_until_on.isoformat(),
        "net_days": payee.net_days,
        "pay_by_is_set": terms.pay_by_on is not None,
        "payee": payee_facts(payee, account),
        "bill_to": bill_to_facts(account),
        "purchase_order": "",
        "purchase_order_to_follow": False,
        "subject": terms.subject,
        "lines": line_facts(items),
        "total": dollars_text(total),
        "terms": [str(sentence) for sentence in terms.sentences],
    }
    quote = Quote.objects.create(
        **number.as_fields(),
        facts=facts,
        language=account.language,
        account=account,
        total=total,
        valid_until_on=valid_until_on,
        asked_at=now,
        asked_by=asked_by,
    )
    record(deed="quote_team", on=quote, by=asked_by, now=now, changes={"total": ["", dollars_text(total)]})
    return quote
