"""Who may open which page of the directory and of its tables."""

import pytest

from districts.models import Membership
from lmi_portal.accounts.tests.factories import create_staff
from lmi_portal.tests.access import LOGIN, assert_access, clients_of

from .factories import create_district, create_membership, create_unit, create_user

pytestmark = pytest.mark.django_db
DISTRICTS, JOIN, REQUESTS = "/districts/", "/districts/join/", "/districts/requests/"


def test_pages_open_to_those_who_may():
    district = create_district()
    lead = create_membership(district=district, is_lead=True).user
    member = create_membership(district=district).user
    other_lead = create_membership(is_lead=True).user
    request = create_membership(district=district, state="requested")
    organization = create_unit(district).organization
    unconfirmed = create_unit(district, kind="classified", confidence="low").organization
    own = Membership.objects.get(user=lead)
    roles = {"visitor": None, "signed in": create_user(), "asker": request.user, "staff": create_staff()}
    roles |= {"member": member, "lead": lead, "other lead": other_lead}
    everyone, nobody = dict.fromkeys(roles, 200), dict.fromkeys(roles, 404)

    assert_access(
        {
            DISTRICTS: everyone,
            f"{DISTRICTS}districts.csv": everyone,
            f"{DISTRICTS}districts.json": everyone,
            f"{DISTRICTS}map/": everyone,
            f"{DISTRICTS}map/?county=34": everyone,
            f"{DISTRICTS}{district.cd_code}/": everyone,
            f"{DISTRICTS}0000000/": nobody,
            f"{DISTRICTS}organizations/": everyone,
            f"{DISTRICTS}organizations/{organization.pk}/": everyone,
            f"{DISTRICTS}organizations/{unconfirmed.pk}/": nobody | {"staff": 200},
            f"{DISTRICTS}organizations/0/": nobody,
            JOIN: everyone | {"visitor": LOGIN},
            f"{JOIN}{district.cd_code}/": everyone | {"visitor": LOGIN},
            f"{JOIN}0000000/": nobody | {"visitor": LOGIN},
            REQUESTS: nobody | {"visitor": LOGIN, "lead": 200, "other lead": 200},
            f"{REQUESTS}{request.pk}/": nobody | {"visitor": LOGIN, "lead": 200},
            f"{REQUESTS}{own.pk}/": nobody | {"visitor": LOGIN},
        },
        clients_of(**roles),
        under=["districts/"],
    )


@pytest.mark.parametrize("code", ["346744", "34674470", "organisations", "３４６７４４７"], ids=ascii)
def test_what_is_no_cd_code_leads_nowhere(client, code):
    assert client.get(f"{DISTRICTS}{code}/").status_code == 404
