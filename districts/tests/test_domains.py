import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from districts.domains import district_vouched_for
from districts.joining import end_membership

from .factories import ask, create_district, create_user

pytestmark = pytest.mark.django_db
DOMAIN = "saltmarsh.example.org"


@pytest.mark.parametrize(
    ("email", "verified", "state"),
    [
        pytest.param("ana@saltmarsh.example.org", True, "approved", id="in the domain"),
        pytest.param("ANA@Saltmarsh.Example.org", True, "approved", id="in capitals"),
        pytest.param("ana@board.saltmarsh.example.org", True, "approved", id="in a subdomain"),
        pytest.param("ana@saltmarsh.example.org", False, "requested", id="in the domain but unverified"),
        pytest.param("ana@example.org", True, "requested", id="elsewhere"),
        pytest.param("ana@notsaltmarsh.example.org", True, "requested", id="in a name that ends alike"),
        pytest.param("ana@saltmarsh.example.org.evil.org", True, "requested", id="in a name that begins alike"),
        pytest.param("ana@student.saltmarsh.example.org", True, "requested", id="in the pupils' subdomain"),
    ],
)
def test_a_verified_email_in_the_district_s_own_domain_joins_at_once(email, verified, state):
    district = create_district(email_domain=DOMAIN)
    user = create_user(email=email, verified=verified)

    membership = ask(user=user, district=district)

    assert membership.state == state
    assert (membership.decided_at is not None) == (state == "approved")


def test_any_verified_address_of_a_person_counts():
    district, user = create_district(email_domain=DOMAIN), create_user()
    EmailAddress.objects.create(user=user, email=f"ana@{DOMAIN}", verified=True)

    assert ask(user=user, district=district).state == "approved"


def test_a_domain_of_one_district_opens_no_other():
    create_district(email_domain=DOMAIN)

    assert ask(user=create_user(email=f"ana@{DOMAIN}")).state == "requested"


def test_a_subdomain_belongs_to_the_district_that_has_it_for_its_own():
    office, district = create_district(email_domain=DOMAIN), create_district(email_domain=f"small.{DOMAIN}")
    user = create_user(email=f"ana@small.{DOMAIN}")

    assert district_vouched_for(user) == district
    assert ask(user=user, district=office).state == "requested"


def test_districts_without_a_domain_let_nobody_in_at_once():
    create_district(email_domain="")

    assert district_vouched_for(create_user()) is None


@pytest.mark.parametrize(("ended_by_self", "state"), [(True, "approved"), (False, "requested")])
def test_whose_place_was_ended_by_others_waits_for_an_answer(ended_by_self, state):
    membership = ask(user=create_user(email=f"ana@{DOMAIN}"), district=create_district(email_domain=DOMAIN))
    by = membership.user if ended_by_self else create_user()
    end_membership(membership=membership, ended_by=by, now=timezone.now())

    assert ask(user=membership.user, district=membership.district).state == state


def test_whose_place_was_ended_in_a_subdomain_does_not_get_in_by_the_domain_above():
    office, district = create_district(email_domain=DOMAIN), create_district(email_domain=f"small.{DOMAIN}")
    membership = ask(user=create_user(email=f"ana@small.{DOMAIN}"), district=district)
    end_membership(membership=membership, ended_by=create_user(), now=timezone.now())

    assert ask(user=membership.user, district=office).state == "requested"
