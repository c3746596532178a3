"""Next year's convening from this year's."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record

from .days_written import pacific
from .models import AddOn, AgendaItem, CancellationStep, Convening, ConveningDay, ReminderRule
from .seating import lock_convening

WINDOW = ["registration_opens_at", "registration_closes_at", "changes_close_at", "early_until_at"]
COPIED = [
    *["kind", "summary", "description", "who_should_come", "venue", "street", "city", "zip_code", "region", "host"],
    *["host_name", "contact_name", "contact_email", "partner_url", "cancellation_terms", "capacity", "team_limit"],
    *["both_sides", "fee_rule", "fee", "free_seats", "early_fee", "fee_includes"],
    *[
        "refund_rule",
        "refunds_add_ons",
        "organizer_keeps",
        "late_charge",
        "takes_purchase_orders",
        "pay_by_days_before",
    ],
]
STEP = ["days_before", "counts_working_days", "keeps_percent", "keeps_fixed", "price_from", "only_paid_by_card"]


class CannotClone(Exception):
    """Why no copy was made, in words for staff; `field` is the one it is about."""

    def __init__(self, sentence, *, field):
        super().__init__(sentence)
        self.field = field


@transaction.atomic
def clone_convening(*, convening, title, slug, first_day, by, now):
    """Copy a convening as a draft that begins on `first_day`, its hours and registration window moved alike.

    Days, agenda, fees, cancellation terms, add-ons and reminder rules come along, the reminders switched off;
    speakers, dates' notes and registrations stay behind. Raises CannotClone.
    """
    # The lock makes two presses of the button take turns, and the second finds the address taken.
    convening = lock_convening(convening)
    if Convening.objects.filter(slug=slug).exists():
        raise CannotClone(_("Another convening already has this address."), field="slug")
    if convening.starts_on is None:
        raise CannotClone(_("This convening has no days to copy: give it days first."), field="first_day")
    by_days = first_day - convening.starts_on
    clone = Convening(title=title, slug=slug, state=Convening.State.DRAFT, starts_on=first_day)
    clone.ends_on = convening.ends_on + by_days
    for field in COPIED:
        setattr(clone, field, getattr(convening, field))
    for field in WINDOW:
        setattr(clone, field, _moved(getattr(convening, field), by_days))
    clone.save()
    _copy_days(convening, clone, by_days)
    AddOn.objects.bulk_create(_copy_of_add_on(add_on, clone, by_days) for add_on in convening.add_ons.all())
    _copy_steps(convening, clone, by_days)
    ReminderRule.objects.bulk_create(
        ReminderRule(
            convening=clone, kind=rule.kind, days=rule.days, send_time=rule.send_time, note=rule.note, is_on=False
        )
        for rule in convening.reminder_rules.all()
    )
    changes = {"copied from": ["", convening.slug], "first day": [str(convening.starts_on), str(first_day)]}
    record(deed="clone_convening", on=clone, by=by, now=now, changes=changes)
    return clone


def _moved(moment, by_days):
    """The same hour in California that many days later, whatever summer time does in between."""
    if moment is None:
        return None
    local = timezone.localtime(moment)
    return pacific(local.date() + by_days, local.time())


def _copy_days(convening, clone, by_days):
    for day in convening.days.prefetch_related("agenda"):
        copy = ConveningDay.objects.create(
            convening=clone,
            held_on=day.held_on + by_days,
            title=day.title,
            doors_at=_moved(day.doors_at, by_days),
            starts_at=_moved(day.starts_at, by_days),
            ends_at=_moved(day.ends_at, by_days),
        )
        AgendaItem.objects.bulk_create(
            AgendaItem(day=copy, starts_at=_moved(item.starts_at, by_days), title=item.title, detail=item.detail)
            for item in day.agenda.all()
        )


def _copy_steps(convening, clone, by_days):
    CancellationStep.objects.bulk_create(
        CancellationStep(
            convening=clone,
            until_on=step.until_on and step.until_on + by_days,
            **{field: getattr(step, field) for field in STEP},
        )
        for step in convening.cancellation_steps.all()
    )


def _copy_of_add_on(add_on, clone, by_days):
    return AddOn(
        convening=clone,
        title=add_on.title,
        for_whom=add_on.for_whom,
        held_on=add_on.held_on and add_on.held_on + by_days,
        capacity=add_on.capacity,
        price=add_on.price,
        position=add_on.position,
    )
