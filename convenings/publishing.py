"""The public calendar as rows for other programs: one to each convening, drafts left out."""

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from lmi_portal.page_head import absolute

from .models import Convening
from .occupancy import count_seats
from .wording import fee_sentence, status_of

ROWS_AT_ONCE = 200


def published_convenings():
    """All that the calendar shows, the earliest first, those without a day last."""
    return (
        Convening.objects.public()
        .annotate(host_district=F("host__name"), host_code=F("host__cd_code"))
        .order_by(F("starts_on").asc(nulls_last=True), "pk")
    )


def facts_of(convenings, *, now):
    """Yield a dict of plain facts for each of `convenings`, some hundred at a time however many there are."""
    part = []
    for convening in convenings.iterator(chunk_size=ROWS_AT_ONCE):
        part.append(convening)
        if len(part) == ROWS_AT_ONCE:
            yield from _facts(part, now=now)
            part = []
    yield from _facts(part, now=now)


def headings():
    """The names of a row's facts, as a spreadsheet's first line has them."""
    return [
        _("title"), _("kind"), _("status"), _("first day"), _("last day"), _("note on the dates"), _("venue"),
        _("street"), _("city"), _("ZIP code"), _("region"), _("host"), _("CD code of host"), _("fee"),
        _("registration opens"), _("registration closes"), _("page"), _("source"),
    ]  # fmt: skip


def _facts(part, *, now):
    return [_fact(convening, now=now) for convening in count_seats(part)] if part else []


def _fact(convening, *, now):
    status, _class = status_of(convening, now=now)
    return {
        "title": convening.title,
        "kind": str(convening.get_kind_display()),
        "status": str(status),
        "starts_on": convening.starts_on,
        "ends_on": convening.ends_on,
        "dates_note": convening.dates_note,
        "venue": convening.venue,
        "street": convening.street,
        "city": convening.city,
        "zip_code": convening.zip_code,
        "region": convening.region,
        "host": convening.host_district or convening.host_name,
        "host_cd_code": convening.host_code,
        "fee": fee_sentence(convening),
        "registration_opens_at": _pacific(convening.registration_opens_at),
        "registration_closes_at": _pacific(convening.registration_closes_at),
        "page": absolute(convening.get_absolute_url()),
        "source": convening.source,
    }


def _pacific(moment):
    return timezone.localtime(moment).isoformat() if moment else None
