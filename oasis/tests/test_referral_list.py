from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from oasis import listing
from oasis.models import AccessEntry, Referral, Role, State
from oasis.providers.tests.factories import create_need

from .factories import create_assignment, create_referral, create_site, sign_in

pytestmark = pytest.mark.django_db

LIST, FILE = reverse("oasis:referrals"), reverse("oasis:referrals_export")


@pytest.fixture
def lead(client):
    return sign_in(client, create_assignment(role=Role.SITE_LEAD))


def shown(client, **asked):
    return [referral.number for referral in client.get(LIST, asked).context["page"]]


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_list(client, lead, count, django_assert_num_queries):
    for _each in range(count):
        create_referral(logged_by=lead)
    client.get(LIST)

    with django_assert_num_queries(17):
        client.get(LIST)


def test_only_referrals_within_reach_are_shown_and_the_page_is_logged(client, lead):
    own = create_referral(logged_by=lead)
    create_referral(logged_by=create_assignment(site=create_site()))

    assert shown(client) == [own.number]
    entry = AccessEntry.objects.get()
    assert (entry.action, entry.students) == ("list", [own.student_id])


def test_the_list_is_narrowed_by_state_need_owner_site_and_delay(client, lead):
    colleague = create_assignment(site=lead.site)
    late = create_referral(logged_by=lead, due_on=timezone.localdate() - timedelta(days=1))
    over = create_referral(logged_by=colleague, state=State.WITHDRAWN, need=create_need("dental"))

    assert shown(client, state="running") == [late.number]
    assert shown(client, state="withdrawn") == [over.number]
    assert shown(client, need=over.need.pk) == [over.number]
    assert shown(client, owner=colleague.user.pk) == [over.number]
    assert shown(client, site=lead.site.pk) == [over.number, late.number]
    assert shown(client, overdue="on") == [late.number]
    assert shown(client, state="forged", need="x", site="0") == [over.number, late.number]


def test_pages_follow_one_another_by_the_last_one_seen(client, lead, monkeypatch):
    monkeypatch.setattr(listing, "AT_A_TIME", 2)
    now = timezone.now()
    # Two at one moment: the number of the row parts them.
    numbers = [create_referral(logged_by=lead, created_at=now).number for _each in range(5)][::-1]

    first = client.get(LIST).context
    second = client.get(LIST, {"after": first["following"]}).context
    third = client.get(LIST, {"after": second["following"]}).context

    pages = [[referral.number for referral in each["page"]] for each in (first, second, third)]
    assert pages == [numbers[:2], numbers[2:4], numbers[4:]]
    assert third["following"] == ""
    assert shown(client, after="R-NOWHERE") == numbers[:2]


def test_the_file_holds_no_names_and_is_logged_as_an_export(client, lead):
    referral = create_referral(logged_by=lead, reason="Headaches")
    create_referral(logged_by=create_assignment(site=create_site()))

    text = b"".join(client.get(FILE).streaming_content).decode()

    assert text.count(referral.number) == 1
    assert len(text.splitlines()) == 2
    assert [word in text for word in ("Núñez", "Ana", "Headaches")] == [False, False, False]
    entry = AccessEntry.objects.get()
    assert (entry.action, entry.students) == ("export", [referral.student_id])


def test_only_leads_take_the_file(client):
    sign_in(client, create_assignment())

    assert client.get(FILE).status_code == 404
    assert "export" not in client.get(LIST).content.decode()


def test_an_empty_list_says_so(client, lead):
    assert "No referrals here" in client.get(LIST).content.decode()
    assert Referral.objects.count() == 0
