import pytest
from django.urls import reverse

from lmi_portal.outbox.models import Email

from .factories import create_district, create_membership
from .test_joining_pages import text_of

pytestmark = pytest.mark.django_db
REQUESTS = "/districts/requests/"


@pytest.mark.parametrize("item_count", [1, 3])
def test_request_list_query_count_is_constant(client, lead, django_assert_num_queries, item_count):
    for _n in range(item_count):
        create_membership(district=lead.district, state="requested", side="labor")
    create_membership(state="requested")

    # session, user, leads, count, requests
    with django_assert_num_queries(5):
        page = text_of(client.get(REQUESTS))

    assert page.count('<li class="panel">') == item_count


def test_an_empty_list_says_so(client, lead):
    assert "Nobody is waiting" in text_of(client.get(REQUESTS))


def request_url(membership):
    return reverse("districts:request", args=[membership.pk])


@pytest.mark.parametrize(
    ("form", "state", "is_lead"),
    [
        ({"answer": "approve"}, "approved", False),
        ({"answer": "approve_as_lead"}, "approved", True),
        ({"answer": "decline", "reason": "Left in May."}, "declined", False),
    ],
)
def test_a_lead_answers_a_request(client, lead, form, state, is_lead):
    request = create_membership(district=lead.district, state="requested")

    response = client.post(request_url(request), form)

    request.refresh_from_db()
    assert response.url == REQUESTS
    assert (request.state, request.is_lead, request.decided_by) == (state, is_lead, lead.user)
    assert Email.objects.filter(to=request.user.email).count() == 1


def test_looking_at_a_request_decides_nothing(client, lead):
    request = create_membership(district=lead.district, state="requested")

    page = text_of(client.get(request_url(request), {"answer": "approve"}))

    request.refresh_from_db()
    assert request.state == "requested"
    assert request.user.email in page


def test_declining_without_a_reason_asks_for_one(client, lead):
    request = create_membership(district=lead.district, state="requested")

    page = text_of(client.post(request_url(request), {"answer": "decline"}))

    assert "Say why: the person who asked is told the reason." in page
    request.refresh_from_db()
    assert request.state == "requested"


def test_a_reason_too_long_is_kept_on_the_form(client, lead):
    request = create_membership(district=lead.district, state="requested")

    page = text_of(client.post(request_url(request), {"answer": "decline", "reason": "x" * 10_000}))

    assert "at most 300 characters" in page
    assert "x" * 10_000 in page


def test_a_request_answered_by_another_lead_says_so(client, lead):
    request = create_membership(district=lead.district, state="approved")

    shown, posted = client.get(request_url(request)), client.post(request_url(request), {"answer": "approve"})

    assert "This request has been answered." in text_of(shown)
    assert "This request has been answered already." in text_of(posted)


@pytest.mark.parametrize("whose", ["another district's", "one's own", "nobody's"])
def test_other_requests_are_not_found(client, lead, whose):
    elsewhere = create_membership(state="requested")
    pk = {"another district's": elsewhere.pk, "one's own": lead.pk, "nobody's": 0}[whose]

    response = client.post(reverse("districts:request", args=[pk]), {"answer": "approve"})

    elsewhere.refresh_from_db()
    assert (response.status_code, elsewhere.state) == (404, "requested")


def test_a_member_who_does_not_lead_answers_nothing(client):
    district = create_district()
    client.force_login(create_membership(district=district).user)
    request = create_membership(district=district, state="requested")

    assert client.post(request_url(request), {"answer": "approve"}).status_code == 404
