"""Services as schema.org names them, for search engines; what is made up for the demo is told to none."""

from lmi_portal.page_head import absolute, known, list_of, postal_address, whole


def told_list(services):
    real = [(service.name, service.get_absolute_url()) for service in services if not service.provider.is_made_up]
    return whole(list_of(real)) if real else None


def told_service(service, facts):
    """[Service] with its provider and places; empty for one that is made up."""
    if service.provider.is_made_up:
        return []
    page = service.get_absolute_url()
    provider = known(
        at_type="Organization",
        name=service.provider.name,
        url=service.provider.website or absolute(service.provider.get_absolute_url()),
    )
    return [
        known(
            at_type="Service",
            at_id=absolute(f"{page}#service"),
            name=service.name,
            description=service.description,
            url=absolute(page),
            provider=provider,
            areaServed=facts.areas,
            availableChannel=[_channel(place, facts) for place in facts.places if place.addresses],
        )
    ]


def _channel(place, facts):
    address = place.addresses[0]
    phones = [phone.number for phone in place.phones or facts.phones]
    return known(
        at_type="ServiceChannel",
        serviceLocation=known(
            at_type="Place",
            name=place.location.name,
            address=postal_address(street=address.street, city=address.city, zip_code=address.zip_code),
            telephone=phones[0] if phones else "",
        ),
    )
