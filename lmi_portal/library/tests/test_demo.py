from urllib.parse import urlsplit

import pytest

from lmi_portal.library.demo import load_library
from lmi_portal.library.models import Finding, Resource, Topic

pytestmark = pytest.mark.django_db


def test_library_holds_every_kind_and_names_its_source():
    added = load_library()

    assert len(added) == 25
    assert {resource.kind for resource in added} == set(Resource.Kind.values)
    assert [resource.slug for resource in added if not (resource.source and resource.abstract)] == []
    assert all(resource.topics.exists() and resource.audiences.exists() for resource in added)
    assert {urlsplit(resource.link).scheme for resource in added} == {"http", "https", ""}


def test_figures_of_the_national_study_come_with_their_source():
    load_library()

    findings = Finding.objects.filter(resource__slug="rubinstein-mccarthy-collaboration")

    assert [finding.figure for finding in findings] == ["+12.5%", "+4.5%", "3.5 times", "No difference"]
    assert {finding.source for finding in findings} == {
        "Rubinstein (Rutgers) and McCarthy (Cornell), over 400 schools in 21 districts of 6 states"
    }


def test_web_seminars_of_2016_say_what_is_known_and_what_is_not():
    load_library()

    seminars = Resource.objects.filter(kind=Resource.Kind.WEBINAR, year=2016, topics__slug="employee-well-being")

    assert {(seminar.slug, seminar.link) for seminar in seminars} == {
        ("sustaining-employee-wellness-webinar", ""),
        ("stress-and-trauma-webinar", ""),
        ("unions-in-schools-webinar", ""),
    }
    assert [seminar.slug for seminar in seminars if "recording is not known" not in seminar.abstract] == []


def test_slugs_that_others_link_to_stay():
    load_library()

    slugs = {"futernick-case-studies", "kaiser-well-being-guide", "rubinstein-mccarthy-collaboration"}
    assert Resource.objects.filter(slug__in=slugs).count() == 3


def test_loading_again_touches_nothing_that_is_on_file():
    load_library()
    Resource.objects.filter(slug="forward-together").update(title="Renamed by staff")
    Topic.objects.filter(slug="structures").update(name="Renamed too")
    Resource.objects.filter(slug="dinuba-spotlight").delete()

    added = load_library()

    assert [resource.slug for resource in added] == ["dinuba-spotlight"]
    assert Resource.objects.get(slug="forward-together").title == "Renamed by staff"
    assert Topic.objects.get(slug="structures").name == "Renamed too"
