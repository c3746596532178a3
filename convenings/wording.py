"""What a convening costs and when it is, in the words of a card."""

from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from .models import Convening

Rule = Convening.FeeRule
State = Convening.State


def written(day, form):
    """A date in the reader's language, as Django's `date_format` writes it; also a naive time of day."""
    return _written(day, form, get_language())


# A list names the same few days again and again, and working one out takes as long as a small query.
@lru_cache(maxsize=4096)
def _written(day, form, language):
    return date_format(day, form)


def clock(moment):
    """“9:30 a.m.”, Pacific."""
    return written(timezone.localtime(moment).time(), "P")


def fee_sentence(convening):
    """“$60 a person”, “first 5 of a district free, then $150 a person”, “$100 until Feb. 3, then $125 a person”."""
    facts = {"fee": short_dollars(convening.fee), "free": convening.free_seats}
    if convening.fee_rule == Rule.FREE:
        return _("free")
    if convening.fee_rule == Rule.PER_PERSON:
        return _("%(fee)s a person") % facts
    if convening.fee_rule == Rule.FIRST_FREE:
        return _("first %(free)s of a district free, then %(fee)s a person") % facts
    if convening.fee_rule == Rule.EARLY_BIRD:
        facts |= {
            "early": short_dollars(convening.early_fee),
            "until": written(timezone.localdate(convening.early_until_at), "N j"),
        }
        return _("%(early)s until %(until)s, then %(fee)s a person") % facts
    if convening.free_seats:
        return _("first %(free)s of a district free; the price of more is not on record") % facts
    return _("fee not on record") if convening.state == Convening.State.HELD else _("fee not announced")


def short_dollars(amount):
    """“$60”, “$62.50”: cents only where there are any."""
    return f"${amount:,.0f}" if amount == amount.to_integral_value() else f"${amount:,.2f}"


def hours_of(day):
    """“doors 8:30 a.m., 9:30 a.m.–3 p.m. PST”, or nothing where the hours are not known."""
    parts = []
    if day.doors_at:
        parts.append(_("doors %(time)s") % {"time": clock(day.doors_at)})
    if day.starts_at and day.ends_at:
        parts.append(f"{clock(day.starts_at)}–{clock(day.ends_at)}")
    elif day.starts_at:
        parts.append(_("from %(time)s") % {"time": clock(day.starts_at)})
    return f"{', '.join(parts)} {zone_of(day)}" if parts else ""


def zone_of(day):
    """“PST” or “PDT” on that day."""
    return timezone.localtime(day.starts_at or day.doors_at).tzname()


def dates_of(convening):
    """“Feb. 19, 2027”, “Feb. 1–2, 2027”, “March 31 – April 1, 2027”, “Nov. 29, 2016 – March 1, 2017”."""
    first, last = convening.starts_on, convening.ends_on
    if first is None:
        return ""
    if first == last:
        return written(first, "N j, Y")
    if first.year != last.year:
        return f"{written(first, 'N j, Y')} – {written(last, 'N j, Y')}"
    if first.month != last.month:
        return f"{written(first, 'N j')} – {written(last, 'N j, Y')}"
    return f"{written(first, 'N j')}–{written(last, 'j, Y')}"


def place_of(convening):
    return ", ".join(part for part in (convening.venue, convening.city) if part)


def status_of(convening, *, now):
    """A card's word and its class, such as (“23 seats left”, "open").

    `convening` carries `seats_taken` and `teams_waiting`. Where teams wait, seats left are theirs.
    """
    closes_at, opens_at = convening.registration_closes_at, convening.registration_opens_at
    if convening.state in {State.CANCELLED, State.HELD, State.SAVE_THE_DATE, State.DRAFT}:
        return str(State(convening.state).label), convening.state.replace("_", "-")
    if convening.kind == Convening.Kind.PARTNER:
        return _("Registers with the partner"), "partner"
    if convening.state == State.CLOSED or now >= closes_at:
        return _("Registration closed"), "closed"
    if opens_at and now < opens_at:
        day = written(timezone.localdate(opens_at), "N j")
        return _("Registration opens %(day)s") % {"day": day}, "save-the-date"
    return _seats_sentence(convening)


def _seats_sentence(convening):
    waiting = convening.teams_waiting
    if waiting:
        words = ngettext("Waitlist (%(n)s team waiting)", "Waitlist (%(n)s teams waiting)", waiting) % {"n": waiting}
        return words, "waitlisted"
    if convening.capacity is None:
        return _("Open for registration"), "open"
    left = max(convening.capacity - convening.seats_taken, 0)
    if not left:
        return _("Full: new teams join the waitlist"), "waitlisted"
    return ngettext("%(n)s seat left", "%(n)s seats left", left) % {"n": left}, "open"
