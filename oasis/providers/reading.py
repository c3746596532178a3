"""A service as its page and the list tell it: what is on file put in the order and the words of those who ask."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lmi_portal.family_language import for_families

from .distances import miles_between
from .hours_in_words import hours_in_words
from .languages import name_of
from .models import Location, Phone, Service, ServiceAtLocation

STALE_AFTER = timedelta(days=180)


@dataclass(frozen=True)
class Place:
    """One place of a service; `miles` from where was asked, None where that is unknown."""

    location: Location
    note: str
    addresses: list
    hours: list
    phones: list
    accessibility: list
    miles: float | None


@dataclass(frozen=True)
class Check:
    """When somebody last made sure; `is_stale` where that is long ago or has never been."""

    words: str
    is_stale: bool


def for_cards(services):
    """`services` with all that a list of them prints."""
    places = ServiceAtLocation.objects.select_related("location").prefetch_related("location__addresses")
    return services.select_related("provider").prefetch_related("languages", Prefetch("at_locations", places))


def for_page(services):
    """`services` with all that a page of one prints."""
    places = ServiceAtLocation.objects.select_related("location").prefetch_related(
        *("schedules", "phones", "location__addresses", "location__schedules", "location__phones"),
        *("location__accessibility", "location__languages"),
    )
    return services.select_related("provider").prefetch_related(
        *("languages", "schedules", "phones", "areas", "cost_options", "required_documents"),
        *("provider__phones", "provider__schedules"),
        Prefetch("at_locations", places),
    )


def places_of(service, *, near=None):
    """The Places of a service read by `for_page`, the nearest to `near` first.

    Hours at a place are its own for this service, else the service's, else the place's, else its provider's.
    """
    places = [_place(each, service, near=near) for each in service.at_locations.all()]
    return sorted(places, key=lambda place: (place.miles is None, place.miles or 0))


def _place(at, service, *, near):
    location, provider = at.location, service.provider
    rules = [at.schedules, service.schedules, location.schedules, provider.schedules]
    phones = [at.phones, location.phones]
    return Place(
        location=location,
        note=at.description,
        addresses=[address for address in location.addresses.all() if address.kind == "physical"],
        hours=[line for rule in _first_of(rules) if (line := hours_in_words(rule))],
        phones=_first_of(phones),
        accessibility=list(location.accessibility.all()),
        miles=miles_of(location, near=near),
    )


def _first_of(relations):
    """The rows of the first that has any."""
    return next((rows for relation in relations if (rows := list(relation.all()))), [])


def miles_of(location, *, near):
    if near is None or location.latitude is None:
        return None
    return miles_between(near, (float(location.latitude), float(location.longitude)))


def nearest_place(service, *, near):
    """The Location of a service read by `for_cards` that is nearest, or its first; None where it has none."""
    locations = [each.location for each in service.at_locations.all()]
    if near is None:
        return next((one for one in locations if one.latitude is not None), locations[0] if locations else None)
    told = [(miles, number) for number, one in enumerate(locations) if (miles := miles_of(one, near=near)) is not None]
    return locations[min(told)[1]] if told else (locations[0] if locations else None)


def hours_of(service):
    """What stands where a service has no place at all."""
    return [
        line for rule in _first_of([service.schedules, service.provider.schedules]) if (line := hours_in_words(rule))
    ]


def phones_of(service):
    """[Phone] to call: the service's own, else its provider's; those of one place stand with it."""
    return [phone for phone in _first_of([service.phones, service.provider.phones]) if phone.kind != Phone.Kind.FAX]


def languages_of(service, *, places=()):
    """Their names, those spoken at one of `places` alone included."""
    at_places = [language for place in places for language in place.location.languages.all()]
    return list(dict.fromkeys(name_of(language) for language in [*service.languages.all(), *at_places]))


def ages_of(service):
    low, high = service.minimum_age, service.maximum_age
    if low and high is not None:
        return for_families("%(low)s to %(high)s years") % {"low": low, "high": high}
    if high is not None:
        return for_families("up to %(high)s years") % {"high": high}
    return for_families("%(low)s years and older") % {"low": low} if low else ""


def capacity_of(service):
    """“Waiting list, as of November 2, 2026”, or nothing where nobody has said."""
    if service.capacity == Service.Capacity.UNKNOWN:
        return ""
    if service.capacity_said_at is None:
        return service.get_capacity_display()
    said = {
        "capacity": service.get_capacity_display(),
        "day": date_format(timezone.localtime(service.capacity_said_at), "DATE_FORMAT"),
    }
    return _("%(capacity)s, as of %(day)s") % said


def check_of(service, *, today):
    if service.checked_on is None:
        return Check(str(for_families("Nobody has checked these facts yet.")), is_stale=True)
    day = date_format(service.checked_on, "DATE_FORMAT")
    is_stale = today - service.checked_on > STALE_AFTER
    words = (
        for_families("Last checked on %(day)s, more than 180 days ago.")
        if is_stale
        else for_families("Last checked on %(day)s.")
    )
    return Check(words % {"day": day}, is_stale)
