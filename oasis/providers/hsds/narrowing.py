"""The standard's filters over the public directory."""

from django.db.models import Avg, Exists, OuterRef, Q

from districts.models import District
from districts.spelling import fold
from oasis.providers.distances import places_within
from oasis.providers.models import Address, Location, Service
from oasis.providers.searching import services_matching

from . import fetching
from .asking import BadParameter

METERS_PER_MILE = 1609.344


def services(asked):
    """Services by words, term, taxonomy, organization and last change, in the order of their names."""
    found = services_matching(words=asked.search())
    if organization := asked.uid("organization_id"):
        found = found.filter(provider__uid=organization)
    if changed := asked.moment("modified_after"):
        found = found.filter(modified_at__gte=changed)
    return _about(found, asked).order_by("name", "pk")


def organizations(asked):
    """Providers by words, and by term or taxonomy of a service that is listed, in the order of their names."""
    found = fetching.organizations()
    for word in fold(asked.search()).split():
        found = found.filter(Q(spelling__contains=word) | Q(description__icontains=word))
    if asked.uid("taxonomy_term_id") or asked.uid("taxonomy_id"):
        about = _about(Service.objects.listed(), asked).filter(provider=OuterRef("pk"))
        found = found.filter(Exists(about))
    return found.order_by("name", "pk")


def service_at_locations(asked):
    """Places of the services that the same filters find, and by coverage or nearness of a ZIP code."""
    found = fetching.service_at_locations().filter(service__in=services(asked).order_by().values("pk"))
    postcode, meters = asked.postcode(), asked.meters()
    if meters:
        found = places_within(found, near=_middle_of(postcode), miles=meters / METERS_PER_MILE)
    elif postcode:
        found = found.filter(_covering(postcode))
    return found.order_by("service__name", "pk")


def taxonomies(asked):
    return _worded(fetching.taxonomies(), asked).order_by("name")


def taxonomy_terms(asked):
    """Terms by words, taxonomy and the term above; `top_only` are those with none above them, as its name has it."""
    found = _worded(fetching.taxonomy_terms(), asked)
    if taxonomy := asked.uid("taxonomy_id"):
        found = found.filter(taxonomy__uid=taxonomy)
    if parent := asked.uid("parent_id"):
        found = found.filter(parent__uid=parent)
    if asked.flag("top_only"):
        found = found.filter(parent=None)
    return found.order_by("taxonomy__name", "name", "code", "pk")


def _worded(found, asked):
    for word in asked.search().split():
        found = found.filter(Q(name__icontains=word) | Q(description__icontains=word))
    return found


def _about(found, asked):
    tagged = Service.terms.through.objects.filter(service=OuterRef("pk"))
    if term := asked.uid("taxonomy_term_id"):
        found = found.filter(Exists(tagged.filter(taxonomyterm__uid=term)))
    if taxonomy := asked.uid("taxonomy_id"):
        found = found.filter(Exists(tagged.filter(taxonomyterm__taxonomy__uid=taxonomy)))
    return found


def _covering(postcode):
    """The service's area names the ZIP code, or the place stands in it; of areas without ZIP codes nothing is known."""
    return Q(
        pk__in=fetching.service_at_locations().filter(service__areas__zip_codes__contains=postcode).values("pk")
    ) | Q(location__in=Address.objects.filter(zip_code__startswith=postcode).values("location"))


def _middle_of(postcode):
    """The middle of the places on file with that ZIP code, or else of the school districts' offices there."""
    there = Location.objects.filter(addresses__zip_code__startswith=postcode, latitude__isnull=False)
    offices = District.objects.filter(zip_code__startswith=postcode, latitude__isnull=False)
    for rows in (there, offices):
        middle = rows.aggregate(latitude=Avg("latitude"), longitude=Avg("longitude"))
        if middle["latitude"] is not None:
            return float(middle["latitude"]), float(middle["longitude"])
    raise BadParameter("postcode", f"Where {postcode} lies is not known here: no place on file has that ZIP code.")
