from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from oasis.providers.models import Contact, Language, Taxonomy, TaxonomyTerm
from oasis.providers.tests.factories import create_location, create_need, create_provider, create_service, place
from oasis.suggesting import suggest

from .factories import create_school, create_site, create_student

pytestmark = pytest.mark.django_db


@pytest.fixture
def need():
    taxonomy = Taxonomy.objects.create(name="Test", description="Test")
    need = create_need("vision")
    need.terms.add(TaxonomyTerm.objects.create(taxonomy=taxonomy, code="1", name="Eyes"))
    return need


@pytest.fixture
def student():
    school = create_school(latitude="34.010000", longitude="-118.330000")
    return create_student(site=create_site(school))


def offer(need, *, north=0.0, speaks=(), **fields):
    provider = create_provider()
    service = create_service(provider, **fields)
    service.terms.set(need.terms.all())
    place(service, create_location(provider, latitude=f"{34.01 + north:.6f}"))
    for code in speaks:
        Language.objects.create(service=service, code=code)
    return service


def suggested(student, need, **fields):
    fields = {"language": "es", "school": student.school, "now": timezone.now()} | fields
    return suggest(student=student, need=need, **fields)


def test_who_speaks_the_language_has_room_and_is_near_comes_first(student, need):
    near = offer(need, north=0.01, speaks=["en"])
    far = offer(need, north=0.3, speaks=["es"], capacity="open")
    nearer = offer(need, north=0.1, speaks=["es"], capacity="open")
    waiting = offer(need, speaks=["es"], capacity="waitlist")
    full = offer(need, speaks=["es"], capacity="full")

    assert [each.service for each in suggested(student, need)] == [nearer, far, waiting, near, full]


def test_each_says_in_a_line_why_it_fits(student, need):
    offer(
        need,
        north=0.1,
        speaks=["es"],
        capacity="open",
        cost="free",
        minimum_age=5,
        maximum_age=18,
        checked_on=date(2026, 11, 3),
    )

    one = suggested(student, need)[0]

    assert one.why == ["serves age 13", "speaks Spanish", "6.9 miles from school", "takes new people", "free"]
    assert (one.doubts, one.checked, one.can_be_sent) == ([], "Last checked Nov. 3, 2026.", True)


def test_doubts_are_said_too(student, need):
    service = offer(need, speaks=["en"], capacity="waitlist", alert="Closed on Fridays")
    Contact.objects.filter(provider=service.provider).delete()

    one = suggested(student, need)[0]

    assert one.doubts == ["Spanish is not on file: ask for an interpreter", "waiting list", "Closed on Fridays"]
    assert (one.checked, one.can_be_sent) == ("Not checked yet: call before you send anyone.", False)


def test_other_ages_other_needs_and_those_who_said_no_are_left_out(student, need):
    offer(need, minimum_age=18)
    said_no = offer(need)
    create_service()

    assert suggested(student, need, without=[said_no]) == []


def test_queries_do_not_grow_with_what_is_found(student, need):
    counts = []
    for _number in range(2):
        offer(need, speaks=["es"])
        with CaptureQueriesContext(connection) as queries:
            suggested(student, need)
        counts.append(len(queries))

    assert counts == [8, 8]
