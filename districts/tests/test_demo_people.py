import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from districts.demo import load_directory_facts
from districts.demo_people import PEOPLE, load_people
from districts.models import Membership
from lmi_portal.accounts.models import User
from lmi_portal.outbox.models import Email

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    load_directory_facts()
    return load_people(password="a door of many colors", now=timezone.now())


def test_the_demo_s_people_can_sign_in_with_one_password(people):
    assert [user.email for user in people] == [person.email for person in PEOPLE]
    assert [user.email for user in User.objects.all() if not user.check_password("a door of many colors")] == []
    assert EmailAddress.objects.filter(verified=True, primary=True).count() == len(PEOPLE)


def test_the_demo_s_people_are_marked_as_made_up(people):
    assert [user.name for user in people if not user.name.endswith("(made up)")] == []


def test_only_staff_of_the_demo_are_staff(people):
    staff = {user.email: sorted(group.name for group in user.groups.all()) for user in people if user.is_staff}

    assert staff == {
        "staff@example.org": ["directory", "events", "finance"],
        "finance@example.org": ["finance"],
    }
    assert not User.objects.filter(is_superuser=True).exists()


def test_the_demo_s_people_have_their_places(people):
    leads = Membership.objects.led().select_related("unit__organization", "user")

    assert {lead.user.email: (lead.district.name, lead.speaks_for()) for lead in leads} == {
        "lead@example.org": ("San Juan Unified", ""),
        "labor@example.org": ("San Juan Unified", "SJTA"),
    }
    assert Membership.objects.approved().count() == 11
    assert not Email.objects.exists()
