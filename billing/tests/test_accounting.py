import pytest
from django.utils import timezone

from billing.accounting import account_of
from billing.models import Account
from districts.tests.factories import create_district

pytestmark = pytest.mark.django_db


def test_an_account_is_opened_with_the_districts_name_and_address():
    district = create_district(name="Fresno Unified", street="1 Main St", city="Fresno", zip_code="93701")

    account = account_of(district, now=timezone.now())

    assert (account.bill_to_name, account.attention) == ("Fresno Unified", "Accounts Payable")
    assert account.address_lines() == ["1 Main St", "Fresno, CA 93701"]


def test_a_district_has_one_account_which_keeps_what_was_written_there():
    district = create_district()
    opened = account_of(district, now=timezone.now())
    Account.objects.update(bill_to_name="Business Services")

    again = account_of(district, now=timezone.now())

    assert (again, again.bill_to_name) == (opened, "Business Services")


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        ({"street": "", "city": "", "zip_code": ""}, []),
        ({"street": "", "city": "Fresno", "zip_code": ""}, ["Fresno, CA"]),
        ({"street": "1 Main St", "city": "", "zip_code": "93701"}, ["1 Main St", "93701"]),
    ],
    ids=["none", "town alone", "no town"],
)
def test_an_address_leaves_out_what_is_not_known(address, lines):
    assert Account(**address).address_lines() == lines
