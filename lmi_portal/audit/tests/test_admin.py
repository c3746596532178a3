import pytest
from django.utils import timezone

from lmi_portal.audit.models import Entry
from lmi_portal.audit.recording import record

pytestmark = pytest.mark.django_db


def write_entry(staff, **fields):
    defaults = {"deed": "change_name", "on": staff, "by": staff, "now": timezone.now()}
    return record(**defaults | fields)


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_trail_is_listed_with_a_constant_number_of_queries(client, staff, django_assert_num_queries, item_count):
    for _ in range(item_count):
        write_entry(staff)

    with django_assert_num_queries(5):
        response = client.get("/admin/audit/entry/")

    assert response.context["cl"].result_count == item_count


def test_the_trail_reads_from_to(client, staff):
    changes = {"state": ["waitlisted", "confirmed"], "is_on": [True, False], "seats": [[], ["Ana", "<b>Ben</b>"]]}
    entry = write_entry(staff, changes=changes)

    page = client.get(f"/admin/audit/entry/{entry.pk}/change/").content.decode()

    for line in (
        "<li>state: waitlisted → confirmed</li>",
        "<li>is on: yes → no</li>",
        "<li>seats: nothing → Ana, &lt;b&gt;Ben&lt;/b&gt;</li>",
    ):
        assert line in page


def test_the_trail_is_searched_and_filtered(client, staff):
    write_entry(staff, deed="open_convening")
    wanted = write_entry(staff, deed="close_convening")

    by_search = client.get("/admin/audit/entry/", {"q": "close_convening"}).context["cl"].queryset
    by_filter = client.get("/admin/audit/entry/", {"deed": "close_convening"}).context["cl"].queryset

    assert (list(by_search), list(by_filter)) == ([wanted], [wanted])


def test_nobody_edits_the_trail_not_even_a_superuser(client, staff):
    entry = write_entry(staff)
    address = f"/admin/audit/entry/{entry.pk}"

    statuses = [
        client.get("/admin/audit/entry/add/").status_code,
        client.post(f"{address}/change/", {"deed": "forged"}).status_code,
        client.post(f"{address}/delete/", {"post": "yes"}).status_code,
        client.post("/admin/audit/entry/", {"action": "delete_selected", "_selected_action": entry.pk}).status_code,
    ]

    assert statuses == [403, 403, 403, 200]
    assert Entry.objects.get().deed == "change_name"
