"""The page of the staff area on which two accounts of one person become one."""

import re

import pytest
from django.urls import reverse

from districts.tests.factories import create_district, create_membership
from lmi_portal.accounts.groups import ensure_groups
from lmi_portal.accounts.tests.factories import add_second_factor, create_staff, create_user, sign_in_staff
from lmi_portal.outbox.models import Email

pytestmark = pytest.mark.django_db


@pytest.fixture
def keep():
    return create_user()


@pytest.fixture
def gone():
    return create_user(name="D. Whitfield", email="dana.w@mail.example.org")


def page_of(one, other):
    return f"{reverse('people_merge')}?row={one.pk}&row={other.pk}"


def text_of(response):
    return " ".join(response.content.decode().split())


def test_staff_read_what_will_happen_before_it_happens(client, staff, keep, gone):
    create_membership(user=gone, district=create_district(name="Valley Unified"))
    listed = reverse("admin:accounts_user_changelist")

    page = client.post(listed, {"action": "merge", "_selected_action": [keep.pk, gone.pk]}).url
    looking = client.post(page, {"keep": keep.pk, "step": "look"})

    assert page == page_of(keep, gone)
    for said in [
        "“D. Whitfield &lt;dana.w@mail.example.org&gt;” is deactivated and its sessions end.",
        "These memberships move: D. Whitfield &lt;dana.w@mail.example.org&gt; · Superintendent or designee · Valley",
        "This cannot be undone.",
    ]:
        assert said in text_of(looking)
    gone.refresh_from_db()
    assert (gone.is_active, Email.objects.filter(template="account/email/people_merged").count()) == (True, 0)

    agreed = re.search(r'name="agreed" value="(\w+)"', looking.content.decode())[1]
    client.post(page, {"keep": keep.pk, "step": "do", "agreed": agreed})

    gone.refresh_from_db()
    assert (gone.is_active, Email.objects.filter(template="account/email/people_merged").count()) == (False, 2)


def test_refusal_is_a_sentence_on_the_page(client, staff, keep, gone):
    add_second_factor(gone)

    page = client.post(page_of(keep, gone), {"keep": keep.pk, "step": "look"})

    assert "signs in with a second factor, which nobody but its owner may take off" in text_of(page)


@pytest.mark.parametrize(("group", "may"), [("directory", 200), ("events", 403), ("finance", 403)])
def test_merging_is_for_those_who_may_change_accounts(client, keep, gone, group, may):
    ensure_groups()
    sign_in_staff(client, create_staff(groups=[group], is_superuser=False))

    assert client.get(page_of(keep, gone)).status_code == may


def test_merging_is_no_page_for_others(client, keep, gone):
    assert client.get(page_of(keep, gone)).status_code == 302
    client.force_login(keep)
    assert client.get(page_of(keep, gone)).status_code == 404
