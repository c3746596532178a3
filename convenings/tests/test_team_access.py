import pytest

from convenings.cosigning import co_lead_token
from districts.tests.factories import create_district, create_membership, create_user
from lmi_portal.accounts.tests.factories import create_staff
from lmi_portal.tests.access import LOGIN, assert_access, clients_of

from .factories import create_convening, register

pytestmark = pytest.mark.django_db


def test_pages_of_a_team_open_to_those_who_may():
    district = create_district()
    asker = create_membership(district=district, state="requested").user
    team = register(create_convening(), district=district, registered_by=asker, co_lead_email="uma@example.org")
    roles = {
        "visitor": None,
        "signed in": create_user(),
        "registrar who waits": asker,
        "other who waits": create_membership(district=district, state="requested").user,
        "left": create_membership(district=district, state="ended").user,
        "member": create_membership(district=district).user,
        "lead": create_membership(district=district, is_lead=True).user,
        "other lead": create_membership(is_lead=True).user,
        "staff": create_staff(),
        "staff who may not": create_staff(is_superuser=False),
    }

    def only(*may):
        return dict.fromkeys(roles, 404) | {"visitor": LOGIN} | dict.fromkeys(may, 200)

    changing = only("registrar who waits", "lead")
    assert_access(
        {
            "/teams/": dict.fromkeys(roles, 200) | {"visitor": LOGIN},
            f"/teams/{team.code}/": only("registrar who waits", "member", "lead"),
            f"/teams/{team.code}/change/": changing,
            f"/teams/{team.code}/cancel/": changing,
            f"/teams/{team.code}/co-lead/": changing,
            f"/teams/{team.code}/issue-again/": only("lead"),
            f"/teams/co-lead/{co_lead_token(team)}/": dict.fromkeys(roles, 200),
            "/teams/co-lead/forged/": dict.fromkeys(roles, 410),
            f"/admin/teams/{team.code}/change/": only("staff"),
        },
        clients_of(**roles),
        under=["teams/", "admin/teams/"],
    )
