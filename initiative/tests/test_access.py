"""Who opens which page of what has been learned."""

import pytest

from districts.tests.factories import create_membership, create_user
from initiative.models import Practice
from lmi_portal.accounts.tests.factories import create_staff
from lmi_portal.tests.access import assert_access, clients_of

from .test_practices import create_case_study

pytestmark = pytest.mark.django_db

EVERYONE = {"visitor": 200, "signed in": 200, "member": 200, "staff": 200}

ACCESS = {
    "/practices/": EVERYONE,
    "/practices/interest-based-bargaining/": EVERYONE,
    "/case-studies/published.pdf": EVERYONE,
    "/case-studies/draft.pdf": dict.fromkeys(EVERYONE, 404) | {"staff": 200},
}


def test_pages_open_to_those_who_may():
    Practice.objects.create(name="Interest-based bargaining", slug="interest-based-bargaining", summary="By interests.")
    member = create_membership(is_lead=True)
    create_case_study(state="published", slug="published")
    create_case_study(state="draft", slug="draft", district=member.district)
    clients = clients_of(visitor=None, **{"signed in": create_user(), "member": member.user, "staff": create_staff()})

    assert_access(ACCESS, clients, under=["practices/", "case-studies/<slug:slug>.pdf"])


def test_nobody_of_a_district_edits_a_practice(client, lead):
    practice = Practice.objects.create(name="Site leadership teams", slug="site-leadership-teams", summary="By site.")

    responses = [
        client.post(f"/admin/initiative/practice/{practice.pk}/change/", {"name": "Ours"}),
        client.post(practice.get_absolute_url(), {"name": "Ours"}),
    ]

    practice.refresh_from_db()
    assert (responses[0].status_code, practice.name) == (404, "Site leadership teams")
