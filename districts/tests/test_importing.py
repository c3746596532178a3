from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from districts.demo import load_directory_facts
from districts.importing import import_districts
from districts.models import District
from lmi_portal.audit.models import Entry

from .cde_files import file_of, real_file, row

pytestmark = pytest.mark.django_db


def run(content, **fields):
    return import_districts(content, now=timezone.now(), source="import_districts made-up.txt", **fields)


def outcome(done):
    return done.created, done.updated, done.unchanged, [one.cd_code for one in done.no_longer_listed]


def rows_on_file():
    return list(District.objects.order_by("cd_code").values())


def test_a_first_import_creates_and_a_second_changes_nothing():
    content = file_of(row(), row(CD_Code="0199902", District="Other Union"))

    first = run(content)
    before = rows_on_file()
    second = run(content)

    assert (outcome(first), outcome(second)) == ((2, 0, 0, []), (0, 0, 2, []))
    assert rows_on_file() == before
    assert Entry.objects.count() == 2


def test_an_import_updates_what_the_file_decides_and_leaves_the_rest():
    run(file_of(row()))
    District.objects.update(website="https://saltmarsh.example.org/", email_domain="saltmarsh.example.org")

    done = run(file_of(row(City="Highmarsh", Latitude="37.8")))

    district = District.objects.get()
    assert outcome(done) == (0, 1, 0, [])
    assert (district.city, district.website) == ("Highmarsh", "https://saltmarsh.example.org/")
    assert Entry.objects.get(deed="import_district:updated").changes == {
        "city": ["Saltmarsh", "Highmarsh"],
        "latitude": ["37.700001", "37.800000"],
    }


def test_a_district_no_longer_listed_is_named_and_kept():
    run(file_of(row(), row(CD_Code="0199902")))

    done = run(file_of(row()))

    assert outcome(done) == (0, 0, 1, ["0199902"])
    assert District.objects.count() == 2


def test_a_file_with_one_mistake_writes_nothing(tmp_path):
    file = tmp_path / "districts.txt"
    file.write_bytes(file_of(row(), row(CD_Code="0199902", Latitude="99")))

    with pytest.raises(CommandError) as refusal:
        call_command("import_districts", file)

    assert str(refusal.value) == (
        "districts.txt: Line 3, column “Latitude”: “99” is not between 32 and 43 degrees. Nothing was imported."
    )
    assert not District.objects.exists()


def test_a_file_that_is_not_there_is_one_sentence(tmp_path):
    with pytest.raises(CommandError) as refusal:
        call_command("import_districts", tmp_path / "nowhere.txt")

    assert str(refusal.value) == f"{tmp_path / 'nowhere.txt'} cannot be read: No such file or directory."


def test_persons_in_the_file_are_never_kept():
    run(file_of(row()))

    kept = " ".join(str(value) for one in rows_on_file() for value in one.values())
    assert [word for word in ("Nobody", "Atall", "nobody@example.org") if word in kept] == []


def test_progress_is_told_in_portions():
    told = []

    run(
        file_of(*[row(CD_Code=f"01{90000 + n}") for n in range(300)]),
        on_progress=lambda done, total: told.append((done, total)),
    )

    assert told == [(0, 300), (250, 300), (300, 300)]


class Terminal(StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(("stream", "bars"), [(StringIO(), 0), (Terminal(), 2)], ids=["file", "terminal"])
def test_the_bar_is_drawn_on_a_terminal_alone(tmp_path, stream, bars):
    file = tmp_path / "districts.txt"
    file.write_bytes(file_of(row()))

    call_command("import_districts", file, stdout=stream)

    assert stream.getvalue().count("\r[") == bars
    assert stream.getvalue().splitlines()[-1] == "1 created, 0 updated, 0 unchanged."


def test_the_real_file_imports_a_thousand_districts():
    out = [StringIO(), StringIO()]

    for stream in out:
        call_command("import_districts", real_file(), stdout=stream)

    skipped = (
        "98 skipped: 1 Non-School Locations, 66 Regional Occupation Center/Program (ROC/P), 27 State Board of"
        " Education, 3 State Special Schools, 1 Statewide Benefit Charter.\n"
    )
    assert out[0].getvalue() == f"1,000 created, 0 updated, 0 unchanged.\n{skipped}"
    assert out[1].getvalue() == f"Nothing has changed.\n0 created, 0 updated, 1,000 unchanged.\n{skipped}"


def test_the_demo_s_own_facts_agree_with_the_real_file():
    load_directory_facts()

    done = run(real_file().read_bytes())

    assert outcome(done) == (0, 0, 1000, [])
