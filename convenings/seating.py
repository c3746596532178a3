"""Seats under the convening's lock: how many are held, and the rows of a team's own."""

import secrets

from django.db.models import Count, Prefetch
from django.utils.text import Truncator

from .models import Convening, Registration, Seat, SeatAddOn
from .pricing import FREE, Claim, free_seats_left, quote

# No vowels and nothing that reads like another sign: a code is read out over the telephone.
ALPHABET = "23456789BCDFGHJKLMNPQRSTVWXZ"


def lock_convening(convening):
    """The convening, locked until the transaction ends, so that teams asking for the last seats take turns."""
    return Convening.objects.select_for_update().get(pk=convening.pk)


def new_code():
    return "".join(secrets.choice(ALPHABET) for _n in range(8))


def seats_held(convening):
    return Seat.objects.held().filter(registration__convening=convening).count()


def seats_left(convening):
    """Seats that nobody holds, or None where there is no limit."""
    return None if convening.capacity is None else convening.capacity - seats_held(convening)


def fits(convening, wanted):
    """Whether a new team of `wanted` seats is confirmed: there are as many left, and nobody waits for them."""
    return convening.capacity is None or (not has_line(convening) and wanted <= seats_left(convening))


def has_line(convening):
    # Nobody waits where the first place in line was never given out.
    return convening.next_in_line > 1 and Registration.objects.in_line().filter(convening=convening).exists()


def add_ons_taken(convening, *, besides=None):
    """{add-on id: seats}: waiting teams count too, so that a team moving up finds its pre-conference day kept."""
    chosen = SeatAddOn.objects.filter(seat__registration__convening=convening).exclude(
        seat__registration__state=Registration.State.CANCELLED
    )
    if besides is not None:
        chosen = chosen.exclude(seat__registration=besides)
    return dict(chosen.values_list("add_on").annotate(Count("pk")).order_by())


def seats_with_money():
    """Seats with all that they cost: waivers and add-ons."""
    choices = SeatAddOn.objects.select_related("add_on").order_by("pk")
    return Seat.objects.select_related("waiver").prefetch_related(Prefetch("chosen_add_ons", choices))


def claim_of(request, *, seat, now):
    """What is to be priced of a request; `seat` is one of `seats_with_money`, None for a new one."""
    if seat is None:
        return Claim(now, request.add_ons)
    prices = {choice.add_on_id: choice.price for choice in seat.chosen_add_ons.all()}
    waiver = getattr(seat, "waiver", None)
    waived = waiver.amount if waiver else FREE
    return Claim(seat.claimed_at, request.add_ons, price=seat.price, add_on_prices=prices, waived=waived)


def quote_change(requests, *, convening, district, standing, besides, now):
    """The Quote of a team as `requests` have it, of which `standing`, {id: Seat}, are the seats that it has.

    Where these all stay, none becomes free by what other teams of the district, all `besides` this one, gave up since:
    a substitution changes no money.
    """
    claims = [claim_of(request, seat=standing.get(request.seat_id), now=now) for request in requests]
    all_stay = {request.seat_id for request in requests} == standing.keys()
    return quote(
        convening,
        claims=claims,
        free_left=0 if all_stay else free_seats_left(convening, district, besides=besides),
    )


def seat_from(request, *, registration, position, price, now):
    """An unsaved Seat as asked for."""
    seat = Seat(registration=registration, claimed_at=now)
    fill(seat, request)
    seat.position, seat.price = position, price
    return seat


def label_of(place):
    """An organization and its unit may have longer names than a seat has room for."""
    return Truncator(place.label).chars(Seat._meta.get_field("label").max_length)


def fill(seat, request):
    """Write a request's place and person into a seat; price, position and the moment of claiming stay."""
    place = request.place
    seat.slot, seat.unit, seat.side = place.slot, place.unit, place.side
    seat.label = label_of(place)
    seat.name, seat.email, seat.title = request.name, request.email.lower(), request.title
    seat.dietary_needs, seat.access_needs = request.dietary_needs, request.access_needs


def seat_team(registration, requests, *, free_left, now):
    """Create the seats of a new registration at today's prices; return them and their Quote."""
    priced = quote(
        registration.convening,
        claims=[claim_of(request, seat=None, now=now) for request in requests],
        free_left=free_left,
    )
    seats = Seat.objects.bulk_create(
        seat_from(request, registration=registration, position=position, price=price, now=now)
        for position, (request, price) in enumerate(zip(requests, priced.seat_prices, strict=True), start=1)
    )
    choose_add_ons(seats, priced)
    return seats, priced


def choose_add_ons(seats, priced):
    choices = [
        SeatAddOn(seat=seat, add_on=add_on, price=price)
        for seat, prices in zip(seats, priced.add_on_prices, strict=True)
        for add_on, price in prices.items()
    ]
    if choices:
        SeatAddOn.objects.bulk_create(choices)
