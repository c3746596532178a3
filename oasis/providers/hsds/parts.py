"""What belongs to a provider, a service or a place, in the words of HSDS 3.1."""

from uuid import uuid5

from django.utils import timezone

from oasis.providers.models import Phone, Service

from .values import clock, day, hours_from_utc, known, number, uri

# The standard has no type for it.
TYPES = {Phone.Kind.HOTLINE: Phone.Kind.VOICE}


def phone(row):
    is_number = row.extension.isascii() and row.extension.isdecimal()
    said = [row.description, row.extension and not is_number and f"ext. {row.extension}"]
    return known(
        id=str(row.uid),
        number=row.number,
        extension=int(row.extension) if is_number else None,
        type=str(TYPES.get(row.kind, row.kind)),
        description=", ".join(filter(None, said)),
        languages=[language(one) for one in row.languages.all()],
    )


def language(row):
    return known(id=str(row.uid), name=row.name, code=row.code, note=row.note)


def contact(row):
    """Of those that may be listed publicly; nobody else gets here (see fetching.py)."""
    return known(
        id=str(row.uid),
        name=row.name,
        title=row.title,
        department=row.department,
        email=row.email,
        phones=[phone(one) for one in row.phones.all()],
    )


def schedule(row):
    """Hours are wall-clock time in California, with the offset that holds there today."""
    now = timezone.now()
    return known(
        id=str(row.uid),
        valid_from=day(row.valid_from_on),
        valid_to=day(row.valid_to_on),
        dtstart=day(row.starts_on),
        timezone=hours_from_utc(now),
        freq=row.freq,
        interval=row.interval,
        byday=row.byday,
        bymonthday=row.bymonthday,
        description=row.description,
        opens_at=clock(row.opens_at, now=now),
        closes_at=clock(row.closes_at, now=now),
        notes=row.notes,
    )


def address(row):
    return {
        "id": str(row.uid),
        "address_1": row.street,
        "city": row.city,
        "state_province": row.state,
        "postal_code": row.zip_code,
        "country": row.country,
        "address_type": row.kind,
    } | known(attention=row.attention, address_2=row.street_2, region=row.region)


def accessibility(row):
    return known(id=str(row.uid), description=row.description, details=row.details, url=uri(row.url))


def area(row):
    """ZIP codes stand in the extent, as text."""
    return known(
        id=str(row.uid),
        name=row.name,
        description=row.description,
        extent=row.zip_codes,
        extent_type="text" if row.zip_codes else None,
    )


def cost_option(row):
    return known(
        id=str(row.uid),
        option=row.option,
        currency=row.currency,
        amount=number(row.amount),
        amount_description=row.amount_description,
    )


def required_document(row):
    return known(id=str(row.uid), document=row.document, uri=uri(row.uri))


def taxonomy(row):
    return {"id": str(row.uid), "name": row.name, "description": row.description} | known(
        uri=uri(row.uri), version=row.version
    )


def term(row):
    return {"id": str(row.uid), "name": row.name, "description": row.description} | known(
        code=row.code,
        parent_id=row.parent and str(row.parent.uid),
        taxonomy=row.taxonomy.name,
        taxonomy_detail=taxonomy(row.taxonomy),
        taxonomy_id=str(row.taxonomy.uid),
    )


def attributes(service):
    """Its terms, and what the standard has no field for: whether it takes new people, and its kind of cost."""
    of_service = {"link_id": str(service.uid), "link_entity": "service"}
    terms = [
        {"id": str(uuid5(service.uid, str(one.uid))), "taxonomy_term_id": str(one.uid), "taxonomy_term": term(one)}
        for one in service.terms.all()
    ]
    said = [("capacity", service.capacity, Service.Capacity.UNKNOWN), ("cost", service.cost, Service.Cost.UNKNOWN)]
    own = [
        {"id": str(uuid5(service.uid, name)), "link_type": name, "value": str(value)}
        for name, value, unknown in said
        if value != unknown
    ]
    return [of_service | one for one in terms + own]
