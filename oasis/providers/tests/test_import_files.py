import json
import tracemalloc
from io import StringIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.management import CommandError, call_command

from oasis.providers.incoming import column_maps, json_rows, packages
from oasis.providers.incoming.opening import opened
from oasis.providers.incoming.problems import CannotRead
from oasis.providers.models import Contact, Language, Location, Phone, Provider, Schedule, Service

from .import_files import counts, run, service, uid, write, write_json, write_tables, zipped
from .test_hsds_schemas import get

TABLE = "id,name,phone,city\n1,Cedar Clinic,555-010-0100,Los Angeles\n"
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


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content",
    [
        TABLE,
        "\ufeff" + TABLE,
        TABLE.replace("\n", "\r\n"),
        TABLE.replace("\n", "\r"),
        TABLE.replace(",", ";"),
        TABLE.replace(",", "\t"),
        TABLE.replace("id,name", " ID , Name "),
        TABLE + "\n,,,\n",
        TABLE.encode("utf-16"),
    ],
    ids=["plain", "bom", "crlf", "cr", "semicolons", "tabs", "blanks", "empty rows", "utf-16"],
)
def test_a_table_is_read_in_each_of_its_spellings(content, tmp_path):
    done = run(write(tmp_path, content))

    assert (done.bad, done.notes) == ([], [])
    assert str(Provider.objects.get()) == "Cedar Clinic"
    assert Phone.objects.get().provider == Provider.objects.get()
    assert Location.objects.get().addresses.get().city == "Los Angeles"


@pytest.mark.django_db
def test_a_table_may_bring_a_service_with_its_languages_terms_and_hours(tmp_path):
    table = (
        "id,name,service_name,languages,terms,hours,minimum_age,contact_name,extra\n"
        "1,Cedar Clinic,Eyes,Spanish; Korean,Vision;Health,Mondays,5,Ana,x\n"
    )

    done = run(write(tmp_path, table))

    eyes = Service.objects.get()
    assert (done.bad, done.notes) == ([], ["Columns that were not read: extra."])
    assert sorted(Language.objects.values_list("code", flat=True)) == ["es", "ko"]
    assert sorted(eyes.terms.values_list("name", flat=True)) == ["Health", "Vision"]
    assert (Schedule.objects.get().description, eyes.minimum_age) == ("Mondays", 5)
    assert not Contact.objects.get().is_public


@pytest.mark.django_db
def test_a_table_in_an_older_encoding_is_read_and_said_so(tmp_path):
    done = run(write(tmp_path, "id,name\n1,Clínica “Ñandú”\n".encode("cp1252")))

    assert Provider.objects.get().name == "Clínica “Ñandú”"
    assert [note[:20] for note in done.notes] == ["It is not in UTF-8 a"]


@pytest.mark.django_db
def test_a_mistake_in_a_table_names_the_line_and_its_own_column(tmp_path):
    table = (
        'Nr,Agency,Mail,When\n1,"Two\nlines",ok@example.org,\n2,Willow,nobody,\n3,Oak,,13/45/2026\n4,\0,,\n1,Again,,\n'
    )
    mapped = {"id": "Nr", "name": "Agency", "email": "Mail", "checked": "When", "service_name": "Agency"}

    done = run(write(tmp_path, table), column_map=mapped)

    assert done.bad == [
        ("line 4", "“Mail”: “nobody” is not an e-mail address."),
        ("line 5", "“When”: “13/45/2026” is not a date as in 2026-11-22."),
        ("line 6", "“Agency”: it has a null character in it."),
        ("line 7", "“Nr”: its id is that of an earlier row."),
    ]
    assert Provider.objects.get().name == "Two lines"


@pytest.mark.django_db
def test_formulas_and_markup_stay_text(tmp_path):
    name = '=HYPERLINK("http://example.org") <script>'

    run(write_json(tmp_path, service(name=name)))

    assert Service.objects.get().name == name
    assert get("services").json()["contents"][0]["name"] == name


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "It is empty."),
        ("\ufeff \n", "It is empty."),
        ("%PDF-1.7", "It is neither JSON nor a table as CSV. Export it as one of them and import that."),
        (b"PK\x03\x04broken", "It is a zip file that is damaged or cut off."),
        ('{"id": 1', "Line 1 is not JSON: it ends too early. Nothing was imported."),
        ('[{"id": 1}\n {"id": 2}]', "Line 2 is not JSON: “,” should stand here. Nothing was imported."),
        ('[{"id": nul}]', "Line 1 is not JSON: Expecting value, at sign 8 of it. Nothing was imported."),
        (
            '[{"id": NaN}]',
            "Line 1 is not JSON: it has a number that is none, or is nested too deeply. Nothing was imported.",
        ),
        (
            "[" + "[" * 100_000,
            "Line 1 is not JSON: it has a number that is none, or is nested too deeply. Nothing was imported.",
        ),
        ("[1] x", "Line 1 is not JSON: a list or an object should begin here. Nothing was imported."),
        (
            "Agency,City\n",
            "Which column holds the id of an organization? Say so as in --map id=… name=…."
            " The columns of the file are “Agency”, “City”.",
        ),
        ("id,name,name\n", "The file has two columns “name”."),
        (
            'id,name\n1,"' + "x" * 1_100_000,
            "The file, line 2: a cell is longer than a million characters; perhaps a quotation mark is not closed."
            " Nothing was imported.",
        ),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_a_file_that_cannot_be_read_is_one_sentence(content, sentence, tmp_path):
    with pytest.raises(CannotRead) as refusal:
        list(opened(write(tmp_path, content)).rows())

    assert str(refusal.value) == sentence


@pytest.mark.django_db
def test_a_file_that_breaks_off_imports_nothing(tmp_path):
    with pytest.raises(CannotRead):
        run(write(tmp_path, json.dumps([service()])[:-1]))

    assert not Service.objects.exists()


@pytest.mark.django_db
def test_lines_that_are_no_json_are_left_out_alone(tmp_path):
    lines = [json.dumps(service()), "{broken", "[1]", "7", '{"a": ' * 5_000, json.dumps(service("teeth"))]

    done = run(write(tmp_path, "\n".join(lines)))

    assert [place for place, _reason in done.bad] == ["line 2", "line 3", "line 4", "line 5"]
    assert done.bad[1][1] == "It is not a record with names and values."
    assert Service.objects.count() == 2


def test_a_record_that_never_ends_is_refused(monkeypatch, tmp_path):
    monkeypatch.setattr(json_rows, "LONGEST", 100_000)

    with pytest.raises(CannotRead, match="longer than 100,000 characters"):
        list(opened(write(tmp_path, '[{"id": "' + "x" * 400_000)).rows())


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


def test_memory_does_not_grow_with_the_file(tmp_path):
    def peak(count):
        file = write_json(tmp_path, *(service(f"service {number}") for number in range(count)))
        tracemalloc.start()
        for _row in opened(file).rows():
            pass
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    assert peak(3_000) < 1.5 * peak(300)


@pytest.mark.parametrize("name", ["map.json", "map.toml"])
def test_a_map_is_pairs_or_a_file(name, tmp_path):
    text = {"map.json": '{"name": "Agency"}', "map.toml": 'name = "Agency"\n'}[name]

    mapped = column_maps.read_map([str(write(tmp_path, text, name)), "id=Nr"])

    assert mapped == {"name": "Agency", "id": "Nr"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (["nome=Agency"], "The map names “nome”, which is none of id, name, alternate_name"),
        (["nowhere.json"], "The map nowhere.json cannot be read: No such file or directory."),
        (
            ["name=Agency"],
            "The map reads “name” from “Agency”. The columns of the file are “id”, “name”, “phone”, “city”.",
        ),
    ],
)
def test_a_map_that_does_not_fit_is_told(given, sentence, tmp_path):
    with pytest.raises(CommandError) as refusal:
        call_command("import_services", write(tmp_path, TABLE), map=given)

    assert str(refusal.value).startswith(f"file.csv: {sentence}")


@pytest.mark.django_db
def test_the_command_reports(tmp_path):
    call_command("import_services", write_json(tmp_path, service(), service("teeth")), source="211", stdout=StringIO())
    out = StringIO()

    with pytest.raises(CommandError) as refusal:
        call_command(
            "import_services", write_json(tmp_path, service(), {"name": "x"}), source="211", dry_run=True, stdout=out
        )

    assert str(refusal.value) == "1 rows were left out; mend them and import the file again."
    assert out.getvalue().splitlines() == [
        "Organizations: 0 created, 0 updated, 1 unchanged.",
        "Services: 0 created, 0 updated, 1 unchanged.",
        "1 on file are not in the file, and were kept as they are:",
        f"  service Teeth ({uid('teeth')})",
        "This was a trial: nothing was changed.",
        "1 rows were left out whole:",
        "  line 2: “id”: it is empty.",
    ]


@pytest.mark.django_db
def test_a_file_that_is_not_there_is_one_sentence(tmp_path):
    with pytest.raises(CommandError, match=r"cannot be read: No such file or directory\.$"):
        call_command("import_services", tmp_path / "nowhere.json")
