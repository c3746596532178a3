from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from oasis.providers.incoming import packages
from oasis.providers.incoming.opening import opened
from oasis.providers.incoming.problems import CannotRead
from oasis.providers.models import Contact, Location, Phone, Service

from .import_files import counts, run, write_tables, zipped
from .test_hsds_schemas import get

ORGANIZATIONS = ["id,name,description", "o1,Cedar Clinic,Made up."]
SERVICES = ["id,organization_id,name,status", "s1,o1,Eyes,active", "s2,o1,Teeth,active"]
THREE = {
    "organizations": ORGANIZATIONS,
    "services": SERVICES,
    "locations": [
        "id,organization_id,location_type,name,latitude,longitude",
        "l1,o1,physical,Main office,34.01,-118.33",
    ],
    "service_at_locations": ["id,service_id,location_id", "a1,s1,l1"],
    "addresses": [
        "id,location_id,address_1,city,state_province,postal_code,country,address_type",
        "d1,l1,1 Made-up Way,Los Angeles,CA,90016,US,physical",
    ],
    "phones": [
        "id,location_id,service_id,organization_id,contact_id,service_at_location_id,number,type",
        *("p1,,s1,,,,555-010-0100,voice", "p2,,,,c1,,555-010-0101,sms", "p3,,,,,a1,555-010-0102,"),
    ],
    "contacts": ["id,service_id,name,email", "c1,s1,Ana Made-Up,ana@example.org"],
    "schedules": ["id,service_id,freq,byday,opens_at,closes_at", 's1h,s1,WEEKLY,"MO,TU",09:00,17:00'],
    "languages": ["id,service_id,phone_id,code,name", "g1,s1,,es,Spanish", "g2,,p1,ko,"],
    "attributes": ["id,link_id,link_entity,taxonomy_term_id", "t,s1,service,1103"],
    "taxonomy_terms": ["id,code,name,description,taxonomy", "1103,1103,Housing,,Made-up terms"],
    "metadata": ["id,resource_id", "m1,s1"],
}
ONE_ONE = {
    "organizations": ["id,name,description,url", "o1,Cedar Clinic,Made up.,www.example.org"],
    "services": ["id,organization_id,name,status,fees", "s1,o1,Eyes,,Free"],
    "locations": ["id,organization_id,name,latitude,longitude", "l1,o1,Main office,34.01,-118.33"],
    "services_at_location": ["id,service_id,location_id", "a1,s1,l1"],
    "physical_addresses": [
        "id,location_id,address_1,city,state_province,postal_code,country",
        "d1,l1,1 Made-up Way,Los Angeles,CA,90016,US",
    ],
    "postal_addresses": ["id,location_id,address_1,city", "d2,l1,PO Box 1,Los Angeles"],
    "regular_schedules": [
        "id,service_id,weekday,opens_at,closes_at",
        *("h1,s1,1,9:00 am,5:00 pm", "h2,s1,Tuesday,09:00:00,17:00:00", "h3,s1,7,10:00,12:00"),
    ],
    "languages": ["id,service_id,language", "g1,s1,Spanish"],
    "accessibility_for_disabilities": ["id,location_id,accessibility,details", "x1,l1,Ramp,At the side"],
    "eligibility": ["id,service_id,eligibility,minimum_age", "e1,s1,Students,5"],
    "service_areas": ["id,service_id,service_area", "r1,s1,South LA"],
    "services_taxonomy": ["id,service_id,taxonomy_id", "t1,s1,1103"],
    "taxonomy": ["id,name,parent_id,vocabulary", "1103,Housing,0,Made-up terms"],
    "holiday_schedules": ["id,service_id,closed", "y1,s1,true"],
}


@pytest.mark.django_db
@pytest.mark.parametrize("pack", [lambda folder: folder, zipped, lambda folder: zipped(folder, inside="export/")])
def test_a_package_is_put_together_from_its_tables(pack, tmp_path):
    package = pack(write_tables(tmp_path, **THREE))

    done = run(package)
    again = run(package)

    assert (counts(done), done.bad) == (((1, 0, 0), (2, 0, 0)), [])
    assert counts(again) == ((0, 0, 1), (0, 0, 2))
    assert done.notes == ["Files that were not read: metadata.csv."]
    eyes = get("services?full=true").json()["contents"][0]
    assert [phone["number"] for phone in eyes["phones"]] == ["555-010-0100"]
    assert eyes["phones"][0]["languages"][0]["code"] == "ko"
    assert eyes["service_at_locations"][0]["phones"][0]["number"] == "555-010-0102"
    assert eyes["service_at_locations"][0]["location"]["addresses"][0]["address_1"] == "1 Made-up Way"
    assert eyes["attributes"][0]["taxonomy_term"]["name"] == "Housing"
    assert eyes["schedules"][0]["byday"] == "MO,TU"
    assert (Contact.objects.get().is_public, Contact.objects.get().phones.get().kind) == (False, "text")
    assert str(Location.objects.get().provider) == "Cedar Clinic"


@pytest.mark.django_db
def test_a_package_of_the_older_standard_is_read_by_its_own_names(tmp_path):
    package = write_tables(tmp_path, **ONE_ONE)

    done = run(package)

    assert (counts(done), done.bad) == (((1, 0, 0), (1, 0, 0)), [])
    assert counts(run(package)) == ((0, 0, 1), (0, 0, 1))
    eyes = Service.objects.select_related("provider").get()
    assert (eyes.provider.website, eyes.status, eyes.cost) == ("https://www.example.org", "active", "free")
    assert (eyes.eligibility, eyes.minimum_age, eyes.areas.get().name) == ("Students", 5, "South LA")
    assert [(one.freq, one.byday, str(one.opens_at), str(one.closes_at)) for one in eyes.schedules.all()] == [
        ("WEEKLY", "MO", "09:00:00", "17:00:00"),
        ("WEEKLY", "TU", "09:00:00", "17:00:00"),
        ("WEEKLY", "SU", "10:00:00", "12:00:00"),
    ]
    assert [(one.code, one.name) for one in eyes.languages.all()] == [("es", "Spanish")]
    office = eyes.at_locations.get().location
    assert [one.kind for one in office.addresses.order_by("kind")] == ["physical", "postal"]
    assert office.accessibility.get().description == "Ramp"
    assert eyes.terms.get().taxonomy.name == "Made-up terms"


@pytest.mark.django_db
def test_a_mistake_in_a_package_names_the_file_the_line_and_the_column(tmp_path):
    package = write_tables(
        tmp_path,
        organizations=ORGANIZATIONS,
        services=[*SERVICES, "s3,o9,Ears,active", "s4,o1,More,active,too,many"],
        phones=["id,service_id,number", "p1,s1,", "p2,s9,555", "p3,,555"],
    )

    done = run(package)

    assert counts(done) == ((1, 0, 0), (1, 0, 0))
    assert sorted(done.bad) == [
        ("phones.csv, line 2", "“number”: it is empty."),
        ("phones.csv, line 3", "It belongs to s9 of services, which is not there."),
        (
            "phones.csv, line 4",
            "It belongs to nothing: contact_id, service_at_location_id, service_id, location_id, organization_id are"
            " empty.",
        ),
        ("services.csv, line 4", done.bad[-1][1]),
        ("services.csv, line 5", "It has 6 cells, and the first line names 4 columns."),
    ]
    assert done.bad[-1][1].endswith("is neither on file nor further up in the file.")
    assert list(Service.objects.values_list("name", flat=True)) == ["Teeth"]


@pytest.mark.django_db
def test_a_package_without_a_table_says_nothing_about_it(tmp_path):
    run(
        write_tables(
            tmp_path, organizations=ORGANIZATIONS, services=SERVICES, phones=["id,service_id,number", "p1,s1,555"]
        )
    )
    (tmp_path / "package" / "phones.csv").unlink()

    done = run(tmp_path / "package")

    assert (counts(done), Phone.objects.count()) == (((0, 0, 1), (0, 0, 2)), 1)


@pytest.mark.parametrize(
    ("monkey", "sentence"),
    [
        ({"LARGEST": 10}, "It holds more than 200 tables or 0 GB. Nothing was unpacked or imported."),
        ({"MOST_FILES": 1}, "It holds more than 1 tables or 1 GB. Nothing was unpacked or imported."),
    ],
)
def test_a_zip_bomb_is_not_unpacked(monkey, sentence, monkeypatch, tmp_path):
    for name, value in monkey.items():
        monkeypatch.setattr(packages, name, value)
    package = zipped(write_tables(tmp_path, organizations=ORGANIZATIONS, services=SERVICES))

    with pytest.raises(CannotRead) as refusal:
        list(opened(package).rows())

    assert str(refusal.value) == sentence


def test_a_zip_file_that_unpacks_to_more_than_it_says_is_refused(tmp_path):
    file = tmp_path / "bomb.zip"
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("services.csv", "id,name\n" + "1,x\n" * 100_000)
    content = file.read_bytes()
    true = (400_008).to_bytes(4, "little")
    assert content.count(true) == 2
    file.write_bytes(content.replace(true, (10).to_bytes(4, "little")))

    with pytest.raises(CannotRead):
        list(opened(file).rows())


def test_a_spreadsheet_and_an_empty_package_are_told(tmp_path):
    sheet = tmp_path / "list.xlsx"
    with ZipFile(sheet, "w") as archive:
        archive.writestr("[Content_Types].xml", "")

    with pytest.raises(CannotRead, match=r"Save it as CSV"):
        opened(sheet)
    with pytest.raises(CannotRead, match=r"neither organizations.csv nor services.csv"):
        list(opened(write_tables(tmp_path, phones=["id,number"])).rows())
