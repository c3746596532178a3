"""Who opens which page of what has been learned."""

import pytest

from districts.tests.factories import create_membership, create_user
from initiative.models import Practice
from lmi_portal.accounts.tests.factories import create_staff
from lmi_portal.tests.access import LOGIN, assert_access, clients_of

from .case_studies import create_in_review
from .test_practices import create_case_study

pytestmark = pytest.mark.django_db

EVERYONE = {"visitor": 200, "signed in": 200, "member": 200, "staff": 200}
NOBODY = dict.fromkeys(EVERYONE, 404)
STAFF_ONLY = NOBODY | {"staff": 200}

ACCESS = {
    "/practices/": EVERYONE,
    "/practices/interest-based-bargaining/": EVERYONE,
    "/case-studies/": EVERYONE,
    "/case-studies/compare/": EVERYONE,
    "/case-studies/published/": EVERYONE,
    "/case-studies/draft/": STAFF_ONLY,
    "/case-studies/none/": NOBODY,
    "/case-studies/waiting/": STAFF_ONLY,
    "/case-studies/waiting/review/": {"visitor": LOGIN, "signed in": 404, "member": 200, "staff": 404},
    "/case-studies/draft/review/": NOBODY | {"visitor": LOGIN},
    "/case-studies/published.pdf": EVERYONE,
    "/case-studies/draft.pdf": STAFF_ONLY,
}


def test_pages_open_to_those_who_may():
    Practice.objects.create(name="Interest-based bargaining", slug="interest-based-bargaining", summary="By interests.")
    member = create_membership(is_lead=True)
    create_case_study(state="published", slug="published")
    create_case_study(state="draft", slug="draft", district=member.district)
    waiting, _people, _sender = create_in_review(slug="waiting")
    create_membership(user=member.user, district=waiting.district)
    clients = clients_of(visitor=None, **{"signed in": create_user(), "member": member.user, "staff": create_staff()})

    assert_access(ACCESS, clients, under=["practices/", "case-studies/"])


def test_nobody_of_a_district_edits_a_practice(client, lead):
    practice = Practice.objects.create(name="Site leadership teams", slug="site-leadership-teams", summary="By site.")

    responses = [
        client.post(f"/admin/initiative/practice/{practice.pk}/change/", {"name": "Ours"}),
        client.post(practice.get_absolute_url(), {"name": "Ours"}),
    ]

    practice.refresh_from_db()
    assert (responses[0].status_code, practice.name) == (404, "Site leadership teams")
