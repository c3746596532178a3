import pytest
from django.core.management import CommandError, call_command

from oasis.providers.incoming import column_maps
from oasis.providers.models import Contact, Language, Location, Phone, Provider, Schedule, Service

from .import_files import run, write

TABLE = "id,name,phone,city\n1,Cedar Clinic,555-010-0100,Los Angeles\n"


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
