import pytest
from django.core.management import call_command

from lmi_portal.accounts.models import User

pytestmark = pytest.mark.django_db


def test_first_staff_member_is_made_from_the_command_line():
    call_command("createsuperuser", interactive=False, email="Sam@Example.org", verbosity=0)

    sam = User.objects.get_by_natural_key("SAM@example.org")
    assert (sam.email, sam.is_staff, sam.is_superuser) == ("sam@example.org", True, True)


@pytest.mark.parametrize(
    ("name", "full", "short", "label"),
    [
        ("Ana Ortiz", "Ana Ortiz", "Ana", "Ana Ortiz <ana@example.org>"),
        ("", "ana@example.org", "ana@example.org", "ana@example.org"),
    ],
)
def test_person_without_a_name_goes_by_the_address(name, full, short, label):
    person = User(email="ana@example.org", name=name)

    assert (person.get_full_name(), person.get_short_name(), str(person)) == (full, short, label)
