"""Who is at the table: the places that a district's team has, and which of them are taken."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from districts.models import BargainingUnit, Side

from .models import Seat

Slot = Seat.Slot
PRESENT, TO_BE_NAMED, MISSING = "present", "to_be_named", "missing"


@dataclass(frozen=True)
class Place:
    """A kind of seat that a district may fill; `key` is how forms name it."""

    key: str
    slot: str
    side: str
    label: str
    unit: BargainingUnit | None = None

    @property
    def is_extra(self):
        return self.slot == Slot.EXTRA


@dataclass(frozen=True)
class SeatRequest:
    """One seat as asked for: its place, who takes it (an empty name: to be named) and the add-ons wanted with it.

    `seat_id` is the standing seat that is meant, or None for a new one.
    """

    place: Place
    name: str = ""
    email: str = ""
    title: str = ""
    dietary_needs: str = ""
    access_needs: str = ""
    add_ons: tuple = ()
    seat_id: int | None = None


@dataclass(frozen=True)
class Attendance:
    """One place at the table and how it stands: present, to_be_named or missing."""

    place: Place
    status: str
    names: tuple = ()


@dataclass
class Table:
    """The team seen from both sides; computed alike for the page and for the deed."""

    attendances: list = field(default_factory=list)
    missing_sides: list = field(default_factory=list)

    @property
    def labor(self):
        return [one for one in self.attendances if one.place.side == Side.LABOR]

    @property
    def management(self):
        return [one for one in self.attendances if one.place.side == Side.MANAGEMENT]


MANAGEMENT_PLACES = [
    Place(slot.value, slot.value, Side.MANAGEMENT, slot.label)
    for slot in (Slot.SUPERINTENDENT, Slot.CABINET, Slot.BOARD, Slot.SITE_LEADER)
]
FALLBACK_PLACES = [
    Place(slot.value, slot.value, Side.LABOR, slot.label) for slot in (Slot.CERTIFICATED_LEAD, Slot.CLASSIFIED_LEAD)
]
EXTRA_PLACES = [
    Place("extra-labor", Slot.EXTRA, Side.LABOR, _("Extra seat, labor")),
    Place("extra-management", Slot.EXTRA, Side.MANAGEMENT, _("Extra seat, management")),
    Place("extra-neutral", Slot.EXTRA, Side.NEUTRAL, _("Extra seat, neutral (facilitator)")),
]


def places_of(district, *, seats=()):
    """The places of a district's team: management's four, the lead of each of its units, and extra seats.

    A district without units on file falls back to its certificated and classified employees. A unit that `seats`
    already sit for keeps its place even if it has left the file.
    """
    units = list(BargainingUnit.objects.at_the_table().filter(district=district))
    units += [seat.unit for seat in seats if seat.unit_id and seat.unit not in units]
    labor = [place_of_unit(unit) for unit in dict.fromkeys(units)] or FALLBACK_PLACES
    kept = [place for place in FALLBACK_PLACES if place not in labor and any(s.slot == place.slot for s in seats)]
    return [*MANAGEMENT_PLACES, *labor, *kept, *EXTRA_PLACES]


def place_of_unit(unit):
    return Place(f"unit-{unit.pk}", Slot.UNIT_LEAD, Side.LABOR, _("%(unit)s lead") % {"unit": unit}, unit)


def place_key(seat):
    """The key of the place that a saved seat fills."""
    if seat.unit_id:
        return f"unit-{seat.unit_id}"
    return f"extra-{seat.side}" if seat.slot == Slot.EXTRA else seat.slot


def requests_of(seats, *, places):
    """The saved seats as requests, so that page and deed look at one kind of thing."""
    by_key = {place.key: place for place in places}
    return [
        SeatRequest(
            place=by_key[place_key(seat)],
            name=seat.name,
            email=seat.email,
            title=seat.title,
            dietary_needs=seat.dietary_needs,
            access_needs=seat.access_needs,
            add_ons=tuple(seat.add_ons.all()),
            seat_id=seat.pk,
        )
        for seat in seats
    ]


def sides_missing(requests):
    """Of labor and management, those for whom no seat is kept, named or not."""
    taken = {request.place.side for request in requests}
    return [side for side in (Side.LABOR, Side.MANAGEMENT) if side not in taken]


def who_is_at_the_table(requests, *, places):
    """The Table that these seat requests make, every place of the district listed whether taken or not."""
    table = Table(missing_sides=sides_missing(requests))
    for place in places:
        seats = [request for request in requests if request.place.key == place.key]
        names = tuple(seat.name for seat in seats if seat.name)
        if seats or not place.is_extra:
            status = PRESENT if names else TO_BE_NAMED if seats else MISSING
            table.attendances.append(Attendance(place, status, names))
    return table
