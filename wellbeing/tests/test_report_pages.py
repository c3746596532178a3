import pytest
from django.urls import reverse
from django.utils import timezone

from districts.models import Evidence, Side
from lmi_portal.accounts.tests.factories import create_user
from wellbeing.models import (
    YearlyReport,
)
from wellbeing.reports.reading import Table
from wellbeing.school_years import school_year_at

from .factories import co_chair, create_employee, create_program, user_of
from .test_highlights import wished_by
from .test_reports import TEXTS, State, approved_by, create_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return create_program()


def address(program, name="report", *more):
    return reverse(f"wellbeing:{name}", args=[program.district.cd_code, *more])


def test_each_cell_of_a_table_knows_its_heading():
    table = Table("Reach", "", ["Who", "May take part", "Took part"], [["Everyone", "45", "–"]], [500])

    assert table.drawn_rows() == [("Everyone", 500, [("May take part", "45"), ("Took part", "–")])]


def test_employees_read_what_is_published_and_no_draft(client, program):
    report = create_report(program, State.OFFERED)
    client.force_login(user_of(create_employee(program)))
    page = address(program, "report", report.school_year)

    before = client.get(page).status_code, client.get(f"{page}report.pdf").status_code
    approved_by(report, Side.LABOR, Side.MANAGEMENT)
    after = client.get(page)

    assert before == (404, 404)
    assert (after.status_code, "We walked." in after.text, "Take the wish back" in after.text) == (200, True, False)
    assert client.get(f"{page}edit/").status_code == 404


@pytest.mark.parametrize(
    ("language", "heading", "sentence"),
    [
        ("en", "Yearly reports", "The committee writes its reports in English."),
        ("es", "Informes del año", "El comité escribe sus informes en inglés."),
    ],
)
def test_employees_find_reports_in_their_language_and_read_the_committee_s_words(
    client, program, language, heading, sentence
):
    report = create_report(program, State.OFFERED)
    approved_by(report, Side.LABOR, Side.MANAGEMENT)
    client.force_login(user_of(create_employee(program, language=language)))

    list_page, page = (
        client.get(address(program, "reports")),
        client.get(address(program, "report", report.school_year)),
    )

    assert f"<h1>{heading}</h1>" in list_page.text
    assert f'href="{address(program, "report", report.school_year)}"' in list_page.text
    assert [each["Content-Language"] for each in (list_page, page)] == [language] * 2
    assert sentence in page.text
    # What the committee wrote and what was counted stay in English, and say so.
    of_committee = page.text.partition('<div lang="en">')[2]
    assert ("We walked." in of_committee, "What was done" in of_committee) == (True, True)


def test_the_committee_goes_on_reading_its_own_page_in_english(client, program):
    report = create_report(program, State.OFFERED)
    client.force_login(co_chair(program, Side.LABOR))

    page = client.get(address(program, "report", report.school_year), {"language": "es"})

    assert "Approve it" in page.text


@pytest.mark.parametrize("reports", [1, 3])
def test_the_list_has_constant_queries(client, program, django_assert_num_queries, reports):
    for year in range(2020, 2020 + reports):
        YearlyReport.objects.create(
            program=program,
            school_year=year,
            done="d",
            next_year="n",
            drafted_at=timezone.now(),
            drafted_by=program.begun_by,
        )
    client.force_login(co_chair(program, Side.LABOR))

    with django_assert_num_queries(7):
        page = client.get(address(program, "reports"))

    assert len(page.context["reports"]) == reports


def test_the_whole_way_by_the_pages(client, program):
    labor, management = co_chair(program, Side.LABOR), co_chair(program, Side.MANAGEMENT)
    year = school_year_at(timezone.now())
    page = address(program, "report", year)
    client.force_login(labor)

    client.post(address(program, "report_add"), TEXTS | {"school_year": year})
    read = client.get(f"{page}edit/").context["form"]["read"].value()
    client.post(f"{page}edit/", TEXTS | {"learned": "Much.", "read": read})
    assert "A school year has one report" in client.get(f"{page}offer/").text
    client.post(f"{page}offer/")
    heard = []
    for user in [labor, management]:
        client.force_login(user)
        read = client.get(f"{page}approve/").context["mark"]
        heard.append(client.post(f"{page}approve/", {"read": read}, follow=True).text)
    published = client.get(page)
    for user in [labor, management]:
        client.force_login(user)
        read = client.get(f"{page}highlight/").context["mark"]
        heard.append(client.post(f"{page}highlight/", {"read": read}, follow=True).text)
    client.logout()
    public = client.get(f"/wellbeing/highlights/{program.district.cd_code}/{year}/")

    words = ["Your side has approved", "published to all employees", "wish is noted", "the highlight is public"]
    assert [word in text for word, text in zip(words, heard, strict=True)] == [True] * 4
    assert "Much." in published.text
    assert "Labor approved this report on" in published.text
    assert (public.status_code, "We did it." in public.text, "Much." in public.text) == (200, True, False)


def test_get_changes_nothing(client, program):
    report = create_report(program, State.OFFERED)
    client.force_login(co_chair(program, Side.LABOR))

    for name in ["offer", "take-back", "approve", "highlight", "highlight/take-down"]:
        client.get(f"{address(program, 'report', report.school_year)}{name}/")

    assert YearlyReport.objects.get().state == State.OFFERED


def test_a_report_that_reads_like_health_warns_once(client, program):
    client.force_login(co_chair(program, Side.LABOR))
    year = school_year_at(timezone.now())
    typed = TEXTS | {"school_year": year, "done": "Ana came back after her surgery."}

    warned = client.post(address(program, "report_add"), typed)
    client.post(address(program, "report_add"), typed | {"is_not_health": "on"})

    assert warned.context["form"].errors.keys() == {"is_not_health"}
    assert "after her surgery" in warned.text
    assert YearlyReport.objects.count() == 1


def test_a_refusal_keeps_what_was_typed(client, program):
    create_report(program)
    client.force_login(co_chair(program, Side.LABOR))

    page = client.post(
        address(program, "report_add"), TEXTS | {"school_year": school_year_at(timezone.now()), "done": "Typed long."}
    )

    assert (page.status_code, "Typed long." in page.text) == (200, True)
    assert page.context["form"].errors.keys() == {"school_year"}


def test_a_district_without_a_highlight_has_no_page(client, program):
    report = create_report(program, State.PUBLISHED)

    assert client.get(f"/wellbeing/highlights/{program.district.cd_code}/{report.school_year}/").status_code == 404


@pytest.mark.parametrize("highlights", [1, 3])
def test_highlights_have_constant_queries(client, django_assert_num_queries, highlights):
    for _number in range(highlights):
        program = create_program()
        wished_by(create_report(program, State.PUBLISHED), Side.LABOR, Side.MANAGEMENT)

    with django_assert_num_queries(2):
        page = client.get("/wellbeing/highlights/")

    assert len(page.context["reports"]) == highlights


def test_highlights_on_record_elsewhere_come_with_their_source(client, program):
    Evidence.objects.create(
        district=program.district, kind="well_being", what="It held a web seminar.", source="a page", when_note="2016"
    )

    page = client.get("/wellbeing/highlights/")

    assert [(str(district), len(rows)) for district, rows in page.context["on_record"]] == [(program.district.name, 1)]
    assert "Source: a page" in page.text


def test_everyone_reads_how_it_works(client):
    page = client.get("/wellbeing/")

    assert page.status_code == 200
    assert len(page.context["steps"]) == 8
    assert "42 U.S.C. § 12112(d)(4)" in page.text


def test_a_stranger_sees_no_report(client, program):
    create_report(program, State.PUBLISHED)
    client.force_login(create_user())

    assert client.get(address(program, "reports")).status_code == 404
