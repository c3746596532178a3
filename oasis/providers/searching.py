"""Finding services: the one place that says what fits a need, for the public's pages, its API and suggestions alike."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from districts.spelling import fold

from .distances import with_miles
from .models import Language, Schedule, Service, ServiceAtLocation
from .opening_hours import schedules_open_at, schedules_open_on

Capacity, Cost = Service.Capacity, Service.Cost

# What who asks for one can use as well: who pays by Medi-Cal takes what is free, too.
COSTS = {
    "free": [Cost.FREE],
    "insurance": [Cost.FREE, Cost.INSURANCE],
    "sliding": [Cost.FREE, Cost.INSURANCE, Cost.SLIDING],
}
CAPACITIES = {
    "open": [Capacity.OPEN, Capacity.LIMITED],
    "waitlist": [Capacity.OPEN, Capacity.LIMITED, Capacity.WAITLIST],
    "not_full": [Capacity.OPEN, Capacity.LIMITED, Capacity.WAITLIST, Capacity.UNKNOWN],
}
LONGEST = 80
OLDEST = 120


def services_matching(
    *,
    need=None,
    words="",
    near=None,
    within_miles=None,
    language="",
    age=None,
    cost="",
    capacity="",
    open_at=None,
    on_day="",
    today=None,
):
    """The listed services that fit all that is asked, as a QuerySet in no order.

    `near` is (latitude, longitude) in degrees: it annotates `miles` to the nearest place, None where there is none;
    `within_miles` leaves out what is farther away, and what has no place. `language` is a code of ISO 639 ("es");
    `age` years; `cost` one of COSTS, `capacity` of CAPACITIES; `open_at` an aware moment; `on_day` "MO" … "SU", as of
    `today`. Ages that are not on file exclude nobody; languages that are not on file mean English.
    """
    found = Service.objects.listed()
    if need is not None:
        found = found.filter(_bearing(need.terms.values("pk")))
    for word in fold(words)[:LONGEST].split():
        found = found.filter(_holding(word))
    if language:
        found = found.filter(_speaking(language))
    if age is not None:
        found = found.filter(_serving(age))
    if cost:
        found = found.filter(cost__in=COSTS[cost])
    if capacity:
        found = found.filter(capacity__in=CAPACITIES[capacity])
    if open_at is not None:
        found = found.filter(_open_by(schedules_open_at(open_at)))
    if on_day:
        found = found.filter(_open_by(schedules_open_on(on_day, today=today or timezone.localdate())))
    return with_miles(found, near=near, within=within_miles) if near else found


def _bearing(terms):
    bearing = Service.terms.through.objects.filter(taxonomyterm__in=terms)
    return Q(pk__in=bearing.values("service"))


def _holding(word):
    """In the words of the service, its provider, a term of it or the city of a place.

    A union, as each of its parts has an index that a row of “or” would leave unused.
    """
    by_own = Service.objects.filter(spelling__contains=word).order_by().values("pk")
    by_provider = Service.objects.filter(provider__spelling__contains=word).order_by().values("pk")
    in_city = ServiceAtLocation.objects.filter(location__addresses__city__icontains=word).order_by().values("service")
    by_term = Service.terms.through.objects.filter(taxonomyterm__name__icontains=word).values("service")
    return Q(pk__in=by_own.union(by_provider, in_city, by_term))


def _speaking(language):
    spoken = Language.objects.filter(code=language)
    at_places = ServiceAtLocation.objects.filter(location__languages__in=spoken)
    found = Q(pk__in=spoken.exclude(service=None).values("service")) | Q(pk__in=at_places.values("service"))
    return found | ~Exists(Language.objects.filter(service=OuterRef("pk"))) if language == "en" else found


def _serving(age):
    return (Q(minimum_age=None) | Q(minimum_age__lte=age)) & (Q(maximum_age=None) | Q(maximum_age__gte=age))


def _open_by(schedules):
    """By the hours of the service, here or at one of its places; else by the places' own; else by its provider's."""
    own = _of_service(schedules)
    at_place = Q(pk__in=_at_places(schedules))
    of_provider = Q(provider__in=schedules.exclude(provider=None).values("provider"))
    has_own, has_place = _of_service(Schedule.objects.all()), Q(pk__in=_at_places(Schedule.objects.all()))
    return own | ~has_own & (at_place | ~has_place & of_provider)


def _of_service(schedules):
    here = ServiceAtLocation.objects.filter(schedules__in=schedules)
    return Q(pk__in=schedules.exclude(service=None).values("service")) | Q(pk__in=here.values("service"))


def _at_places(schedules):
    places = schedules.exclude(location=None).values("location")
    return ServiceAtLocation.objects.filter(location__in=places).values("service")
