from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from oasis.providers.models import Address, Language, Schedule, Service, Taxonomy, TaxonomyTerm
from oasis.providers.searching import services_matching

from .factories import create_location, create_need, create_provider, create_service, place

pytestmark = pytest.mark.django_db

MONDAY_NOON = datetime(2026, 11, 2, 12, tzinfo=ZoneInfo("America/Los_Angeles"))
SUNDAY_NOON = datetime(2026, 11, 1, 12, tzinfo=ZoneInfo("America/Los_Angeles"))
MONDAYS = {"byday": "MO", "opens_at": time(9), "closes_at": time(17)}
SUNDAYS = MONDAYS | {"byday": "SU"}


def create_term(name="Vision Tests", code="1216"):
    taxonomy, _created = Taxonomy.objects.get_or_create(name="Open Eligibility", defaults={"description": "Terms."})
    return TaxonomyTerm.objects.create(taxonomy=taxonomy, code=code, name=name)


def test_nothing_asked_finds_all_that_is_listed():
    service = create_service()
    create_service(status=Service.Status.INACTIVE)
    create_service(create_provider(is_listed=False))

    assert list(services_matching()) == [service]


def test_need_is_met_by_services_with_one_of_its_terms_each_once():
    need, exam, glasses = create_need("vision"), create_term(), create_term("Eyeglasses", "eyeglasses")
    need.terms.set([exam, glasses])
    service = create_service()
    service.terms.set([exam, glasses])
    create_service()

    assert list(services_matching(need=need)) == [service]


@pytest.mark.parametrize(
    "words",
    ["eye clinic", "EYE EXAMS", "examenes ninos", "Cánada", "leimert", "vision tests", "hand exams", ""],
    ids=["both", "case", "description", "accents", "city", "term", "provider-and-service", "none"],
)
def test_words_are_found_wherever_a_visitor_may_have_read_them(words):
    provider = create_provider(name="Canada Hand", alternate_name="Clinic on the hill")
    service = create_service(provider, name="Eye exams", description="Exámenes para niños")
    service.terms.add(create_term())
    location = create_location(provider)
    place(service, location)
    Address.objects.create(location=location, city="Leimert Park")

    assert list(services_matching(words=words)) == [service]
    assert list(services_matching(words=f"{words} zzz")) == []


def test_language_of_the_service_or_of_its_place_is_found_and_silence_means_english():
    spanish, at_place, silent = create_service(), create_service(), create_service()
    Language.objects.create(service=spanish, code="es")
    location = create_location(at_place.provider)
    place(at_place, location)
    Language.objects.create(location=location, code="es")

    assert set(services_matching(language="es")) == {spanish, at_place}
    assert set(services_matching(language="en")) == {at_place, silent}


@pytest.mark.parametrize(
    ("low", "high", "fits"),
    [(None, None, True), (12, None, True), (13, None, False), (None, 12, True), (None, 11, False), (0, 18, True)],
)
def test_ages_not_on_file_exclude_nobody(low, high, fits):
    create_service(minimum_age=low, maximum_age=high)

    assert services_matching(age=12).exists() is fits


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"cost": "free"}, {"free"}),
        ({"cost": "insurance"}, {"free", "insurance"}),
        ({"cost": "sliding"}, {"free", "insurance", "sliding"}),
    ],
)
def test_who_can_pay_somehow_takes_what_is_cheaper(asked, found):
    for cost in Service.Cost.values:
        create_service(cost=cost)

    assert {service.cost for service in services_matching(**asked)} == found


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("open", {"open", "limited"}),
        ("waitlist", {"open", "limited", "waitlist"}),
        ("not_full", {"open", "limited", "waitlist", "unknown"}),
    ],
)
def test_capacity_asked_for_is_at_least_so_much(asked, found):
    for capacity in Service.Capacity.values:
        create_service(capacity=capacity)

    assert {service.capacity for service in services_matching(capacity=asked)} == found


def test_own_hours_of_a_service_count_before_those_of_its_place_and_its_provider():
    service = create_service()
    location = create_location(service.provider)
    place(service, location)
    Schedule.objects.create(provider=service.provider, **SUNDAYS)
    assert services_matching(open_at=SUNDAY_NOON).exists()

    Schedule.objects.create(location=location, **MONDAYS)
    assert not services_matching(open_at=SUNDAY_NOON).exists()
    assert services_matching(open_at=MONDAY_NOON).exists()

    Schedule.objects.create(service=service, **SUNDAYS)
    assert services_matching(open_at=SUNDAY_NOON).exists()
    assert not services_matching(open_at=MONDAY_NOON).exists()


def test_hours_at_one_place_are_the_services_own():
    service = create_service()
    at_place = place(service)
    Schedule.objects.create(service_at_location=at_place, **MONDAYS)
    Schedule.objects.create(location=at_place.location, **SUNDAYS)

    assert services_matching(open_at=MONDAY_NOON).exists()
    assert not services_matching(open_at=SUNDAY_NOON).exists()


def test_service_opens_on_the_days_of_its_schedule():
    service = create_service()
    Schedule.objects.create(service=service, **MONDAYS)

    assert services_matching(on_day="MO", today=MONDAY_NOON.date()).exists()
    assert not services_matching(on_day="TU", today=MONDAY_NOON.date()).exists()


def test_near_a_school_tells_the_miles():
    service = create_service()
    place(service, create_location(service.provider, latitude="34.020000", longitude="-118.329500"))

    [found] = services_matching(near=(34.009559, -118.3295), within_miles=5)

    assert round(found.miles, 2) == 0.72


def test_one_query_whatever_is_asked(django_assert_num_queries):
    need = create_need()
    asked = {"need": need, "words": "eye", "near": (34, -118), "within_miles": 5, "language": "es", "age": 12}

    with django_assert_num_queries(1):
        list(services_matching(**asked, cost="free", capacity="open", on_day="MO", today=MONDAY_NOON.date()))
