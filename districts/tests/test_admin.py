import pytest
from django.urls import reverse

from districts.models import BargainingUnit, Membership, Organization
from lmi_portal.accounts.groups import ensure_groups
from lmi_portal.accounts.tests.factories import create_staff, sign_in_staff
from lmi_portal.audit.models import Entry
from lmi_portal.outbox.models import Email

from .factories import create_county, create_district, create_membership, create_unit

pytestmark = pytest.mark.django_db
MODELS = ["county", "district", "school", "organization", "bargainingunit", "membership"]


@pytest.fixture
def staff(client):
    client.staff = create_staff()
    sign_in_staff(client, client.staff)
    return client


def url(model, page="changelist", *args):
    return reverse(f"admin:districts_{model}_{page}", args=args)


def text_of(response):
    return " ".join(response.content.decode().split())


def act(client, action, *memberships, **form):
    chosen = {"action": action, "_selected_action": [membership.pk for membership in memberships]}
    return client.post(url("membership"), chosen | form)


def create_rows(count):
    for _n in range(count):
        district = create_district()
        district.schools.create(cds_code=f"{district.cd_code}0000001", name="Audubon Middle")
        create_membership(district=district, side="labor", unit=create_unit(district))


@pytest.mark.parametrize("item_count", [1, 3])
@pytest.mark.parametrize(
    ("model", "queries"),
    [("county", 7), ("district", 7), ("school", 6), ("organization", 6), ("bargainingunit", 7), ("membership", 6)],
)
def test_list_query_count_is_constant(staff, django_assert_num_queries, model, queries, item_count):
    create_rows(item_count)

    # session, user, second factor, two counts (of memberships one), the page; the regions to filter by
    with django_assert_num_queries(queries):
        response = staff.get(url(model), {"q": "a"})

    assert response.context["cl"].result_count > 0


@pytest.mark.parametrize("model", MODELS)
def test_every_list_can_be_searched(staff, model):
    create_rows(1)

    assert staff.get(url(model), {"q": "nothing is called so"}).context["cl"].result_count == 0


@pytest.mark.parametrize("model", MODELS)
def test_every_change_page_opens(staff, model):
    create_rows(1)
    first = staff.get(url(model)).context["cl"].result_list[0]

    assert staff.get(url(model, "change", first.pk)).status_code == 200


@pytest.mark.parametrize(("group", "state"), [("directory", "ended"), ("finance", "approved")])
def test_only_the_directory_s_keepers_answer(client, group, state):
    ensure_groups()
    membership = create_membership()
    user = create_staff(is_superuser=False, groups=[group])
    sign_in_staff(client, user)

    act(client, "end", membership, confirmed="yes")

    membership.refresh_from_db()
    assert membership.state == state


def district_form(district, units):
    """The change form of a district as its page sends it; `units` are (organization, kind) of new rows."""
    fields = ["cd_code", "name", "kind", "status"]
    form = {name: getattr(district, name) for name in fields} | {"county": district.county_id}
    form |= {"units-TOTAL_FORMS": len(units), "units-INITIAL_FORMS": 0}
    for prefix in ("evidence", "evidence-2"):
        form |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    for n, (organization, kind) in enumerate(units):
        form |= {f"units-{n}-organization": organization.pk, f"units-{n}-kind": kind, f"units-{n}-confidence": "high"}
    return form


def test_two_new_units_that_break_the_law_together_are_refused(staff):
    district, local = create_district(), create_unit(create_district()).organization
    form = district_form(district, [(local, "certificated"), (local, "certificated_supervisory")])

    response = staff.post(url("district", "change", district.pk), form)

    assert "Supervisors may not be represented by the organization" in text_of(response)
    assert not BargainingUnit.objects.filter(district=district).exists()


def test_two_lawful_units_are_taken(staff):
    district, local = create_district(), create_unit(create_district()).organization
    other = create_unit(create_district()).organization
    form = district_form(district, [(local, "certificated"), (other, "certificated_supervisory")])

    response = staff.post(url("district", "change", district.pk), form)

    assert response.status_code == 302
    assert BargainingUnit.objects.filter(district=district).count() == 2


def test_a_unit_that_breaks_the_law_is_refused_on_its_own_page(staff):
    unit = create_unit(create_district(), kind="classified")
    form = {"district": unit.district_id, "organization": unit.organization_id, "confidence": "high"}

    response = staff.post(url("bargainingunit", "add"), form | {"kind": "classified_supervisory"})

    assert "Government Code § 3545(b)(2)" in text_of(response)


def test_districts_are_filtered_by_region(staff):
    create_district(county=create_county("34"))
    southern = create_district(county=create_county("37"))

    response = staff.get(url("district"), {"county__region__exact": 9})

    assert list(response.context["cl"].result_list) == [southern]


def test_memberships_are_neither_added_nor_deleted_nor_edited(staff):
    membership = create_membership(state="requested")

    edited = staff.post(url("membership", "change", membership.pk), {"state": "approved", "is_lead": "on"})

    membership.refresh_from_db()
    assert (edited.status_code, membership.state, membership.is_lead) == (403, "requested", False)
    assert staff.get(url("membership", "add")).status_code == 403
    assert staff.post(url("membership", "delete", membership.pk), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize(
    ("action", "before", "after"),
    [
        ("approve", ("requested", False), ("approved", False)),
        ("approve_as_lead", ("requested", False), ("approved", True)),
        ("decline", ("requested", False), ("declined", False)),
        ("end", ("approved", True), ("ended", False)),
        ("name_lead", ("approved", False), ("approved", True)),
        ("name_no_lead", ("approved", True), ("approved", False)),
    ],
)
def test_actions_ask_first_and_then_do_the_deed(staff, action, before, after):
    memberships = [create_membership(state=before[0], is_lead=before[1]) for _n in range(2)]

    asked = act(staff, action, *memberships)

    assert set(Membership.objects.values_list("state", "is_lead")) == {before}
    assert {prospect.row for prospect in asked.context["prospects"]} == set(memberships)

    act(staff, action, *memberships, confirmed="yes", reason="Unknown to us.")

    assert set(Membership.objects.values_list("state", "is_lead")) == {after}


def test_declining_needs_a_reason_that_fits(staff):
    membership = create_membership(state="requested")

    empty, long = (act(staff, "decline", membership, confirmed="yes", reason=reason) for reason in ("", "x" * 10_000))

    assert empty.context["form"].errors == {"reason": ["This field is required."]}
    assert long.context["form"].errors == {"reason": ["Ensure this value has at most 300 characters (it has 10000)."]}
    assert "x" * 10_000 in text_of(long)
    assert not Email.objects.filter(template="districts/email/join_declined").exists()


def test_a_refusal_is_said_beside_its_person_and_stops_nobody_else(staff):
    answered, waiting = create_membership(), create_membership(state="requested")

    response = act(staff, "approve", answered, waiting, confirmed="yes")

    waiting.refresh_from_db()
    assert waiting.state == "approved"
    said = {str(message) for message in staff.get(response.url).context["messages"]}
    assert said == {f"{answered}: This request has been answered already.", f"{waiting}: approved"}


def test_staff_do_not_approve_themselves(staff):
    own = create_membership(user=staff.staff, state="requested")

    act(staff, "approve", own, confirmed="yes")

    own.refresh_from_db()
    assert own.state == "requested"


def edit_district(staff, district, **fields):
    page = staff.get(url("district", "change", district.pk)).context
    form = page["adminform"].form
    typed = {name: form[name].value() for name in form.fields}
    for inline in page["inline_admin_formsets"]:
        typed |= {
            f"{inline.formset.prefix}-{name}": value for name, value in inline.formset.management_form.initial.items()
        }
    typed |= fields
    return staff.post(url("district", "change", district.pk), {name: v for name, v in typed.items() if v is not None})


def test_changing_a_district_is_in_the_audit_trail(staff):
    district = create_district()

    edit_district(staff, district, email_domain="north.example.org")

    entry = Entry.objects.get(subject_type="districts.district")
    assert (entry.deed, entry.done_by, entry.changes) == (
        "edit_district",
        staff.staff,
        {"email_domain": ["", "north.example.org"]},
    )


def test_saving_a_district_unchanged_writes_nothing_into_the_audit_trail(staff):
    edit_district(staff, create_district())

    assert not Entry.objects.filter(subject_type="districts.district").exists()


@pytest.mark.parametrize("how", ["on its page", "from the list"])
def test_deleting_an_organization_is_in_the_audit_trail(staff, how):
    staff.post(url("organization", "add"), {"name": "North Teachers", "kind": "local"})
    row = Organization.objects.get()

    if how == "on its page":
        staff.post(url("organization", "delete", row.pk), {"post": "yes"})
    else:
        chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        staff.post(url("organization"), chosen)

    assert not Organization.objects.exists()
    assert list(Entry.objects.order_by("pk").values_list("deed", "subject_label", "done_by")) == [
        ("add_organization", "North Teachers", staff.staff.pk),
        ("delete_organization", "North Teachers", staff.staff.pk),
    ]


def test_names_that_begin_as_typed_are_offered_first(staff):
    for name in ("Aromas - San Juan Unified", "Capistrano Unified", "San Juan Unified"):
        create_district(name=name, city="San Juan Capistrano" if name == "Capistrano Unified" else "Elsewhere")
    asked = {"term": "san juan unified", "app_label": "districts", "model_name": "evidence", "field_name": "district"}

    offered = staff.get(reverse("admin:autocomplete"), asked).json()["results"]
    sorted_by_staff = text_of(staff.get(url("district"), {"q": "san juan unified", "o": "1"}))

    assert [one["text"] for one in offered] == ["San Juan Unified", "Aromas - San Juan Unified", "Capistrano Unified"]
    assert sorted_by_staff.index(">Aromas") < sorted_by_staff.index(">San Juan Unified")
