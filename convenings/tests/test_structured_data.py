from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from convenings.models import Speaker
from districts.tests.factories import create_district
from lmi_portal.tests.schema_org import facts_in, problems_of

from .factories import create_convening, register

pytestmark = pytest.mark.django_db

DAY = date(2099, 2, 6)


def told(client, convening):
    """The Event on a convening's page, which schema.org understands whole."""
    html = client.get(convening.get_absolute_url()).content.decode()
    assert problems_of(html) == []
    return next((fact for fact in facts_in(html) if fact["@type"] == "EducationEvent"), None)


def test_event_tells_what_is_known(client):
    host = create_district(name="Dinuba Unified")
    convening = create_convening(
        title="Valley", starts_on=DAY, ends_on=DAY, host=host, venue="Center", street="199 North L", zip_code="93618"
    )
    Speaker.objects.create(convening=convening, name="Carmen Medina")

    event = told(client, convening)

    url = f"http://localhost:8000/convenings/{convening.slug}/"
    assert (
        event
        | {
            "@id": f"{url}#event",
            "name": "Valley",
            "startDate": "2099-02-06T09:30:00-08:00",
            "endDate": "2099-02-06T15:00:00-08:00",
            "eventStatus": "https://schema.org/EventScheduled",
            "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
            "maximumAttendeeCapacity": 100,
            "performer": [{"@type": "Person", "name": "Carmen Medina"}],
        }
        == event
    )
    assert event["location"] == {
        "@type": "Place",
        "name": "Center",
        "address": {
            "@type": "PostalAddress",
            "streetAddress": "199 North L",
            "addressLocality": "Dinuba",
            "postalCode": "93618",
            "addressRegion": "CA",
            "addressCountry": "US",
        },
    }
    assert [one["name"] for one in event["organizer"]] == ["California Labor Management Initiative", "Dinuba Unified"]


def test_offer_says_price_and_that_there_are_seats(client):
    convening = create_convening(fee=Decimal("62.50"))

    assert told(client, convening)["offers"] == [
        {
            "@type": "Offer",
            "url": f"http://localhost:8000/convenings/{convening.slug}/register/",
            "priceCurrency": "USD",
            "availability": "https://schema.org/InStock",
            "price": "62.50",
        }
    ]


@pytest.mark.parametrize(("capacity", "teams"), [(2, 1), (3, 2)], ids=["full", "with-a-team-in-line"])
def test_offer_of_a_convening_that_seats_no_more_is_sold_out(client, capacity, teams):
    convening = create_convening(capacity=capacity)
    for _team in range(teams):
        register(convening, size=2)

    assert told(client, convening)["offers"][0]["availability"] == "https://schema.org/SoldOut"


@pytest.mark.parametrize(
    ("fields", "prices"),
    [
        ({"fee_rule": "free"}, ["0.00"]),
        ({"fee_rule": "first_free", "free_seats": 5, "fee": Decimal("150")}, ["0.00", "150.00"]),
        (
            {
                "fee_rule": "early_bird",
                "early_fee": Decimal("100"),
                "fee": Decimal("125"),
                "early_until_at": datetime(2099, 1, 1, tzinfo=UTC),
            },
            ["100.00", "125.00"],
        ),
        ({"fee_rule": "not_announced"}, []),
    ],
    ids=["free", "first-free", "early-bird", "not-announced"],
)
def test_offers_follow_the_fee(client, fields, prices):
    event = told(client, create_convening(**fields))

    assert [offer["price"] for offer in event.get("offers", [])] == prices


def test_past_event_is_told_without_an_offer_to_register(client):
    yesterday = timezone.localdate() - timedelta(days=1)

    event = told(client, create_convening(starts_on=yesterday, ends_on=yesterday, state="held"))

    [offer] = event["offers"]
    assert (offer["url"], "availability" in offer) == (event["url"], False)


def test_cancelled_event_says_so(client):
    event = told(client, create_convening(state="cancelled"))

    assert event["eventStatus"] == "https://schema.org/EventCancelled"


def test_partner_organizes_its_own_event(client):
    convening = create_convening(kind="partner", host_name="CalTURN", partner_url="https://example.org/", state="held")

    event = told(client, convening)

    assert event["organizer"] == {"@type": "Organization", "name": "CalTURN", "url": "https://example.org/"}
    assert "offers" not in event


def test_day_of_unknown_hours_is_told_as_a_day(client):
    convening = create_convening(starts_on=DAY, ends_on=DAY)
    convening.days.all().delete()

    assert told(client, convening)["startDate"] == "2099-02-06"


def test_without_a_day_there_is_no_event_yet(client):
    assert told(client, create_convening(starts_on=None, ends_on=None, state="save_the_date")) is None


def test_place_that_is_not_known_is_california(client):
    event = told(client, create_convening(city="", state="held"))

    assert event["location"]["address"]["addressRegion"] == "CA"
    assert "eventAttendanceMode" not in event


def test_calendar_lists_what_it_shows(client):
    create_convening(title="Valley", starts_on=DAY, ends_on=DAY)

    html = client.get("/convenings/").content.decode()

    assert problems_of(html) == []
    assert [fact["@type"] for fact in facts_in(html)] == ["BreadcrumbList", "ItemList"]
    assert [item["name"] for item in facts_in(html)[1]["itemListElement"]] == ["Valley"]


def test_control_what_schema_org_does_not_know_is_noticed():
    html = (
        '<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "EducationEvent",'
        '"name": "Valley", "startDate": "tomorrow", "location": {"@type": "Person", "name": "Lee"}, "seats": 5},'
        '{"@type": "Gathering"}, {"@type": "Place", "name": "Center"}]}</script>'
    )

    assert problems_of(html) == [
        "EducationEvent.startDate is not 'tomorrow'.",
        "EducationEvent.location is no Person.",
        "EducationEvent knows no seats.",
        "EducationEvent.seats is not 5.",
        "There is no Gathering.",
        "Place has no address.",
    ]
