"""The directory in the staff area."""

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from lmi_portal.accounts.tests.factories import create_staff, sign_in_staff
from lmi_portal.audit.models import Entry
from oasis.providers.classifying import ensure_needs
from oasis.providers.correcting import propose_corrections
from oasis.providers.models import Correction, Need

from .factories import create_service, place

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    staff = create_staff()
    sign_in_staff(client, staff)
    return staff


def test_every_page_of_the_directory_opens(client, staff):
    ensure_needs()
    at_location = place(create_service())
    service, location, need = at_location.service, at_location.location, Need.objects.first()
    term = need.terms.first()
    [correction] = propose_corrections(
        service=service, proposed={"wait_time": "A month"}, sent_to="desk@example.org", now=timezone.now()
    )

    rows = [service.provider, service, location, at_location, need, term, term.taxonomy, correction]
    for row in rows:
        lists = f"/admin/providers/{row._meta.model_name}/"
        assert client.get(lists).status_code == 200
        assert client.get(f"{lists}{row.pk}/change/").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("model", ["service", "location", "serviceatlocation", "correction"])
def test_lists_ask_the_same_of_one_row_and_of_three(client, staff, django_assert_max_num_queries, model, count):
    for _more in range(count):
        service = place(create_service()).service
        propose_corrections(
            service=service, proposed={"wait_time": "A month"}, sent_to="a@example.org", now=timezone.now()
        )
    client.get("/admin/")

    with django_assert_max_num_queries(13):
        client.get(f"/admin/providers/{model}/")


def test_edited_capacity_says_since_when(client, staff):
    service = create_service()
    page = client.get(f"/admin/providers/service/{service.pk}/change/")
    fields = page.context["adminform"].form.initial
    typed = {name: "" if value is None else value for name, value in fields.items()} | {"capacity": "full"}
    typed["terms"] = []
    for formset in page.context["inline_admin_formsets"]:
        prefix = formset.formset.prefix
        typed |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}

    response = client.post(f"/admin/providers/service/{service.pk}/change/", typed)

    service.refresh_from_db()
    assert response.status_code == 302
    assert (service.capacity, service.capacity_said_at) == ("full", service.modified_at)
    assert Entry.objects.get(deed="edit_service").changes == {"capacity": ["unknown", "full"]}


def press(client, model, action, row, **more):
    return client.post(f"/admin/providers/{model}/", {"action": action, "_selected_action": [row.pk]} | more)


def test_checked_today_asks_first(client, staff):
    service = create_service()

    assert "checked today" in press(client, "service", "checked_today", service).text
    service.refresh_from_db()
    assert service.checked_on is None

    press(client, "service", "checked_today", service, confirmed="yes")
    service.refresh_from_db()
    assert service.checked_by == staff


def test_corrections_are_accepted_field_by_field(client, staff):
    service = create_service()
    wait, url = propose_corrections(
        service=service,
        proposed={"wait_time": "A month", "url": "https://eyes.example.org"},
        sent_to="a@example.org",
        now=timezone.now(),
    )

    assert "From “nothing” to “A month”." in press(client, "correction", "accept", wait).text
    press(client, "correction", "accept", wait, confirmed="yes")
    press(client, "correction", "refuse", url, confirmed="yes")

    service.refresh_from_db()
    assert (service.wait_time, service.url) == ("A month", "")
    assert {row.field: row.state for row in Correction.objects.all()} == {"wait_time": "accepted", "url": "refused"}


def test_who_may_only_look_decides_nothing(client):
    [correction] = propose_corrections(
        service=create_service(), proposed={"wait_time": "A month"}, sent_to="a@example.org", now=timezone.now()
    )
    looks_on = create_staff(is_superuser=False)
    looks_on.user_permissions.add(Permission.objects.get(codename="view_correction"))
    sign_in_staff(client, looks_on)

    press(client, "correction", "accept", correction, confirmed="yes")

    correction.refresh_from_db()
    assert correction.state == Correction.State.WAITING
