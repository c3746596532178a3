from datetime import timedelta

import pytest
from django.utils import timezone

from billing.models import Entry, Quote
from billing.quoting import quote_team
from billing.refusing import CannotBill
from districts.tests.factories import create_user
from lmi_portal.audit.models import Entry as AuditEntry

from .factories import create_account, create_bill, seats, terms_of

pytestmark = pytest.mark.django_db


def ask(*amounts, **fields):
    return quote_team(
        account=create_account(),
        items=seats(*amounts),
        terms=terms_of(create_bill()),
        asked_by=create_user(),
        now=timezone.now(),
        **fields,
    )


def test_quote_says_what_it_comes_to_and_owes_nothing():
    quote = ask("150.00", "0.00")

    assert (quote.total, quote.facts["total"], quote.facts["number"]) == (150, "150.00", quote.number)
    assert quote.valid_until_on == timezone.localdate() + timedelta(days=30)
    assert not Entry.objects.exists()
    assert AuditEntry.objects.get(deed="quote_team").changes == {"total": ["", "150.00"]}


@pytest.mark.parametrize(("days", "good_for"), [(5, 5), (90, 30)], ids=["sooner", "later"])
def test_quote_is_good_for_30_days_at_most(days, good_for):
    today = timezone.localdate()

    quote = ask("150.00", valid_until_on=today + timedelta(days=days))

    assert quote.valid_until_on == today + timedelta(days=good_for)


def test_numbers_of_quotes_have_no_gap_where_one_is_refused():
    ask("150.00")
    with pytest.raises(CannotBill, match="nothing to quote"):
        ask()
    ask("150.00")

    assert [quote.sequence for quote in Quote.objects.order_by("pk")] == [1, 2]
