from itertools import count

import pytest
from django.utils import timezone

from districts.tests.factories import create_district
from initiative.demo_practices import _read, load_practices
from initiative.models import CaseStudy, Practice, PracticeUse
from lmi_portal.audit.models import Entry
from lmi_portal.library.demo import load_library
from lmi_portal.library.models import Resource

pytestmark = pytest.mark.django_db

_number = count(1)
TOLD = dict.fromkeys(("summary", "led_to", "in_practice", "impact", "lessons"), "Told.")


def create_practice(**fields):
    number = next(_number)
    return Practice.objects.create(
        **{"name": f"Practice {number}", "slug": f"practice-{number}", "summary": "Both sides."} | fields
    )


def create_case_study(*, state, district=None, slug=""):
    number = next(_number)
    return CaseStudy.objects.create(
        district=district or create_district(),
        title=f"Case {number}",
        slug=slug or f"case-{number}",
        state=state,
        published_at=timezone.now(),
        **TOLD,
    )


def create_use(practice, *, case_study=None, **fields):
    district = case_study.district if case_study else create_district()
    return PracticeUse.objects.create(
        practice=practice, district=district, case_study=case_study, source="A page", **fields
    )


def create_resource(practice, **fields):
    number = next(_number)
    defaults = {"title": f"Guide {number}", "slug": f"guide-{number}", "kind": "guide", "abstract": "A guide."}
    resource = Resource.objects.create(**defaults | {"link": "https://example.org/"} | fields)
    practice.resources.add(resource)
    return resource


def create_full(*, each):
    practice = create_practice()
    for _n in range(each):
        create_use(practice, case_study=create_case_study(state="published"))
        create_resource(practice)
    return practice


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_database_twice(client, django_assert_num_queries, count):
    for _n in range(count):
        create_full(each=count)

    with django_assert_num_queries(2):
        response = client.get("/practices/")

    assert [len(practice.shown_uses) for practice in response.context["practices"]] == [count] * count


@pytest.mark.parametrize("count", [1, 3])
def test_practice_asks_the_database_three_times(client, django_assert_num_queries, count):
    practice = create_full(each=count)

    with django_assert_num_queries(3):
        response = client.get(practice.get_absolute_url())

    assert [len(response.context[name]) for name in ("uses", "resources")] == [count, count]


def test_practice_names_districts_resources_and_whom_to_ask(client):
    practice = create_practice(ask_name="Adaeze Okonkwo", ask_role="facilitator", ask_email="adaeze@example.org")
    use = create_use(practice, case_study=create_case_study(state="published"), how="By side letter.", since="2000")
    resource = create_resource(practice)

    page = client.get(practice.get_absolute_url()).content.decode()

    for said in [
        f'<a href="{use.district.get_absolute_url()}">{use.district.name}</a>',
        f'<a href="{use.case_study.get_absolute_url()}">Case study: {use.case_study.title}</a>',
        f'<a href="{resource.get_absolute_url()}">{resource.title}</a>',
        "By side letter.",
        "Since: 2000",
        "Source: A page",
        "Adaeze Okonkwo, facilitator",
        '<a href="mailto:adaeze@example.org">',
    ]:
        assert said in page


def test_nobody_is_invented_to_ask(client):
    page = client.get(create_practice().get_absolute_url()).content.decode()

    assert "Nobody is named yet." in page
    assert 'href="/convenings/"' in page
    assert "No district’s use of it is on record yet." in page


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_what_an_unpublished_case_study_tells_is_not_shown(client, state):
    practice = create_practice()
    hidden = create_use(practice, case_study=create_case_study(state=state))
    alone = create_use(practice)

    pages = [client.get(url).content.decode() for url in ("/practices/", practice.get_absolute_url())]

    assert [hidden.district.name in page for page in pages] == [False, False]
    assert [alone.district.name in page for page in pages] == [True, True]


def test_resource_that_is_not_published_is_not_shown(client):
    practice = create_practice()
    create_resource(practice, is_published=False)

    assert list(client.get(practice.get_absolute_url()).context["resources"]) == []


def test_no_practice_yet_and_no_such_practice(client):
    assert "No practice is described yet" in client.get("/practices/").content.decode()
    assert client.get("/practices/nothing/").status_code == 404


def test_staff_edit_a_practice_and_its_uses_on_record(client, staff):
    practice, district = create_practice(), create_district()
    form = {"name": practice.name, "slug": practice.slug, "summary": "Better said.", "description": ""}
    form |= {"ask_name": "", "ask_role": "", "ask_email": "", "uses-TOTAL_FORMS": 1, "uses-INITIAL_FORMS": 0}
    form |= {"uses-0-district": district.pk, "uses-0-source": "Its page", "uses-0-how": "", "uses-0-since": ""}

    response = client.post(f"/admin/initiative/practice/{practice.pk}/change/", form)

    assert response.status_code == 302
    entry = Entry.objects.get(deed="edit_practice")
    assert (entry.done_by, entry.subject_label) == (staff, practice.name)
    assert entry.changes == {
        "summary": ["Both sides.", "Better said."],
        "practices in use": ["", f"{practice} · {district}"],
    }


@pytest.fixture
def real_districts():
    codes = ["3467447", "1975713", "1964907", "2765961", "1964212"]
    return {code: create_district(cd_code=code, name=code) for code in codes}


def test_demo_tells_seven_practices_with_their_districts_once(real_districts):
    san_juan = create_case_study(state="published", district=real_districts["3467447"])
    CaseStudy.objects.filter(pk=san_juan.pk).update(slug="san-juan")

    load_practices()
    Practice.objects.filter(slug="labor-management-accord").update(summary="Our own words.")
    PracticeUse.objects.filter(practice__slug="labor-management-accord").delete()
    load_practices()

    assert Practice.objects.count() == 7
    assert Practice.objects.get(slug="labor-management-accord").summary == "Our own words."
    assert set(PracticeUse.objects.values_list("practice__slug", "district", "case_study__slug")) == {
        ("peer-assistance-and-review", real_districts["3467447"].pk, "san-juan"),
        ("peer-assistance-and-review", real_districts["1975713"].pk, None),
        ("interest-based-bargaining", real_districts["1964907"].pk, None),
        ("site-leadership-teams", real_districts["3467447"].pk, "san-juan"),
        ("professional-growth-systems", real_districts["3467447"].pk, "san-juan"),
        ("collaboration-schools", real_districts["1964907"].pk, None),
        ("joint-budget-work", real_districts["1975713"].pk, None),
    }


def test_demo_practices_name_only_resources_of_the_library(real_districts):
    load_library()
    load_practices()

    named = {slug for row in _read("practices") for slug in row["resources"].split()}

    assert named - set(Resource.objects.values_list("slug", flat=True)) == set()
    assert Practice.objects.filter(resources=None).count() == 0
