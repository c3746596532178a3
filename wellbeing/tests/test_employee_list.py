import hashlib
import io

import openpyxl
import pytest
from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from districts.tests.factories import create_unit
from lmi_portal.tables.problems import CannotRead
from lmi_portal.tables.reading import open_table
from wellbeing.activities.employee_file import read_employees, word_of
from wellbeing.activities.keeping_employees import import_employees, outcome_of
from wellbeing.models import Employee

from .activity_factories import create_activity, fill, labor
from .factories import create_employee, create_program, create_worksite

pytestmark = pytest.mark.django_db
HEADINGS = "Name,E-mail,Bargaining unit,Job class,Shift,Work site,Language"
ANA = "Ana Ruiz,Ana@example.org,classified,Kitchen and food,early,North School,Español"
BEN = "Ben Lee,ben@example.org,certificated,teaching,Day,,"


def text_of(*lines, headings=HEADINGS):
    return "\r\n".join([headings, *lines])


def table_of(text):
    return open_table(ContentFile(text.encode()))


def read(program, text):
    return list(read_employees(table_of(text), units=list(program.district.units.select_related("organization"))))


def faults(program, text):
    with pytest.raises(CannotRead) as refusal:
        read(program, text)
    return refusal.value.problems


def take_in(program, text, *, is_whole=False):
    return import_employees(
        program=program, table=table_of(text), is_whole=is_whole, by=program.begun_by, now=timezone.now()
    )


def page(program, rest=""):
    return f"/wellbeing/{program.district.cd_code}/employees/{rest}"


def upload(client, program, text, **fields):
    file = SimpleUploadedFile("list.csv", text.encode("utf-8-sig"))
    return client.post(page(program, "import/"), {"file": file} | fields)


@pytest.fixture
def program():
    return create_program()


@pytest.fixture
def member(client, program):
    client.force_login(labor(program))
    return client


def test_a_list_is_read_as_offices_write_it(program):
    [row] = read(program, text_of(ANA).replace(",", ";"))

    unit = program.district.units.get(kind="classified").pk
    assert (row.name, row.email, row.unit, row.job_class) == ("Ana Ruiz", "ana@example.org", unit, "food")
    assert (row.shift, row.worksite, row.language) == ("early", "North School", "es")


def test_each_fault_has_its_line_and_column(program):
    problems = faults(
        program,
        text_of(
            "Ana Ruiz,ana at example,classified,food,early,,",
            ",b@example.org,classified,food,early,,",
            "Cam,c@example.org,Nobody’s union,food,early,,",
            "Dee,d@example.org,,cooking,early,,",
            "Eve,e@example.org,,food,noon,,",
            "Fay,f@example.org,,food,day,,Klingon",
            BEN,
            BEN,
        ),
    )

    assert [(line, column) for line, column, _sentence in problems] == [
        (2, "E-mail"),
        (3, "Name"),
        (4, "Bargaining unit"),
        (5, "Job class"),
        (6, "Shift"),
        (7, "Language"),
        (9, "E-mail"),
    ]


def test_columns_that_are_not_ours_are_refused_by_name_and_health_with_its_reason(program):
    problems = faults(program, text_of(BEN, headings=f"{HEADINGS},Shoe size,Medical leave,Health plan"))

    assert problems == [
        (1, "Shoe size", "This column is not asked for. Take it out of the file."),
        (1, "Medical leave", "No health information has a place here. Take this column out of the file."),
        (1, "Health plan", "No health information has a place here. Take this column out of the file."),
    ]


def test_words_that_mean_two_units_mean_none(program):
    known = program.district.units.get(kind="classified")
    another = create_unit(program.district, organization="Drivers", kind="classified")

    assert faults(program, text_of(ANA))[0][:2] == (2, "Bargaining unit")
    [row] = read(program, text_of(ANA.replace("classified", "drivers")))
    assert (row.unit, word_of(known, [known, another])) == (another.pk, known.organization.short_name)


def test_a_file_without_a_needed_column_is_refused(program):
    assert faults(program, "Name;E-mail\nBen;ben@example.org")[0] == (
        1,
        "Bargaining unit",
        "There is no such column in the first line.",
    )


def test_taking_in_adds_changes_and_takes_off(program):
    stays, leaves = create_employee(program, email="ben@example.org", name="Ben"), create_employee(program)
    create_worksite(program, name="north school")

    outcome = take_in(program, text_of(ANA, BEN), is_whole=True)

    assert (outcome.added, outcome.changed, outcome.same, outcome.gone) == (1, 1, 0, [leaves.pk])
    stays.refresh_from_db()
    leaves.refresh_from_db()
    assert (stays.name, stays.is_current, leaves.is_current) == ("Ben Lee", True, False)
    assert Employee.objects.get(email="ana@example.org").worksite.name == "north school"


def test_what_the_file_does_not_tell_stays(program):
    employee = create_employee(
        program, email="ben@example.org", name="Ben", worksite=create_worksite(program), language="es"
    )
    headings, line = HEADINGS.rsplit(",", 2)[0], BEN.rsplit(",", 2)[0]

    take_in(program, text_of(line, headings=headings))

    site = employee.worksite_id
    employee.refresh_from_db()
    assert (employee.name, employee.worksite_id, employee.language) == ("Ben Lee", site, "es")


def test_a_list_that_is_not_whole_takes_nobody_off(program):
    create_employee(program)

    assert outcome_of(program=program, table=table_of(text_of(BEN)), is_whole=False).gone == []


def test_who_is_taken_off_by_a_list_gives_their_place_to_the_next(program):
    activity = create_activity(program, capacity=1)
    _first, second = fill(activity, 2)
    line = f"Next,{second.employee.email},,teaching,day,,"

    take_in(program, text_of(line), is_whole=True)

    assert [row.state for row in activity.sign_ups.order_by("pk")] == ["withdrawn", "confirmed"]


def test_five_thousand_rows_are_taken_in_by_the_portion(program, django_assert_max_num_queries):
    lines = [f"Person {n},person{n}@example.com,classified,food,early,Site {n % 40},es" for n in range(5_000)]

    # SQLite takes some hundred rows at a time.
    with django_assert_max_num_queries(80):
        take_in(program, text_of(*lines))

    assert (program.employees.count(), program.worksites.count()) == (5_000, 40)


def test_a_file_is_shown_first_and_taken_in_on_the_second_press(member, program):
    shown = upload(member, program, text_of(ANA, BEN))
    before = program.employees.count()
    done = member.post(page(program, "import/"), {"held": shown.context["held"]})

    assert (shown.context["outcome"].added, before) == (2, 0)
    assert (done.url, program.employees.count()) == (page(program), 2)


def test_a_bad_row_leaves_the_list_as_it_was(member, program):
    response = upload(member, program, text_of(ANA, "Ben,no address,,teaching,day,,"))

    assert [problem[:2] for problem in response.context["problems"]] == [(3, "E-mail")]
    assert program.employees.count() == 0


def test_what_changed_in_between_is_shown_again(member, program):
    shown = upload(member, program, text_of(BEN))
    create_employee(program, email="ben@example.org")

    again = member.post(page(program, "import/"), {"held": shown.context["held"]})

    assert (again.context["is_other"], again.context["outcome"].changed) == (True, 1)


@pytest.mark.parametrize(
    "held",
    ["nonsense", signing.dumps({"program": 0}, salt="wellbeing.employees")],
    ids=["nonsense", "another program's"],
)
def test_a_list_that_was_not_checked_here_is_not_taken_in(member, program, held):
    response = member.post(page(program, "import/"), {"held": held})

    assert response.context["is_over"] is True


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xff\xfe\x00N", "CSV UTF-8"),
        (b"Name\x00,E-mail", "CSV UTF-8"),
        (b"x" * (2 * 1024 * 1024 + 1), "larger than 2 MB"),
    ],
    ids=["no UTF-8", "a NUL", "too large"],
)
def test_a_file_of_another_kind_is_refused_in_a_sentence(member, program, content, says):
    response = member.post(page(program, "import/"), {"file": SimpleUploadedFile("list.csv", content)})

    assert says in response.context["form"].errors["file"][0]


def workbook_of(*rows):
    file = io.BytesIO()
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return SimpleUploadedFile("list.csv", file.getvalue())


def test_a_workbook_is_taken_in_as_a_file_of_lines_is(member, program):
    file = workbook_of(HEADINGS.split(","), ANA.split(","), [], BEN.split(","))

    shown = member.post(page(program, "import/"), {"file": file})
    member.post(page(program, "import/"), {"held": shown.context["held"]})

    assert list(program.employees.order_by("name").values_list("name", "email", "job_class", "shift")) == [
        ("Ana Ruiz", "ana@example.org", "food", "early"),
        ("Ben Lee", "ben@example.org", "teaching", "day"),
    ]


def test_faults_of_a_workbook_are_told_with_row_and_letter(member, program):
    file = workbook_of(HEADINGS.split(","), [], ["Ben", "no address", None, "teaching", "day"])

    response = member.post(page(program, "import/"), {"file": file})

    assert [str(problem) for problem in response.context["problems"]] == [
        "Row 3, column B (E-mail): This is no e-mail address."
    ]


def test_a_workbook_with_more_text_than_a_list_is_refused(member, program):
    texts = [[hashlib.sha256(str(n).encode()).hexdigest() * 20] for n in range(1_700)]

    response = member.post(page(program, "import/"), {"file": workbook_of(*texts)})

    assert "larger than 2 MB" in response.context["form"].errors["file"][0]


def test_a_workbook_of_rows_with_hardly_anything_is_refused(member, program):
    """Held as they are, five hundred cells a row, they would take thousands of bytes for a letter."""
    wide = [{500: "x"}] * 4_300

    response = member.post(page(program, "import/"), {"file": workbook_of(*wide)})

    assert "larger than 2 MB" in response.context["form"].errors["file"][0]


def test_the_example_reads_as_a_list(member, program):
    text = b"".join(member.get(page(program, "template.csv"))).decode("utf-8-sig")

    assert [row.email for row in read(program, text)] == ["ana@example.org"]


def test_a_name_in_the_file_carries_no_web_address():
    line = ANA.replace("Ana Ruiz", "See http://example.com")

    problems = faults(create_program(), text_of(line))

    assert problems == [(2, "Name", "Write a name alone, without a web address or line breaks.")]
