"""The public directory's rows with all that a record of them says, in as many queries for one as for a hundred.

Only this module fetches for the API: what it leaves out – unlisted providers, services that are not active, contacts
that are private – cannot be written by records.py.
"""

from django.db.models import Prefetch, QuerySet

from oasis.providers.models import Contact, Provider, Service, ServiceAtLocation, Taxonomy, TaxonomyTerm


def _reached(at=""):
    """Phones, and those contacts that may be listed publicly, of what stands `at` a lookup such as "provider__"."""
    public = Contact.objects.filter(is_public=True).prefetch_related("phones__languages")
    return [f"{at}phones__languages", Prefetch(f"{at}contacts", queryset=public)]


def _location(at):
    lists = ["provider", "schedules", "languages", "addresses", "accessibility"]
    return [*_reached(at), *(at + name for name in lists)]


def _place_of_service(at=""):
    return [*_reached(at), f"{at}schedules", f"{at}location", *_location(f"{at}location__")]


def _service(at=""):
    lists = ["schedules", "areas", "languages", "cost_options", "required_documents"]
    terms = TaxonomyTerm.objects.select_related("taxonomy", "parent")
    return [*_reached(at), *(at + name for name in lists), Prefetch(f"{at}terms", queryset=terms)]


def _service_with_places():
    return [*_service(), *_place_of_service("at_locations__")]


def organizations() -> QuerySet[Provider]:
    return Provider.objects.filter(is_listed=True).select_related("parent")


def full_organizations(providers):
    active = Service.objects.listed().select_related("provider")
    return _full(providers, active)


def organizations_with_full_services(providers):
    active = Service.objects.listed().select_related("provider")
    return _full(providers, active.prefetch_related(*_service_with_places()))


def _full(providers, active):
    return providers.prefetch_related(*_reached(), *_location("locations__"), Prefetch("services", queryset=active))


def services(found) -> QuerySet[Service]:
    return found.select_related("provider__parent")


def full_services(found):
    return services(found).prefetch_related(*_service_with_places(), *_reached("provider__"))


def service_at_locations() -> QuerySet[ServiceAtLocation]:
    listed = ServiceAtLocation.objects.filter(service__in=Service.objects.listed())
    return listed.select_related("service__provider__parent", "location__provider")


def full_service_at_locations(places):
    return places.prefetch_related(*_place_of_service(), *_service("service__"), *_reached("service__provider__"))


def taxonomies() -> QuerySet[Taxonomy]:
    return Taxonomy.objects.all()


def taxonomy_terms() -> QuerySet[TaxonomyTerm]:
    return TaxonomyTerm.objects.select_related("taxonomy", "parent")
