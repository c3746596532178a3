"""Rows of the directory with everything on file, with nothing but what they must have, and with odd text."""

from datetime import UTC, date, datetime, time
from itertools import count

from oasis.providers.models import (
    Accessibility,
    Address,
    Contact,
    CostOption,
    Language,
    Phone,
    RequiredDocument,
    Schedule,
    ServiceArea,
    Taxonomy,
    TaxonomyTerm,
)

from .factories import create_location, create_provider, create_service, place

MOMENT = datetime(2026, 11, 2, 17, 30, 0, 250, tzinfo=UTC)
ODD = "“Ñandú” & <b>sons</b> =1+1 \u202e🩺"
_number = count(1)


def create_full_provider(**fields):
    """With a parent, and with whom to ask, one of them private."""
    above = create_provider(name="County of Saltmarsh")
    filled = {
        "alternate_name": "HH",
        "description": ODD,
        "email": "hello@example.org",
        "website": "https://example.org/ñ?q=a b&c[]=%zz#x#y".replace(" ", "+"),
        "year_incorporated": 1967,
        "legal_status": "Nonprofit",
        "parent": above,
    }
    provider = create_provider(**filled | fields)
    reach(provider=provider)
    return provider


def create_full_service(provider=None, **fields):
    """With every field and every list filled, at one place that has everything too."""
    provider = provider or create_full_provider()
    filled = {
        "alternate_name": "Eyes",
        "description": ODD,
        "url": "https://example.org/eyes",
        "email": "eyes@example.org",
        "application_process": "Call.\nOr walk in.",
        "interpretation": "On request",
        "wait_time": "2 weeks",
        "fees_description": "None with Medi-Cal",
        "cost": "insurance",
        "accreditations": "A board",
        "licenses": "12345",
        "eligibility": "Students",
        "minimum_age": 5,
        "maximum_age": 18,
        "capacity": "waitlist",
        "capacity_said_at": MOMENT,
        "alert": "Closed on Friday",
        "checked_on": date(2026, 11, 2),
    }
    service = create_service(provider, **filled | fields)
    location = create_full_location(provider)
    here = place(service, location)
    for owner in ({"service": service}, {"service_at_location": here}):
        reach(**owner)
        open_weekdays(**owner)
    Language.objects.create(service=service, code="es", name="Spanish", note="All day")
    ServiceArea.objects.create(service=service, name="South LA", description="And around", zip_codes="90016,90018")
    ServiceArea.objects.create(service=service, name="Elsewhere")
    CostOption.objects.create(service=service, option="Frames", amount="25.50", amount_description="a pair")
    CostOption.objects.create(service=service, amount_description="by income")
    RequiredDocument.objects.create(service=service, document="Proof of age", uri="https://example.org/age")
    service.terms.add(create_term())
    return service


def create_full_location(provider):
    location = create_location(
        provider,
        description=ODD,
        transportation="Bus 37",
        url="https://example.org/clinic",
    )
    Address.objects.create(
        location=location,
        attention="Front desk",
        street="1 Made-up Way",
        street_2="Room 2",
        city="Los Angeles",
        region="West Adams",
        zip_code="90016",
    )
    Address.objects.create(location=location, kind="postal", city="Los Angeles")
    Accessibility.objects.create(
        location=location, description="Ramp", details="At the side", url="https://example.org/r"
    )
    Language.objects.create(location=location, code="ko", name="Korean")
    reach(location=location)
    open_weekdays(location=location)
    return location


def reach(**owner):
    """A phone of each sort, a desk that is listed publicly, and a person who is not."""
    phone = Phone.objects.create(number="+1 555 010 0100", extension="12", description="Front desk", **owner)
    Language.objects.create(phone=phone, code="es")
    Phone.objects.create(number="(555) 010-0101", extension="for Ana", kind=Phone.Kind.HOTLINE, **owner)
    desk = Contact.objects.create(title="Intake", department="Vision", email="d@example.org", is_public=True, **owner)
    Phone.objects.create(contact=desk, number="555-010-0102", kind=Phone.Kind.TTY)
    person = Contact.objects.create(name="Private Person", email="private.person@example.org", **owner)
    Phone.objects.create(contact=person, number="555-010-0666")


def open_weekdays(**owner):
    Schedule.objects.create(
        freq="WEEKLY",
        interval=2,
        byday="MO,TU",
        opens_at=time(9),
        closes_at=time(17, 30),
        valid_from_on=date(2026, 1, 1),
        valid_to_on=date(2026, 12, 31),
        starts_on=date(2026, 1, 5),
        description="Mondays and Tuesdays",
        notes="Not on holidays",
        **owner,
    )
    Schedule.objects.create(freq="MONTHLY", bymonthday="1,15", **owner)
    Schedule.objects.create(description="By appointment", **owner)


def create_term(name="Eye Care"):
    taxonomy, _made = Taxonomy.objects.get_or_create(
        name="Made-up terms", defaults={"description": "Made up.", "uri": "https://example.org/terms", "version": "1"}
    )
    number = next(_number)
    above = TaxonomyTerm.objects.create(taxonomy=taxonomy, code=f"1{number}", name="Health")
    return TaxonomyTerm.objects.create(taxonomy=taxonomy, code=f"2{number}", name=name, parent=above, description=ODD)


def create_bare_service(**fields):
    """Nothing on file but what the database asks for, at a place without a name, an address or coordinates."""
    provider = create_provider(description="")
    service = create_service(provider, description="", **fields)
    place(service, create_location(provider, name="", latitude=None, longitude=None))
    return service


def create_varied_directory():
    """Services with everything and with nothing, in the hours and the text that are hardest to write."""
    create_full_service()
    create_bare_service()
    create_bare_service(name=ODD, url='https://example.org/a|b{c}"d<e>^`\\[1]%', minimum_age=0)
    create_full_service(create_full_provider(parent=None), maximum_age=None)
    create_bare_service().delete()  # A provider and a place without a service.
    online = create_bare_service()
    online.at_locations.update(description="By phone")
    place(online, create_location(online.provider, kind="virtual", latitude="-90", longitude="180"))
