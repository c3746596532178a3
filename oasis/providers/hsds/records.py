"""Organizations, services and places in the words of HSDS 3.1, in the short form of lists and with all they have."""

from . import parts
from .values import day, known, number, uri


def organization(row):
    above = row.parent if row.parent and row.parent.is_listed else None
    return {"id": str(row.uid), "name": row.name, "description": row.description} | known(
        alternate_name=row.alternate_name,
        email=row.email,
        website=uri(row.website),
        year_incorporated=row.year_incorporated,
        legal_status=row.legal_status,
        parent_organization_id=above and str(above.uid),
    )


def service_alone(row):
    return known(
        id=str(row.uid),
        organization_id=str(row.provider.uid),
        name=row.name,
        alternate_name=row.alternate_name,
        description=row.description,
        url=uri(row.url),
        email=row.email,
        status=row.status,
        interpretation_services=row.interpretation,
        application_process=row.application_process,
        fees_description=row.fees_description,
        wait_time=row.wait_time,
        accreditations=row.accreditations,
        eligibility_description=row.eligibility,
        minimum_age=row.minimum_age,
        maximum_age=row.maximum_age,
        assured_date=day(row.checked_on),
        licenses=row.licenses,
        alert=row.alert,
        last_modified=row.modified_at.isoformat(),
    )


def service(row):
    return service_alone(row) | {"organization": organization(row.provider)}


def service_in_brief(row):
    """What `minimal` asks for, id and date of change, and the two facts without which the schema takes no service."""
    moment = row.modified_at.isoformat()
    return {"id": str(row.uid), "name": row.name, "status": row.status, "modified_date": moment}


def location(row):
    owner = row.provider if row.provider and row.provider.is_listed else None
    return known(
        id=str(row.uid),
        location_type=row.kind,
        url=uri(row.url),
        organization_id=owner and str(owner.uid),
        name=row.name,
        description=row.description,
        transportation=row.transportation,
        latitude=number(row.latitude),
        longitude=number(row.longitude),
    )


def service_at_location(row):
    return known(
        id=str(row.uid), service_id=str(row.service.uid), location_id=str(row.location.uid), description=row.description
    ) | {"location": location(row.location), "service": service(row.service)}


def reached(row):
    """Whom to ask at a provider, a service or a place."""
    return {
        "contacts": [parts.contact(one) for one in row.contacts.all()],
        "phones": [parts.phone(one) for one in row.phones.all()],
    }


def opened(row):
    return reached(row) | {"schedules": [parts.schedule(one) for one in row.schedules.all()]}


def full_location(row):
    return (
        location(row)
        | opened(row)
        | {
            "languages": [parts.language(one) for one in row.languages.all()],
            "addresses": [parts.address(one) for one in row.addresses.all()],
            "accessibility": [parts.accessibility(one) for one in row.accessibility.all()],
        }
    )


def place_of_service(row):
    return (
        known(id=str(row.uid), location_id=str(row.location.uid), description=row.description)
        | opened(row)
        | {"service_areas": [], "location": full_location(row.location)}
    )


def _full_service_alone(row):
    return (
        service_alone(row)
        | opened(row)
        | {
            "service_areas": [parts.area(one) for one in row.areas.all()],
            "languages": [parts.language(one) for one in row.languages.all()],
            "cost_options": [parts.cost_option(one) for one in row.cost_options.all()],
            "required_documents": [parts.required_document(one) for one in row.required_documents.all()],
            "attributes": parts.attributes(row),
        }
    )


def _with_places(row):
    return _full_service_alone(row) | {
        "service_at_locations": [place_of_service(one) for one in row.at_locations.all()]
    }


def _reached_organization(row):
    return {"organization": organization(row) | reached(row)}


def full_service(row):
    return _with_places(row) | _reached_organization(row.provider)


def full_service_at_location(row):
    of_service = _full_service_alone(row.service) | _reached_organization(row.service.provider)
    return place_of_service(row) | {"service_id": str(row.service.uid), "service": of_service}


def _full_organization_alone(row):
    return organization(row) | reached(row) | {"locations": [full_location(one) for one in row.locations.all()]}


def full_organization(row):
    """With its services in the short form."""
    return _full_organization_alone(row) | {"services": [service_alone(one) for one in row.services.all()]}


def organization_with_full_services(row):
    return _full_organization_alone(row) | {"services": [_with_places(one) for one in row.services.all()]}
