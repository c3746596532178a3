import csv
import io

import pypdfium2
import pytest
from django.urls import reverse

from districts.models import Organization
from oasis.figures.publishing import publish_figures
from oasis.models import Assignment, Role, school_year_of

from .factories import create_assignment, create_site, sign_in, today
from .test_figures_counting import PUBLISHED, TERM, logged_by_of, refer

pytestmark = pytest.mark.django_db
DASHBOARD = "/oasis/dashboard/"


@pytest.fixture
def district():
    """Two schools with many referrals and one with four; a union's employee at one of them."""
    site = create_site(year=2025)
    district = site.school.district
    for number, (students, needs) in enumerate([(40, "vision"), (30, "dental"), (4, "dental")]):
        school = district.schools.create(cds_code=f"{district.cd_code}{number + 8000000}", name=f"Made-up {number}")
        staff = logged_by_of(create_site(school, year=2025))
        refer(staff, students=students, need=needs, outcome="received_full")
        refer(staff, students=students, need=needs)
    publish_figures(district=district, term=TERM, now=PUBLISHED)
    return district


def school_of(district, number):
    return district.schools.get(name=f"Made-up {number}")


def sign_in_at(client, district, number, **fields):
    site = create_site(school_of(district, number), year=school_year_of(today()))
    return sign_in(client, create_assignment(site=site, **fields))


def sign_in_program(client, district):
    return sign_in(client, create_assignment(role=Role.PROGRAM_ADMINISTRATOR, district=district))


def test_the_program_administrator_sees_every_school_and_the_rates_side_by_side(client, district):
    sign_in_program(client, district)

    response = client.get(DASHBOARD)

    tables = {table.key: table for table in response.context["tables"]}
    assert [(row.name.split(":")[0], row.cells[0]) for row in tables["rates"].rows] == [
        ("Response rate", None),
        ("Closure rate", "50%"),
        ("Service-received rate", "50%"),
    ]
    assert [scope.name for scope in response.context["scopes"]][1:] == ["Made-up 0", "Made-up 1", "Made-up 2"]
    assert [row.cells[0] for row in tables["schools"].rows] == [80, None, None]


def test_a_site_lead_sees_the_own_school_alone(client, district):
    sign_in_at(client, district, 0, role=Role.SITE_LEAD)

    response = client.get(DASHBOARD)

    assert [scope.name for scope in response.context["scopes"]] == ["Made-up 0"]
    assert client.get(f"{DASHBOARD}?scope=school-{school_of(district, 1).pk}").status_code == 404
    assert client.get(f"{DASHBOARD}?scope=program-0").status_code == 404


def test_a_unions_employee_sees_the_unions_work_alone(client):
    site = create_site(year=2025)
    union = Organization.objects.create(name="Classified Union")
    fields = {"role": Role.PARENT_LIAISON, "basis": Assignment.Basis.CONSENT, "employer": union}
    refer(logged_by_of(site, **fields), students=15)
    refer(logged_by_of(site), students=20)
    publish_figures(district=site.school.district, term=TERM, now=PUBLISHED)
    sign_in(client, create_assignment(site=create_site(site.school), **fields))

    response = client.get(DASHBOARD)

    assert [scope.name for scope in response.context["scopes"]] == ["Classified Union"]
    assert response.context["board"].total() == 15


def test_figures_of_another_district_are_not_found(client, district):
    sign_in(client, create_assignment(role=Role.PROGRAM_ADMINISTRATOR, site=None))
    edition = district.oasis_figures.get()

    assert client.get(f"{DASHBOARD}?edition={edition.pk}").templates[0].name == "oasis/figures/none.html"
    assert client.get(reverse("oasis:dashboard_csv")).status_code == 404
    assert client.get(reverse("oasis:dashboard_pdf")).status_code == 404


@pytest.mark.parametrize("address", ["?edition=x", "?scope=x", "?need=999999", "?need=x"])
def test_what_is_not_there_is_not_found(client, district, address):
    sign_in_program(client, district)

    assert client.get(DASHBOARD + address).status_code == 404


def test_one_need_is_told_for_each_school(client, district):
    sign_in_program(client, district)
    needs = {name: number for number, name in district.oasis_figures.get().figures["labels"]["need"]}

    table = client.get(f"{DASHBOARD}?need={needs['Vision']}").context["tables"][0]

    assert [row.name for row in table.rows] == ["Made-up 0", "Made-up 1", "Made-up 2", "All schools"]
    assert table.rows[0].cells == [40, 40]


def test_the_csv_has_the_page_s_cells_and_the_definitions(client, district):
    sign_in_program(client, district)

    content = b"".join(client.get(reverse("oasis:dashboard_csv")).streaming_content).decode("utf-8-sig")

    lines = list(csv.reader(io.StringIO(content)))
    assert ["By school", "Made-up 0", "Referrals", "80"] in lines
    assert ["By school", "Made-up 2", "Referrals", "hidden"] in lines
    assert [line[1] for line in lines if line[0] == "Definitions"][-2:] == ["Hidden", "When it was counted"]
    assert [line for line in lines if line[3].isdigit() and 0 < int(line[3]) <= 10 and "Median" not in line[2]] == []


def test_the_pdf_has_them_too(client, district):
    sign_in_program(client, district)

    content = client.get(reverse("oasis:dashboard_pdf")).content

    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content))
    assert "Made-up 0" in text
    assert "hidden" in text
    assert "What the figures mean" in text


@pytest.mark.parametrize("schools", [1, 3, 8])
def test_the_page_takes_as_many_queries_for_many_schools(client, schools, django_assert_num_queries):
    site = create_site(year=2025)
    district = site.school.district
    for number in range(schools):
        school = district.schools.create(cds_code=f"{district.cd_code}{number + 8000000}", name=f"Made-up {number}")
        refer(logged_by_of(create_site(school, year=2025)), students=12)
    publish_figures(district=district, term=TERM, now=PUBLISHED)
    sign_in_program(client, district)
    client.get(DASHBOARD)

    with django_assert_num_queries(8):
        client.get(DASHBOARD)
