"""A convening as schema.org names it, for search engines: https://schema.org/Event."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lmi_portal.page_head import absolute, initiative, known, postal_address

from .models import Convening

State, Rule = Convening.State, Convening.FeeRule
SCHEMA = "https://schema.org/"


def event_of(convening, *, days, speakers, now):
    """An Event, or nothing where no day is known, without which there is none.

    `days` are its ProgrammeDays; `convening` carries `seats_taken`, `teams_waiting` and `host_district`.
    """
    if convening.starts_on is None:
        return None
    url = absolute(convening.get_absolute_url())
    return known(
        at_type="EducationEvent",
        at_id=f"{url}#event",
        name=convening.title,
        description=convening.summary or convening.description,
        url=url,
        startDate=_moment(convening.starts_on, days[0].starts_at if days else None),
        endDate=_moment(convening.ends_on, days[-1].ends_at if days else None),
        eventStatus=SCHEMA + ("EventCancelled" if convening.state == State.CANCELLED else "EventScheduled"),
        eventAttendanceMode=SCHEMA + "OfflineEventAttendanceMode" if convening.city or convening.venue else "",
        location=_location(convening),
        organizer=_organizer(convening),
        offers=_offers(convening, url=url, now=now),
        isAccessibleForFree=True if convening.fee_rule == Rule.FREE else None,
        maximumAttendeeCapacity=convening.capacity,
        performer=[{"@type": "Person", "name": speaker.name} for speaker in speakers],
    )


def _moment(day, moment):
    """With the hour and California's offset on that day, or the day alone."""
    return timezone.localtime(moment).isoformat() if moment else day.isoformat()


def _location(convening):
    address = postal_address(street=convening.street, city=convening.city, zip_code=convening.zip_code)
    name = convening.venue or convening.city or _("California, place not on record")
    return {"@type": "Place", "name": name, "address": address}


def _organizer(convening):
    """The initiative, with the host beside it; a partner's event is the partner's alone."""
    host = convening.host_district or convening.host_name
    hosting = {"@type": "Organization", "name": host}
    if convening.kind == Convening.Kind.PARTNER:
        return known(at_type="Organization", name=host, url=convening.partner_url) if host else None
    return [initiative(), hosting] if host else initiative()


def _offers(convening, *, url, now):
    """What a seat costs, as far as it is known, and whether one can be had now."""
    if convening.kind == Convening.Kind.PARTNER:
        return []
    words = {
        "at_type": "Offer",
        "url": absolute(reverse("convenings:register", args=[convening.slug])),
        "priceCurrency": "USD",
        "availability": _availability(convening, now=now),
        "validFrom": convening.registration_opens_at
        and timezone.localtime(convening.registration_opens_at).isoformat(),
    }
    if convening.is_over(now=now):
        words["url"] = url
    return [known(**words | {"price": f"{price:.2f}"} | more) for price, more in _prices(convening)]


def _prices(convening):
    """[(Decimal dollars, what is said beside it)] of one seat."""
    if convening.fee_rule == Rule.FREE:
        return [(0, {})]
    if convening.fee_rule == Rule.PER_PERSON:
        return [(convening.fee, {})]
    if convening.fee_rule == Rule.FIRST_FREE:
        first = _("The first %(n)s seats of a district") % {"n": convening.free_seats}
        return [(0, {"name": first}), (convening.fee, {"name": _("Further seats")})]
    if convening.fee_rule == Rule.EARLY_BIRD:
        until = timezone.localdate(convening.early_until_at).isoformat()
        return [(convening.early_fee, {"name": _("Early bird"), "priceValidUntil": until}), (convening.fee, {})]
    return []


def _availability(convening, *, now):
    if not convening.is_open_for_registration(now=now):
        return ""
    is_full = convening.capacity is not None and convening.seats_taken >= convening.capacity
    return SCHEMA + ("SoldOut" if is_full or convening.teams_waiting else "InStock")
