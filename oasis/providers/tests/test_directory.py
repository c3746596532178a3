"""The public pages of the directory."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from districts.demo import load_directory_facts
from districts.models import District, School
from districts.tests.factories import create_district
from lmi_portal.tests.schema_org import facts_in, problems_of
from oasis.providers.models import Address, Language, Phone, Provider, Schedule, Service

from .factories import create_location, create_need, create_provider, create_service, place

pytestmark = pytest.mark.django_db

LIST = "/oasis/providers/"
AUDUBON = "19647336061394"


def create_school():
    return School.objects.create(
        cds_code=AUDUBON, name="Audubon Middle", district=create_district(), latitude="34.009559", longitude="-118.3295"
    )


def create_clinic(name="Eye exams", miles_north=1, **fields):
    provider = create_provider(is_made_up=False)
    service = create_service(provider, name=name, **fields)
    location = create_location(provider, latitude=f"{34.009559 + miles_north / 69.09:.6f}", longitude="-118.329500")
    Address.objects.create(location=location, street="1 Example Street", city="Los Angeles", zip_code="90008")
    Language.objects.create(service=service, code="es")
    Schedule.objects.create(location=location, byday="MO", opens_at="09:00", closes_at="17:00")
    place(service, location)
    return service


def names_on(page):
    return [card.service.name for card in page.context["cards"]]


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_ten_queries_for_one_service_and_for_three(client, django_assert_num_queries, count):
    create_school()
    for number in range(count):
        create_clinic(f"Eye exams {number}")

    with django_assert_num_queries(10):
        page = client.get(LIST, {"school": AUDUBON, "q": "eye", "day": "MO"})

    assert len(page.context["cards"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_service_page_asks_the_same_with_one_place_and_with_three(client, django_assert_num_queries, count):
    service = create_clinic()
    for _more in range(count - 1):
        place(service)

    with django_assert_num_queries(20):
        client.get(service.get_absolute_url())


def test_list_is_sorted_and_narrowed_as_the_address_says(client):
    create_school()
    create_clinic("Near", miles_north=1, checked_on=timezone.localdate() - timedelta(days=3))
    create_clinic("Farther", miles_north=4, checked_on=timezone.localdate())
    create_clinic("Too far", miles_north=12)

    assert names_on(client.get(LIST)) == ["Farther", "Near", "Too far"]
    assert names_on(client.get(LIST, {"school": AUDUBON})) == ["Near", "Farther"]
    assert names_on(client.get(LIST, {"school": AUDUBON, "miles": "25"})) == ["Near", "Farther", "Too far"]
    assert names_on(client.get(LIST, {"sort": "checked"})) == ["Farther", "Near", "Too far"]
    assert names_on(client.get(LIST, {"sort": "distance"})) == ["Farther", "Near", "Too far"]


def test_what_makes_no_sense_is_left_out_and_said_so(client):
    create_clinic()

    page = client.get(LIST, {"need": "gold", "age": "-1", "day": "XX", "sort": "fee", "q": "é" * 90, "miles": "0"})

    assert len(page.context["asked"].left_out) == 6
    assert "“gold” is none of the choices" in page.text


def test_choices_can_be_taken_back_one_by_one(client):
    create_school()
    create_need("vision")

    page = client.get(LIST, {"need": "vision", "school": AUDUBON, "miles": "5", "age": "12"})

    chips = dict(page.context["asked"].chips())
    assert chips["Age 12"] == f"{LIST}?need=vision&school={AUDUBON}&miles=5"
    assert chips["Audubon Middle"] == f"{LIST}?need=vision&age=12"
    assert page.status_code == 200


def test_distance_that_nobody_chose_is_no_choice(client):
    create_school()

    asked = client.get(LIST, {"school": AUDUBON, "miles": "10"}).context["asked"]

    assert [label for label, _link in asked.chips()] == ["Audubon Middle"]
    assert not asked.has_more_choices()


def test_map_numbers_its_marks_as_the_list_does(client):
    create_school()
    first, _second = create_clinic("Near", miles_north=1), create_clinic("Farther", miles_north=4)

    page = client.get(LIST, {"school": AUDUBON})

    marks = page.context["drawing"].marks
    assert [(mark.label, mark.titles) for mark in marks] == [("1", ["Near"]), ("2", ["Farther"])]
    assert marks[0].link == first.get_absolute_url()


def test_empty_directory_says_so(client):
    assert "No service is on file yet" in client.get(LIST).text
    create_clinic()
    assert "No service fits all that you chose" in client.get(LIST, {"q": "zzz"}).text


def test_page_of_a_service_tells_what_a_family_asks(client):
    service = create_clinic(
        minimum_age=3, maximum_age=18, cost=Service.Cost.FREE, checked_on=timezone.localdate() - timedelta(days=10)
    )
    Phone.objects.create(provider=service.provider, number="323-555-0101", extension="4")

    text = client.get(service.get_absolute_url()).text

    for said in [
        "Call before you go.",
        "Last checked on",
        "3 to 18 years",
        "Spanish",
        "Free",
        "Monday, 9 a.m. to 5 p.m.",
    ]:
        assert said in text
    assert 'href="tel:+13235550101;ext=4"' in text


@pytest.mark.parametrize(
    ("days", "warns"), [(None, True), (180, False), (181, True)], ids=["never", "half-a-year", "longer"]
)
def test_old_checks_are_warned_of(client, days, warns):
    checked_on = None if days is None else timezone.localdate() - timedelta(days=days)
    service = create_clinic(checked_on=checked_on)

    page = client.get(service.get_absolute_url())

    assert page.context["facts"].check.is_stale is warns
    assert ("Hours, cost and places may have changed." in page.text) is warns


def test_capacity_says_since_when(client):
    said_at = timezone.make_aware(timezone.datetime(2026, 11, 2, 23, 30))
    service = create_clinic(capacity=Service.Capacity.WAITLIST, capacity_said_at=said_at)

    assert "Waiting list, as of Nov. 2, 2026" in client.get(service.get_absolute_url()).text


def test_addresses_of_referral_desks_are_told_nowhere(client):
    service = create_clinic()
    [desk] = service.provider.contacts.all()

    for address in [LIST, service.get_absolute_url(), service.provider.get_absolute_url()]:
        assert desk.email not in client.get(address).text


def test_what_is_not_listed_is_not_found(client):
    hidden = create_clinic()
    Provider.objects.filter(pk=hidden.provider_id).update(is_listed=False)
    inactive = create_clinic(status=Service.Status.INACTIVE)

    for address in [
        hidden.get_absolute_url(),
        hidden.provider.get_absolute_url(),
        inactive.get_absolute_url(),
        inactive.provider.get_absolute_url(),
        f"{LIST}{uuid4()}/",
    ]:
        assert client.get(address).status_code == 404


def test_search_engines_are_told_of_real_services_alone(client):
    real = create_clinic()
    made_up = create_service()

    html = client.get(real.get_absolute_url()).text
    assert problems_of(html) == []
    assert "Service" in {fact["@type"] for fact in facts_in(html)}
    assert problems_of(client.get(LIST).text) == []

    html = client.get(made_up.get_absolute_url()).text
    assert "Service" not in {fact["@type"] for fact in facts_in(html)}
    assert '<meta name="robots" content="noindex">' in html
    assert "This provider is made up" in html


def test_every_school_on_file_can_be_chosen(client):
    load_directory_facts()

    page = client.get(LIST)

    assert District.objects.count() == 1000
    assert [school.name for school in page.context["asked"].schools.values()] == [
        "Audubon Middle",
        "John C. Fremont Senior High",
        "Utah Street Elementary",
        "Venice Senior High",
    ]
