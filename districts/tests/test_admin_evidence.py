import pytest
from django.urls import reverse

from districts.models import Evidence
from lmi_portal.accounts.groups import ensure_groups
from lmi_portal.accounts.tests.factories import create_staff, sign_in_staff
from lmi_portal.audit.models import Entry
from lmi_portal.tests.staff_pages import page_of, typed

from .factories import create_county, create_district, create_evidence, create_user

pytestmark = pytest.mark.django_db
LIST = reverse("admin:districts_evidence_changelist")
ADD = reverse("admin:districts_evidence_add")


def sent(district, **fields):
    """A form as the page for a new row sends it."""
    certain = {"kind": "attended", "what": "It came.", "strength": 1, "source": "its own page"}
    return {"district": district.pk} | certain | fields


def found(client, **query):
    return list(client.get(LIST, query).context["cl"].result_list)


def test_staff_write_what_is_on_record_with_its_source(client, staff):
    district = create_district()

    client.post(ADD, sent(district, kind="well_being", roles="SJTA lead\n\n Superintendent \n", path="/library/"))

    row = Evidence.objects.get()
    assert (row.district, row.kind, row.roles) == (district, "well_being", ["SJTA lead", "Superintendent"])
    assert (row.recorded_by, row.key, row.path) == (staff, "", "/library/")
    assert Entry.objects.get(deed="add_evidence").done_by == staff


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("source", "", "This field is required."),
        ("path", "https://elsewhere.example", "An address within the portal"),
        ("strength", 4, "Select a valid choice"),
    ],
)
def test_what_evidence_may_not_be_is_said(client, staff, field, value, sentence):
    response = client.post(ADD, sent(create_district(), **{field: value}))

    assert sentence in response.content.decode()
    assert not Evidence.objects.exists()


def test_an_edit_is_in_the_audit_trail_and_keeps_who_recorded(client, staff):
    author = create_user()
    row = create_evidence(roles=["Superintendent"], recorded_by=author)

    client.post(page_of(row), typed(client, page_of(row)) | {"what": "It hosted.", "kind": "hosted"})

    row.refresh_from_db()
    assert (row.what, row.roles, row.recorded_by) == ("It hosted.", ["Superintendent"], author)
    assert Entry.objects.get(deed="edit_evidence").changes == {
        "what": ["It took part in a convening.", "It hosted."],
        "kind": ["attended", "hosted"],
    }


def test_saving_it_unchanged_writes_nothing_into_the_audit_trail(client, staff):
    row = create_evidence(roles=["SJTA lead", "Superintendent"])

    client.post(page_of(row), typed(client, page_of(row)))

    assert not Entry.objects.filter(deed="edit_evidence").exists()


def test_what_a_deed_recorded_is_neither_edited_nor_deleted(client, staff):
    row = create_evidence(key="team:K7QX")

    edited = client.post(page_of(row), sent(row.district, what="It stayed away."))
    deleted = client.post(page_of(row, "delete"), {"post": "yes"})
    client.post(LIST, {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"})

    assert (edited.status_code, deleted.status_code) == (403, 403)
    assert Evidence.objects.get().what == row.what


def test_what_was_written_by_hand_can_be_deleted(client, staff):
    row = create_evidence()

    client.post(page_of(row, "delete"), {"post": "yes"})

    assert not Evidence.objects.exists()
    assert Entry.objects.get().deed == "delete_evidence"


def test_list_is_filtered_and_searched(client, staff):
    north = create_evidence(create_district(county=create_county("34"), name="North"), kind="hosted")
    south = create_evidence(create_district(county=create_county("37"), name="South"), strength=3)
    deed = create_evidence(
        create_district(county=create_county("37"), name="East"), key="team:K7QX", source="LMI staff"
    )

    assert found(client, kind__exact="hosted") == [north]
    assert found(client, strength__exact=3) == [south]
    assert found(client, written="deed") == [deed]
    assert set(found(client, written="hand")) == {north, south}
    assert set(found(client, district__county__region__exact=3)) == {north}
    assert found(client, q="LMI staff") == [deed]
    assert found(client, q="South") == [south]


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_as_many_queries_for_many_rows(client, staff, django_assert_num_queries, count):
    for _n in range(count):
        create_evidence(recorded_by=create_user())

    # session, person, one count, the page; the regions to filter by
    with django_assert_num_queries(5):
        client.get(LIST)


def of_district(client, district):
    """What the two tables on a district's page hold, by hand and by deeds."""
    inlines = client.get(page_of(district)).context["inline_admin_formsets"]
    return [list(one.formset.queryset) for one in inlines if one.formset.model is Evidence]


def test_district_s_page_tells_what_is_written_by_hand_from_what_deeds_wrote(client, staff):
    district = create_district()
    by_hand, by_deed = create_evidence(district), create_evidence(district, key="team:K7QX")

    assert of_district(client, district) == [[by_hand], [by_deed]]


def test_a_row_added_on_the_district_s_page_says_who_recorded_it(client, staff):
    district = create_district()
    row = {"kind": "well_being", "what": "Calm rooms.", "strength": 1, "source": "its page"}

    form = typed(client, page_of(district)) | {"evidence-TOTAL_FORMS": 1}
    client.post(page_of(district), form | {f"evidence-0-{name}": value for name, value in row.items()})

    written = Evidence.objects.get()
    assert (written.district, written.kind, written.recorded_by) == (district, "well_being", staff)
    assert Entry.objects.get(deed="edit_district").changes == {"evidence": ["", str(written)]}


def test_a_row_of_a_deed_is_not_changed_from_the_district_s_page(client, staff):
    row = create_evidence(key="team:K7QX")

    form = typed(client, page_of(row.district))
    client.post(page_of(row.district), form | {"evidence-2-0-id": row.pk, "evidence-2-0-what": "It stayed away."})

    assert Evidence.objects.get().what == row.what


@pytest.mark.parametrize(
    ("group", "adds", "edits"), [("directory", True, True), ("events", True, False), ("finance", False, False)]
)
def test_groups_write_what_they_may(client, group, adds, edits):
    ensure_groups()
    row = create_evidence()
    sign_in_staff(client, create_staff(is_superuser=False, groups=[group]))

    client.post(ADD, sent(row.district))
    client.post(page_of(row), sent(row.district, what="Another sentence."))

    assert (Evidence.objects.count() == 2) is adds
    row.refresh_from_db()
    assert (row.what == "Another sentence.") is edits
