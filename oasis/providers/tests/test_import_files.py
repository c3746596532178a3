import json
import tracemalloc
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from oasis.providers.incoming import json_rows
from oasis.providers.incoming.opening import opened
from oasis.providers.incoming.problems import CannotRead
from oasis.providers.models import Service

from .import_files import run, service, uid, write, write_json
from .test_hsds_schemas import get


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
