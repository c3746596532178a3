"""From a record of HSDS to the draft of a provider, or of a service with its places."""

from oasis.providers.models import Location, Provider, Service, ServiceAtLocation

from . import parts
from .cells import Cells
from .problems import BadRow
from .tagging import facts_of_terms

STATUSES, PLACES = tuple(Service.Status.values), tuple(Location.Kind.values)
# Fields by which a record is told to be something else.
NOT_HERE = {
    "service_at_location": ("location_id", "service_id"),
    "taxonomy term": ("taxonomy_detail", "term_uri", "taxonomy"),
    "location": ("location_type", "addresses"),
}


def drafted(draft, record):
    """Fill the Draft with the pieces of `record`, an organization or a service of HSDS 3.x.

    Raises BadRow. The draft's heads are there as soon as their ids are read: a bad row stands in the file, too.
    """
    cells = Cells(record)
    if "status" in record or "organization" in record or {"organization_id", "name"} <= record.keys():
        _draft_service(draft, cells)
    elif other := next((noun for noun, names in NOT_HERE.items() if any(name in record for name in names)), None):
        raise BadRow(f"it is a {other}; organizations and services are imported, with all that is in them.")
    else:
        _draft_provider(draft, cells, services=True)


def _draft_provider(draft, cells, *, services=False):
    uid, _key = draft.identity(Provider, cells)
    provider = Provider, uid
    if services:
        draft.heads.append(provider)
    draft.add(Provider, cells, _provider_values(cells))
    if above := draft.reference(cells, "parent_organization_id", Provider):
        draft.parents[uid] = above[1]
    parts.add_phones(draft, cells, "provider", provider, head=provider)
    parts.add_contacts(draft, cells, "provider", provider, head=provider)
    for location in cells.records("locations"):
        _draft_location(draft, location, provider, head=provider)
    if services:
        for service in cells.records("services"):
            _draft_service(draft, service, provider=provider)
    return provider


def _provider_values(cells):
    return {
        "name": cells.must("name"),
        "alternate_name": cells.text("alternate_name"),
        "description": cells.prose("description"),
        "email": cells.email("email"),
        "website": cells.url("website"),
        "year_incorporated": cells.whole("year_incorporated", least=1600, most=2200),
        "legal_status": cells.text("legal_status", most=120),
    }


def _draft_service(draft, cells, *, provider=None):
    uid, _key = draft.identity(Service, cells)
    service = Service, uid
    draft.heads.append(service)
    provider = provider or _provider_of(draft, cells)
    values = _service_values(cells)
    draft.add(Service, cells, values, links={"provider": provider}, at_first={"cost": _cost(cells, values)})
    for add in (parts.add_phones, parts.add_contacts, parts.add_schedules, parts.add_languages):
        add(draft, cells, "service", service, head=service)
    for add in (parts.add_areas, parts.add_cost_options, parts.add_required_documents):
        add(draft, cells, service)
    facts_of_terms(draft, cells, uid)
    _draft_places(draft, cells, service)


def _provider_of(draft, cells):
    nested = cells.record("organization")
    provider = draft.reference(cells, "organization_id", Provider)
    if nested and nested.text("name"):
        return _draft_provider(draft, nested)
    provider = provider or (nested and draft.reference(nested, "id", Provider))
    if provider is None:
        raise cells.refuse("organization_id", "it names no organization.")
    return provider


def _service_values(cells):
    lowest, highest = cells.whole("minimum_age", most=150), cells.whole("maximum_age", most=150)
    if lowest is not None and highest is not None and highest < lowest:
        raise cells.refuse("maximum_age", f"{highest} is less than the lowest age, {lowest}.")
    return {
        "name": cells.must("name"),
        "alternate_name": cells.text("alternate_name"),
        "description": cells.prose("description"),
        "url": cells.url("url"),
        "email": cells.email("email"),
        "status": cells.choice("status", STATUSES, default="active"),
        "application_process": cells.prose("application_process"),
        "interpretation": cells.prose("interpretation_services"),
        "wait_time": cells.text("wait_time"),
        "fees_description": cells.prose("fees_description") or cells.prose("fees"),
        "accreditations": cells.prose("accreditations"),
        "licenses": cells.prose("licenses"),
        "eligibility": cells.prose("eligibility_description"),
        "minimum_age": lowest,
        "maximum_age": highest,
        "alert": cells.prose("alert"),
        "checked_on": cells.day("assured_date"),
    }


def _cost(cells, values):
    """The kind of cost where the file leaves no doubt about it; else staff say."""
    amounts = [one.decimal("amount", least=0, most=99_999_999, places=2) for one in cells.records("cost_options")]
    words = values["fees_description"].lower().strip(" .")
    if words in {"free", "free of charge", "no cost", "no charge", "no fee", "none"}:
        return Service.Cost.FREE
    if words in {"sliding scale", "sliding fee scale"}:
        return Service.Cost.SLIDING
    if amounts and all(amount == 0 for amount in amounts):
        return Service.Cost.FREE
    return Service.Cost.UNKNOWN


def _draft_places(draft, cells, service):
    draft.say(ServiceAtLocation, "service", service, cells, "service_at_locations")
    for position, one in enumerate(cells.records("service_at_locations")):
        location = _location_of(draft, one, service)
        links = {"service": service, "location": location}
        values = {"description": one.prose("description")}
        place = draft.add(ServiceAtLocation, one, values, head=service, owner=service, position=position, links=links)
        for add in (parts.add_phones, parts.add_contacts, parts.add_schedules):
            add(draft, one, "service_at_location", place, head=service)


def _location_of(draft, cells, service):
    nested = cells.record("location")
    if nested and nested.facts.keys() == {"id"}:
        return draft.reference(nested, "id", Location)
    if nested:
        return _draft_location(draft, nested, draft.reference(nested, "organization_id", Provider), head=service)
    location = draft.reference(cells, "location_id", Location)
    if location is None:
        raise cells.refuse("location_id", "it names no location.")
    return location


def _draft_location(draft, cells, provider, *, head):
    latitude = cells.decimal("latitude", least=-90, most=90, places=6)
    longitude = cells.decimal("longitude", least=-180, most=180, places=6)
    if (latitude is None) != (longitude is None):
        raise cells.refuse("latitude", "latitude and longitude are there together or not at all.")
    values = {
        "kind": cells.choice("location_type", PLACES, default="physical"),
        "name": cells.text("name") or cells.text("alternate_name"),
        "description": cells.prose("description"),
        "transportation": cells.prose("transportation"),
        "url": cells.url("url"),
        "latitude": latitude,
        "longitude": longitude,
    }
    location = draft.add(Location, cells, values, head=head, links={"provider": provider} if provider else {})
    for add in (parts.add_phones, parts.add_contacts, parts.add_schedules, parts.add_languages):
        add(draft, cells, "location", location, head=head)
    parts.add_addresses(draft, cells, location, head=head)
    parts.add_accessibility(draft, cells, location, head=head)
    return location
