from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from billing.forms.dollars import DollarsField


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1100", "1100"),
        ("1100.5", "1100.5"),
        ("$1,100.00", "1100.00"),
        (" $ 1,234,567.89 ", "1234567.89"),
        ("12.", "12"),
        ("-5", "-5"),
        (Decimal("3.20"), "3.20"),
    ],
)
def test_dollars_are_read_as_people_write_them(typed, amount):
    assert DollarsField().clean(typed) == Decimal(amount)


@pytest.mark.parametrize("typed", ["1,5", "1,50", "1100,00", "12,34,567", "$", "5 $", "1.234.567", "$-5", "1,234.567"])
def test_what_may_be_another_amount_is_refused(typed):
    with pytest.raises(ValidationError):
        DollarsField().clean(typed)


def test_nothing_typed_is_no_amount_where_none_is_needed():
    assert DollarsField(required=False).clean("") is None
