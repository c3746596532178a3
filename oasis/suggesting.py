"""Services that fit one student's need, the best first, each with a line that says why."""

from dataclasses import dataclass

from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .providers.distances import miles_between
from .providers.languages import named
from .providers.models import Contact, Service, ServiceAtLocation
from .providers.searching import services_matching

AT_MOST = 8
CONSIDERED = 40
Capacity = Service.Capacity
RANKS = {Capacity.OPEN: 0, Capacity.LIMITED: 1, Capacity.UNKNOWN: 2, Capacity.WAITLIST: 3, Capacity.FULL: 4}
FAR = 10_000.0


@dataclass(frozen=True)
class Suggestion:
    """`why` are the words for it, `doubts` those against; `can_be_sent` where the provider takes referrals by mail."""

    service: Service
    place: ServiceAtLocation | None
    why: list
    doubts: list
    checked: str
    can_be_sent: bool

    @property
    def key(self):
        return f"{self.service.pk}-{self.place.pk}" if self.place else str(self.service.pk)


def suggest(*, student, need, language, school, now, without=(), words=""):
    """Up to eight Suggestions for `student`: who serves the age, then who speaks `language`, has room and is near.

    `without` are Services that already said no; with `words` all of the directory is looked through, whatever the need.
    The number of queries does not grow with what is found.
    """
    near = (float(school.latitude), float(school.longitude)) if school.latitude is not None else None
    age = student.age(on=timezone.localdate(now))
    asked = {"words": words} if words else {"need": need}
    fitting = services_matching(**asked, age=age, near=near).exclude(pk__in=[each.pk for each in without])
    speaking = services_matching(**asked, language=language).values("pk")
    fitting = fitting.annotate(speaks=Case(When(pk__in=speaking, then=Value(value=True)), default=Value(value=False)))
    ranked = sorted(_nearest(fitting, near), key=_rank)[:AT_MOST]
    open_now = set(
        services_matching(open_at=now).filter(pk__in=[each.pk for each in ranked]).values_list("pk", flat=True)
    )
    reachable = _take_referrals(ranked)
    return [
        Suggestion(
            service=service,
            place=_nearest_place(service, near),
            why=_why(service, age=age, language=language, is_open=service.pk in open_now),
            doubts=_doubts(service, language=language),
            checked=_checked(service),
            can_be_sent=service.pk in reachable,
        )
        for service in ranked
    ]


def places_of(service, near=None):
    """The ServiceAtLocations of `service`, the nearest to (latitude, longitude) first."""
    places = list(service.at_locations.all())
    return sorted(places, key=lambda place: _miles(place, near))


def _nearest(services, near):
    """Full ones only where nothing else is left."""
    order = [F("miles").asc(nulls_last=True), "name"] if near else ["name"]
    is_full = Case(When(capacity=Capacity.FULL, then=Value(value=True)), default=Value(value=False))
    services = services.select_related("provider").prefetch_related("at_locations__location__addresses")
    return services.order_by(is_full, "-speaks", *order)[:CONSIDERED]


def _rank(service):
    miles = getattr(service, "miles", None)
    return (
        service.capacity == Capacity.FULL,
        not service.speaks,
        RANKS[service.capacity],
        FAR if miles is None else miles,
    )


def _nearest_place(service, near):
    return next(iter(places_of(service, near)), None)


def _miles(place, near):
    location = place.location
    if near is None or location.latitude is None:
        return FAR
    return miles_between(near, (float(location.latitude), float(location.longitude)))


def _take_referrals(services):
    numbers, providers = [each.pk for each in services], [each.provider_id for each in services]
    of_service = Q(service__in=numbers) | Q(service_at_location__service__in=numbers)
    contacts = Contact.objects.filter(of_service | Q(provider__in=providers), receives_referrals=True)
    named = contacts.values_list("service", "service_at_location__service", "provider")
    said = {("service", own or at_place) for own, at_place, _provider in named} | {
        ("provider", provider) for _own, _at_place, provider in named
    }
    return {each.pk for each in services if {("service", each.pk), ("provider", each.provider_id)} & said}


def _why(service, *, age, language, is_open):
    why = []
    if age is not None and (service.minimum_age is not None or service.maximum_age is not None):
        why.append(_("serves age %(age)d") % {"age": age})
    if service.speaks:
        why.append(_("speaks %(language)s") % {"language": named(language)})
    if getattr(service, "miles", None) is not None:
        why.append(_("%(miles).1f miles from school") % {"miles": service.miles})
    if service.capacity in {Capacity.OPEN, Capacity.LIMITED}:
        why.append(service.get_capacity_display().lower())
    if service.cost == Service.Cost.FREE:
        why.append(_("free"))
    if is_open:
        why.append(_("open now"))
    return why


def _doubts(service, *, language):
    doubts = []
    if not service.speaks:
        doubts.append(_("%(language)s is not on file: ask for an interpreter") % {"language": named(language)})
    if service.capacity in {Capacity.FULL, Capacity.WAITLIST}:
        doubts.append(service.get_capacity_display().lower())
    if service.alert:
        doubts.append(service.alert)
    return doubts


def _checked(service):
    if service.checked_on is None:
        return _("Not checked yet: call before you send anyone.")
    return _("Last checked %(day)s.") % {"day": date_format(service.checked_on)}
