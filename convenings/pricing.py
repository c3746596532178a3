"""What a team's seats cost, with the sentence that explains it; the page and the deeds both ask here."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from .models import Convening, Registration, Seat

FREE = Decimal("0.00")
Rule = Convening.FeeRule


@dataclass(frozen=True)
class Claim:
    """One seat to price: when it was claimed, its add-ons, and what it costs already if it stands (a substitution
    or a later change of the convening's fee never changes that), and how much of that others pay, Decimal dollars."""

    claimed_at: datetime
    add_ons: tuple = ()
    price: Decimal | None = None
    add_on_prices: dict = field(default_factory=dict)
    waived: Decimal = FREE


@dataclass(frozen=True)
class Quote:
    """Decimal dollars: `seat_prices` in the order of the seats, `add_on_prices` per seat as {AddOn: price}."""

    seat_prices: list
    add_on_prices: list
    explanation: str

    @property
    def total(self):
        return sum(self.seat_prices, FREE) + sum((sum(prices.values(), FREE) for prices in self.add_on_prices), FREE)


def dollars(amount):
    return f"${amount:,.2f}"


def free_seats_left(convening, district, *, besides=None):
    """How many of the district's free seats no other standing team of it has taken.

    `besides` is the registration that is being changed and does not count against itself.
    """
    if convening.fee_rule != Rule.FIRST_FREE:
        return 0
    others = Registration.objects.standing().filter(convening=convening, district=district)
    if besides is not None:
        others = others.exclude(pk=besides.pk)
    taken = Seat.objects.filter(registration__in=others, price=FREE).count()
    return max(convening.free_seats - taken, 0)


def quote(convening, *, claims, free_left=0):
    """Price a team.

    `claims` is a list of Claim in seat order; `free_left` is `free_seats_left` for the district. Seats that are
    free already keep that first, even where fewer are free by now, so that a dropped seat makes the next one free and
    never a free one paid; the next is one that the district pays for, before one that is waived.
    """
    seat_prices = [_seat_price(convening, claim) for claim in claims]
    if convening.fee_rule == Rule.FIRST_FREE:
        by_claim = sorted(range(len(claims)), key=lambda index: (claims[index].price != FREE, claims[index].waived))
        for index in by_claim[:free_left]:
            seat_prices[index] = FREE
    add_on_prices = [
        {add_on: claim.add_on_prices.get(add_on.pk, add_on.price) for add_on in claim.add_ons} for claim in claims
    ]
    return Quote(seat_prices, add_on_prices, _explain(convening, seat_prices, add_on_prices))


def _seat_price(convening, claim):
    if claim.price is not None:
        return claim.price
    if convening.fee_rule in {Rule.FREE, Rule.NOT_ANNOUNCED}:
        return FREE
    if convening.fee_rule == Rule.EARLY_BIRD and claim.claimed_at < convening.early_until_at:
        return convening.early_fee
    return convening.fee


def _explain(convening, seat_prices, add_on_prices):
    """“5 free, 2 × $150.00 = $300.00”."""
    if convening.fee_rule == Rule.NOT_ANNOUNCED:
        return _("The fee is not announced yet.")
    parts, total = [], FREE
    for price, count in sorted(Counter(seat_prices).items()):
        parts.append(_("%(count)s free") % {"count": count} if price == FREE else f"{count} × {dollars(price)}")
        total += price * count
    chosen = Counter((add_on, price) for prices in add_on_prices for add_on, price in prices.items())
    for (add_on, price), count in chosen.items():
        worth = _("free") if price == FREE else dollars(price)
        parts.append(f"{add_on.title}: {count} × {worth}")
        total += price * count
    if not parts:
        return _("No seats yet.")
    return ", ".join(parts) if total == FREE else f"{', '.join(parts)} = {dollars(total)}"
