"""What a district keeps owing for a seat that it gives up; the page before and the deed after ask here alike."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from lmi_portal.working_days import working_days_before

from .days_written import pacific
from .models import Convening
from .pricing import dollars
from .wording import written

NOTHING = Decimal("0.00")
CENT = Decimal("0.01")
DAY = timedelta(days=1)
Rule = Convening.RefundRule


@dataclass(frozen=True)
class Stage:
    """What holds until the end of `last_day` (None: not known yet): CancellationSteps, the cheapest seats' first."""

    last_day: date | None
    bands: tuple

    def band_for(self, price):
        """The step for a seat of that price, or None where the rule leaves such seats out."""
        return next((band for band in reversed(self.bands) if band.price_from <= price), None)

    def is_past(self, now):
        return _is_over(self.last_day, now)


def fetch_terms(convening):
    """Fetch what the terms are, once; call it before asking for several seats."""
    steps = ["cancellation_steps"] if convening.refund_rule == Rule.STEPS else []
    prefetch_related_objects([convening], *steps, "days")


def kept_of(convening, *, price, add_ons, now, paid_by_card=False):
    """What stays owed of one seat that is given up now, Decimal dollars; the terms of today count.

    `price` is what the district owes for the seat after any waiver, `add_ons` the sum of its add-ons. Never more than
    both, but for the late charge of a seat that is free.
    """
    stages = stages_of(convening)
    if convening.refund_rule == Rule.NONE:
        return price + add_ons
    if _is_over(last_day_of_refunds(convening, stages), now):
        return price + add_ons + (NOTHING if price else convening.late_charge * len(convening.days.all()))
    stage = next((stage for stage in stages if not stage.is_past(now)), None)
    refundable = price + add_ons if convening.refunds_add_ons else price
    step = stage and stage.band_for(price)
    return price + add_ons - refundable + _kept_by(step, refundable, paid_by_card)


def kept_if_organizer_cancels(convening, *, price, add_ons):
    """What stays owed of one seat when the initiative cancels; of add-ons and of a free seat, nothing."""
    return min(convening.organizer_keeps, price)


def _kept_by(step, refundable, paid_by_card):
    if step is None or (step.only_paid_by_card and not paid_by_card):
        return NOTHING
    part = (refundable * step.keeps_percent / 100).quantize(CENT, ROUND_HALF_UP)
    return min(part + step.keeps_fixed, refundable)


def stages_of(convening):
    """The convening's Stages, the earliest first; none where its rule has no steps. One query unless fetched before."""
    return stages_in(convening.cancellation_steps.all(), convening) if convening.refund_rule == Rule.STEPS else []


def stages_in(steps, convening):
    """Steps of a convening, saved or not, as Stages."""
    in_time = sorted(steps, key=lambda step: _in_time(step, convening))
    return [
        Stage(last_day_of(bands[0], convening), tuple(sorted(bands, key=lambda step: step.price_from)))
        for bands in (list(same) for _time, same in groupby(in_time, key=lambda step: _in_time(step, convening)))
    ]


def _in_time(step, convening):
    """Sorts by the day, and those that have none yet last, by how long before."""
    last_day = last_day_of(step, convening)
    return (0, last_day.toordinal()) if last_day else (1, -step.days_before)


def last_day_of(step, convening):
    """The Pacific day through which a step holds, or None where it counts from a first day that is not set yet."""
    if step.until_on:
        return step.until_on
    if convening.starts_on is None:
        return None
    if step.counts_working_days:
        return working_days_before(convening.starts_on, step.days_before)
    return convening.starts_on - step.days_before * DAY


def last_day_of_refunds(convening, stages):
    """The last Pacific day on which anything is refunded; None where the rule names none, or none yet."""
    if convening.refund_rule == Rule.STEPS:
        return stages[-1].last_day if stages else None
    if convening.refund_rule == Rule.FULL and convening.starts_on:
        return convening.starts_on - DAY
    return None


def pay_by_of(convening):
    """The day by which the convening wants to be paid, or None where the payee's own terms hold."""
    if convening.pay_by_days_before is None or convening.starts_on is None:
        return None
    return convening.starts_on - convening.pay_by_days_before * DAY


def _is_over(last_day, now):
    return last_day is not None and now >= _midnight_after(last_day)


def _midnight_after(day):
    return pacific(day + DAY, time())


def sentences_of(convening):
    """The rule as a list of sentences, for pages, papers and letters, in the reader's language.

    “Until January 15, 2027, 11:59 p.m. PST: full refund less $25.00 per seat.” “After that: no refund.” “Another
    person may always take a seat.”
    """
    stages = stages_of(convening)
    refunds = [] if _costs_nothing(convening) else _refund_sentences(convening, stages)
    return [*refunds, *_late_sentences(convening, stages), _("Another person may always take a seat.")]


def paying_sentences_of(convening):
    """What the convening wants of those who pay, beyond the payee's own terms."""
    if _costs_nothing(convening):
        return []
    sentences = [] if convening.takes_purchase_orders else [_("Purchase orders are not taken for this convening.")]
    if pay_by := pay_by_of(convening):
        sentences.append(_("To be paid by %(day)s.") % {"day": written(pay_by, "F j, Y")})
    return sentences


def sum_sentences(*, owed, kept):
    """What giving up seats now would do to what is owed of them, as a list of sentences.

    `owed` is what they cost before, `kept` the sum of their `kept_of`; both Decimal dollars.
    """
    sums = {"owed": dollars(owed), "kept": dollars(kept), "credited": dollars(owed - kept)}
    if kept > owed:
        return [_("If you cancel now, %(kept)s is owed: free seats are given up too late.") % sums]
    if not owed:
        return []
    if not kept:
        return [_("If you cancel now, all of %(owed)s is credited.") % sums]
    if kept == owed:
        return [_("If you cancel now, nothing is credited and %(kept)s stays owed.") % sums]
    return [_("If you cancel now, %(credited)s of %(owed)s is credited and %(kept)s stays owed.") % sums]


def _costs_nothing(convening):
    """Whether neither a seat nor an add-on of it has a price."""
    is_free = convening.fee_rule == Convening.FeeRule.FREE
    return is_free and not any(add_on.price for add_on in convening.add_ons.all())


def _refund_sentences(convening, stages):
    if convening.refund_rule == Rule.NONE:
        yield _("No refund.")
    elif convening.refund_rule == Rule.FULL and convening.starts_on is None:
        yield _("Full refund until it begins.")
    else:
        if convening.refund_rule == Rule.FULL:
            yield _("Until %(moment)s: full refund.") % {"moment": _last_minute(last_day_of_refunds(convening, stages))}
        for stage in stages:
            yield _("Until %(moment)s: %(refund)s.") % {"moment": _until(stage), "refund": _refund_of(stage)}
        yield _("After that: no refund.")
    if not convening.refunds_add_ons:
        yield _("Add-ons are not refunded.")
    if convening.organizer_keeps:
        yield _("If the initiative cancels the convening: full refund less %(sum)s per paid seat.") % {
            "sum": dollars(convening.organizer_keeps)
        }


def _until(stage):
    return _last_minute(stage.last_day) if stage.last_day else str(stage.bands[0])


def _last_minute(day):
    """“January 15, 2027, 11:59 p.m. PST”."""
    minute = timezone.localtime(_midnight_after(day) - timedelta(minutes=1))
    return f"{written(day, 'F j, Y')}, {written(minute.time(), 'P')} {minute.tzname()}"


def _refund_of(stage):
    """“full refund less $25.00 per seat; for seats of $150.00 and more: full refund less $50.00 per seat”."""
    first = stage.band_for(NOTHING)
    dear = [band for band in stage.bands if band is not first]
    return "; ".join(
        [
            _refund_after(first),
            *(
                _("for seats of %(price)s and more: %(refund)s")
                % {"price": dollars(band.price_from), "refund": _refund_after(band)}
                for band in dear
            ),
        ]
    )


def _refund_after(step):
    """What comes back where that step keeps its part; without a step, everything."""
    if step is None or not (step.keeps_percent or step.keeps_fixed):
        return _("full refund")
    if step.keeps_percent == 100:
        return _("no refund")
    parts = {"percent": f"{step.keeps_percent.normalize():f}%", "sum": dollars(step.keeps_fixed)}
    if not step.keeps_percent:
        part = _("%(sum)s per seat") % parts
    else:
        part = (_("%(percent)s and %(sum)s per seat") if step.keeps_fixed else "%(percent)s") % parts
    if step.only_paid_by_card:
        return _("full refund, less %(part)s where a card paid") % {"part": part}
    return _("full refund less %(part)s") % {"part": part}


def _late_sentences(convening, stages):
    last_day = last_day_of_refunds(convening, stages)
    if convening.late_charge and last_day:
        yield _("A free seat given up after %(day)s costs %(sum)s for each day of the convening.") % {
            "day": written(last_day, "F j, Y"),
            "sum": dollars(convening.late_charge),
        }
