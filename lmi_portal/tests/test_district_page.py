"""What everyone sees of a district: who it is, and what is on record of it."""

import pytest
from django.utils import timezone

from districts.models import School
from districts.tests.factories import create_county, create_district, create_evidence, create_unit, create_user
from initiative.models import CaseStudy, Practice, PracticeUse, Voice
from lmi_portal.accounts.tests.factories import create_staff, sign_in_staff

pytestmark = pytest.mark.django_db


def text_of(response):
    return " ".join(response.content.decode().split())


def show(client, district):
    response = client.get(district.get_absolute_url())
    assert response.status_code == 200
    return text_of(response)


def create_case_study(district, **fields):
    texts = dict.fromkeys(["led_to", "in_practice", "impact", "lessons"], "Told in our words.")
    defaults = {
        "title": f"Case of {district}",
        "slug": f"case-{district.cd_code}",
        "summary": "How they came together.",
    }
    published = {"state": "published", "published_at": timezone.now()}
    return CaseStudy.objects.create(district=district, **defaults | texts | published | fields)


def create_use(district, *, case_study=None, **fields):
    number = Practice.objects.count()
    practice = Practice.objects.create(name=f"Practice {number}", slug=f"practice-{number}", summary="A way.")
    return PracticeUse.objects.create(
        practice=practice, district=district, case_study=case_study, source="its page", **fields
    )


def create_voice(district, **fields):
    said = {"quotation": "We talk first.", "name": "Ana Ruiz", "role": "president", "source": "an interview"}
    permitted = {"is_permitted": True, "permission": "by e-mail to LMI staff"}
    return Voice.objects.create(district=district, **said | permitted | fields)


def create_everything(district, count=1):
    """`count` of each thing that a page shows of its district; one case study is all that it may have."""
    case_study = create_case_study(district)
    for n in range(count):
        create_unit(district)
        create_evidence(district)
        create_evidence(district, strength=3)
        create_evidence(district, kind="well_being")
        create_use(district, case_study=case_study)
        create_voice(district)
        School.objects.create(district=district, cds_code=f"{district.cd_code}{n:07}", name="Audubon Middle")
        create_evidence(create_district(latitude="38.6", longitude="-121.4"))


@pytest.mark.parametrize("cd_code", ["3467448", "346744", "34674470", "san-juan"])
def test_code_that_nobody_has_is_not_found(client, cd_code):
    create_district(cd_code="3467447")

    assert client.get(f"/districts/{cd_code}/").status_code == 404


def test_page_tells_who_the_district_is(client):
    district = create_district(
        name="San Juan Unified",
        city="Carmichael",
        street="3738 Walnut Avenue",
        enrollment=50509,
        website="https://www.sanjuan.edu/",
        phone="(916) 971-7700",
    )

    page = show(client, district)

    assert "<h1>San Juan Unified</h1>" in page
    assert "Unified school district · Sacramento County · Carmichael" in page
    assert "50,509 students in 2018–19, charter schools included" in page
    assert '<a href="https://www.sanjuan.edu/" rel="noopener external">' in page
    assert '<a href="tel:(916)971-7700">' in page
    assert "Source: California Department of Education (CDE)" in page
    assert 'href="/districts/?county=34"' in page
    assert 'href="/districts/?region=3"' in page
    assert 'href="/districts/map/?county=34"' in page
    assert '<meta name="description" content="San Juan Unified in Sacramento County:' in page


def test_what_is_not_known_is_said_or_left_out(client):
    page = show(client, create_district())

    assert "<dt>Enrollment</dt> <dd>not on file</dd>" in page
    assert "<dt>Website</dt>" not in page
    assert "<dt>Telephone</dt>" not in page
    assert "Schools on file" not in page


def test_district_without_any_record_is_never_shown_as_taking_part(client):
    page = show(client, create_district())

    assert "Nothing on record yet of a part in the initiative." in page
    assert "Nothing on record yet about the well-being of its employees and students." in page
    assert "No unit is on file yet." in page
    assert "On record as" not in page


def test_a_well_being_highlight_is_no_part_in_the_initiative(client):
    district = create_district()
    create_evidence(district, kind="well_being", what="Calm rooms for staff.")

    page = show(client, district)

    assert "Nothing on record yet of a part in the initiative." in page
    assert "Calm rooms for staff." in page


def test_record_tells_source_strength_roles_and_page(client):
    district = create_district()
    create_evidence(
        district,
        kind="presented",
        what="Its team presented.",
        source="symposium program",
        path="/convenings/symposium-2015/",
        when_note="about 2015",
        roles=["SJTA lead", "Superintendent"],
        strength=2,
    )

    page = show(client, district)

    assert "On record as: <strong>likely presenter</strong>." in page
    assert '<a href="/convenings/symposium-2015/">Its team presented.</a>' in page
    assert "At the table: SJTA lead, Superintendent" in page
    assert "<strong>Likely: the source says so in part</strong> · Source: symposium program" in page
    assert '<p class="when"><span>about 2015</span> · Presented</p>' in page


def test_what_is_inferred_is_said_to_be_and_kept_apart(client):
    district = create_district()
    create_evidence(district, what="The convening is named for its county.", strength=3)

    page = show(client, district)

    assert "Nothing on record yet of a part in the initiative." in page
    assert page.index("<h3>Inferred, not confirmed</h3>") < page.index("The convening is named for its county.")
    assert "Inferred: no source names this district itself" in page


def test_units_tell_what_is_known_of_them(client):
    district = create_district()
    unit = create_unit(
        district, organization="SJTA", covers="teachers", members=2500, label="Unit A", source="its page"
    )
    create_unit(district, organization="Group", kind="unrepresented")

    page = show(client, district)

    assert f'href="/districts/organizations/{unit.organization_id}/"' in page
    assert "about 2,500 people" in page
    assert "Covers: teachers" in page
    assert "Source: its page" in page
    assert page.index("<h3>Certificated</h3>") < page.index("<h3>Unrepresented (agreement only)</h3>")
    assert "Groups that have an agreement with the district, and no exclusive representative." in page
    assert page.count("Local or chapter") == 1


@pytest.mark.parametrize(
    ("confidence", "to_visitor", "to_staff", "marked"),
    [("high", 1, 1, 0), ("medium", 1, 1, 1), ("low", 0, 1, 1)],
)
def test_units_of_low_confidence_are_for_staff_alone_and_doubt_is_marked(
    client, confidence, to_visitor, to_staff, marked
):
    district = create_district()
    create_unit(district, organization="ATU 256", confidence=confidence)

    as_visitor = show(client, district)
    client.force_login(create_user())
    as_anybody = show(client, district)
    sign_in_staff(client, create_staff())
    as_staff = show(client, district)

    assert ["ATU 256" in page for page in (as_visitor, as_anybody, as_staff)] == [to_visitor, to_visitor, to_staff]
    assert as_staff.count(">Unconfirmed") == marked
    assert as_visitor.count(">Unconfirmed<") == (marked if to_visitor else 0)


@pytest.mark.parametrize("session", ["without second factor", "without permission"])
def test_staff_without_their_powers_see_no_more_than_visitors(client, session):
    district = create_district()
    create_unit(district, organization="ATU 256", confidence="low")
    staff = create_staff(is_superuser=session == "without second factor")
    client.force_login(staff) if staff.is_superuser else sign_in_staff(client, staff)

    page = show(client, district)

    assert "ATU 256" not in page
    assert "Open in the staff area" not in page


@pytest.mark.parametrize(
    ("state", "is_shown"), [("published", True), ("draft", False), ("in_review", False), ("withdrawn", False)]
)
def test_only_a_published_case_study_and_its_practices_are_shown(client, state, is_shown):
    district = create_district()
    case_study = create_case_study(
        district, title="Trust by practice", state=state, sent_by=create_user(), sent_at=timezone.now()
    )
    create_use(district, case_study=case_study, how="A panel of seven.")

    page = show(client, district)

    assert ("Trust by practice" in page, "A panel of seven." in page) == (is_shown, is_shown)


def test_a_practice_that_no_case_study_tells_is_shown(client):
    district = create_district()
    use = create_use(district, since="from 2000")

    page = show(client, district)

    assert f'<a href="/practices/{use.practice.slug}/"><strong>{use.practice}</strong></a> · from 2000' in page


def test_only_permitted_voices_are_heard(client):
    district = create_district()
    create_voice(district, quotation="We talk first.")
    create_voice(district, quotation="Off the record.", is_permitted=False)

    page = show(client, district)

    assert "“We talk first.”" in page
    assert "Off the record." not in page


def test_schools_are_shown_where_there_are_any(client):
    district = create_district()
    School.objects.create(district=district, cds_code="19647336061394", name="Audubon Middle")

    assert "Audubon Middle" in show(client, district)


def test_neighbors_say_how_their_part_is_known(client):
    district = create_district(latitude="38.5", longitude="-121.4")
    for number, strength in enumerate([1, 2, 3, None]):
        neighbor = create_district(name=f"Neighbor {number}", latitude="38.6", longitude="-121.4")
        if strength:
            create_evidence(neighbor, strength=strength)

    page = show(client, district)

    assert page.count("about 7 miles away") == 4
    assert [page.count(words) for words in ("part on record", "part likely", "part inferred, not confirmed")] == [
        1,
        1,
        1,
    ]


@pytest.mark.parametrize(
    ("status", "sentence"),
    [("merged", "This district has merged with another"), ("closed", "This district is closed")],
)
def test_a_district_that_is_no_more_says_so_and_takes_nobody_in(client, status, sentence):
    page = show(client, create_district(status=status))

    assert sentence in page
    assert "Join this district" not in page
    assert "A team is welcome" not in page


def test_what_is_written_about_a_district_is_never_markup(client):
    district = create_district(name="<b>Unified</b>")
    create_evidence(district, what="<script>alert(1)</script>", roles=["<i>lead</i>"])

    page = show(client, district)

    assert "<script>alert" not in page
    assert "<b>Unified" not in page
    assert "<i>lead" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_as_many_queries_for_much_as_for_little(client, django_assert_num_queries, count):
    district = create_district(county=create_county("34"), latitude="38.5", longitude="-121.4")
    create_everything(district, count)

    # the district, its evidence, units, case study, practices, voices, schools and neighbors
    with django_assert_num_queries(8):
        client.get(district.get_absolute_url())
