import pytest

from lmi_portal.audit.models import Entry
from oasis.providers.models import Contact, Provider, Service

from .import_files import counts, run, service, uid, write_json

pytestmark = pytest.mark.django_db


def test_named_people_are_private_and_desks_are_not(tmp_path):
    desk = {"id": uid("desk"), "department": "Intake", "email": "intake@example.org"}

    run(write_json(tmp_path, service(contacts=[service()["contacts"][0], desk])))

    assert set(Contact.objects.values_list("email", "is_public")) == {
        ("ana@example.org", False),
        ("intake@example.org", True),
    }


def test_who_agreed_to_be_listed_stays_so_until_somebody_else_comes(tmp_path):
    run(write_json(tmp_path, service()))
    Contact.objects.update(is_public=True)

    run(write_json(tmp_path, service()))
    stayed = Contact.objects.get().is_public
    run(write_json(tmp_path, service(contacts=[{"id": uid("eyes contact"), "name": "Ben Made-Up"}])))

    assert (stayed, Contact.objects.get().name, Contact.objects.get().is_public) == (True, "Ben Made-Up", False)


def test_a_file_cannot_send_referrals_elsewhere(tmp_path):
    run(write_json(tmp_path, service()))
    Contact.objects.update(receives_referrals=True)

    run(write_json(tmp_path, service(contacts=[{"id": uid("eyes contact"), "email": "thief@example.org"}])))
    run(write_json(tmp_path, service(contacts=[])))

    assert Contact.objects.get().email == "ana@example.org"


def test_staff_decisions_outlast_an_import(tmp_path):
    run(write_json(tmp_path, service(assured_date="2026-01-05")))
    Provider.objects.update(is_listed=False)
    Service.objects.update(capacity="full", cost="free", checked_on="2026-11-01")

    done = run(write_json(tmp_path, service(assured_date="2026-01-05")))

    assert counts(done) == ((0, 0, 1), (0, 0, 1))
    eyes = Service.objects.select_related("provider").get()
    assert (eyes.provider.is_listed, eyes.capacity, eyes.cost, str(eyes.checked_on)) == (
        *(False, "full", "free"),
        "2026-11-01",
    )


def test_orphans_are_told_and_kept(tmp_path):
    run(write_json(tmp_path, service(), service("teeth")))
    other = run(write_json(tmp_path, service("ears")), source="Other 211")

    done = run(write_json(tmp_path, service()))

    assert [row.name for row in done.orphans] == ["Teeth"]
    assert (other.orphans, done.delisted) == ([], False)
    assert set(Service.objects.values_list("status", flat=True)) == {"active"}


def test_orphans_are_taken_off_the_list_where_asked(tmp_path):
    gone = service("teeth")
    gone["organization"] = {"id": uid("dentists"), "name": "Willow Dentists", "description": ""}
    gone["service_at_locations"] = []
    run(write_json(tmp_path, service(), gone))

    with_bad_row = run(write_json(tmp_path, service(), {"id": ""}), delist_orphans=True)
    kept = Service.objects.listed().count()
    done = run(write_json(tmp_path, service()), delist_orphans=True)

    assert (with_bad_row.delisted, kept) == (False, 2)
    assert [row.name for row in done.orphans] == ["Willow Dentists", "Teeth"]
    assert list(Service.objects.listed().values_list("name", flat=True)) == ["Eyes"]
    assert list(Provider.objects.filter(is_listed=False).values_list("name", flat=True)) == ["Willow Dentists"]
    assert Entry.objects.filter(deed="import_services:delisted").count() == 2
    assert run(write_json(tmp_path, service()), delist_orphans=True).orphans == []
