"""The public directory for programs: the API of Open Referral HSDS 3.1, read only (docs.openreferral.org)."""

from uuid import UUID

from oasis.providers.hsds import fetching, narrowing, parts, records
from oasis.providers.hsds.answering import NotListed, item, listing, public_api, whole
from oasis.providers.models import Service

ABOUT = {
    "version": "3.1",
    "profile": "https://docs.openreferral.org/",
    "openapi_url": "https://raw.githubusercontent.com/openreferral/specification/3.1/schema/openapi.json",
}


@public_api
def about(request, asked):
    return item(request, ABOUT)


@public_api
def services(request, asked):
    found = narrowing.services(asked)
    if asked.flag("minimal") and not asked.is_ndjson():
        return whole(request, found.only("uid", "name", "status", "modified_at"), records.service_in_brief)
    if asked.flag("minimal"):
        return listing(request, asked, found, records.service_in_brief)
    if asked.flag("full"):
        return listing(request, asked, fetching.full_services(found), records.full_service, full=True)
    return listing(request, asked, fetching.services(found), records.service)


@public_api
def service(request, asked, key):
    found = fetching.full_services(Service.objects.listed())
    return item(request, records.full_service(_one(found, key, "service")))


@public_api
def organizations(request, asked):
    found = narrowing.organizations(asked)
    if asked.flag("full_service"):
        found = fetching.organizations_with_full_services(found)
        return listing(request, asked, found, records.organization_with_full_services, full=True)
    if asked.flag("full"):
        return listing(request, asked, fetching.full_organizations(found), records.full_organization, full=True)
    return listing(request, asked, found, records.organization)


@public_api
def organization(request, asked, key):
    found = fetching.organizations()
    if asked.flag("full_service"):
        one = _one(fetching.organizations_with_full_services(found), key, "organization")
        return item(request, records.organization_with_full_services(one))
    return item(request, records.full_organization(_one(fetching.full_organizations(found), key, "organization")))


@public_api
def service_at_locations(request, asked):
    found = narrowing.service_at_locations(asked)
    if asked.flag("full"):
        found = fetching.full_service_at_locations(found)
        return listing(request, asked, found, records.full_service_at_location, full=True)
    return listing(request, asked, found, records.service_at_location)


@public_api
def service_at_location(request, asked, key):
    found = fetching.full_service_at_locations(fetching.service_at_locations())
    return item(request, records.full_service_at_location(_one(found, key, "service at a location")))


@public_api
def taxonomies(request, asked):
    return listing(request, asked, narrowing.taxonomies(asked), parts.taxonomy)


@public_api
def taxonomy(request, asked, key):
    return item(request, parts.taxonomy(_one(fetching.taxonomies(), key, "taxonomy")))


@public_api
def taxonomy_terms(request, asked):
    return listing(request, asked, narrowing.taxonomy_terms(asked), parts.term)


@public_api
def taxonomy_term(request, asked, key):
    return item(request, parts.term(_one(fetching.taxonomy_terms(), key, "taxonomy term")))


@public_api
def nowhere(request, asked, rest):
    raise NotListed(f"There is nothing at “{rest}”. The API is described at {ABOUT['profile']}.")


def _one(found, key, noun):
    try:
        row = found.filter(uid=UUID(key)).first()
    except ValueError:
        row = None
    if row is None:
        raise NotListed(f"No {noun} with this id is in the public directory.")
    return row
