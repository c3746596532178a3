"""What a list of convenings tells of each one."""

from dataclasses import dataclass

from .models import Convening
from .occupancy import count_seats
from .wording import dates_of, fee_sentence, place_of, status_of, written

FIELDS = ["title", "slug", "kind", "state", "starts_on", "ends_on", "dates_note", "venue", "city"]
FIELDS += ["registration_opens_at", "registration_closes_at", "capacity"]
FIELDS += ["fee_rule", "fee", "free_seats", "early_fee", "early_until_at"]


@dataclass(frozen=True)
class Card:
    url: str
    title: str
    kind: str
    month: str
    day: str
    is_span: bool
    year: str
    dates: str
    place: str
    fee: str
    status: str
    status_class: str


def cards_of(convenings, *, now):
    """A Card for each of `convenings`, a QuerySet or a page of one; asks for their seats in one query."""
    return [card_of(convening, now=now) for convening in count_seats(list(convenings))]


def card_of(convening, *, now):
    first, last = convening.starts_on, convening.ends_on
    status, status_class = status_of(convening, now=now)
    return Card(
        url=convening.get_absolute_url(),
        title=convening.title,
        kind=Convening.Kind(convening.kind).label,
        month=written(first, "M") if first else "",
        day=_days(first, last) if first else "",
        is_span=first != last,
        year=str(first.year) if first else "",
        dates=dates_of(convening) or convening.dates_note,
        place=place_of(convening),
        fee=fee_sentence(convening),
        status=status,
        status_class=status_class,
    )


def _days(first, last):
    """“19”, “1–2”, or “31 –” where it ends in another month."""
    if first == last:
        return str(first.day)
    return f"{first.day}–{last.day}" if (first.month, first.year) == (last.month, last.year) else f"{first.day} –"
