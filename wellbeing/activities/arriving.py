"""Who came: counted once, by their place on the list or by unit and shift alone; and how they liked it."""

from django.core.cache import cache
from django.core.signing import BadSignature, TimestampSigner
from django.db import transaction
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext as _

from wellbeing.models import Participation, Rating
from wellbeing.refusing import CannotDo

# As long as a door may be open at the most, and longer than a phone lies on a table.
KEPT_FOR = 12 * 3600
_signer = TimestampSigner(salt="wellbeing.once")


def one_time_value():
    """What a form carries, so that pressing it twice counts once, and that one rating may follow."""
    return _signer.sign(get_random_string(32))


def use_once(value, *, what):
    """Whether `value` is one of ours, fresh, and was not used for `what` before."""
    try:
        _signer.unsign(value, max_age=KEPT_FOR)
    except BadSignature:
        return False
    return cache.add(_name(what, value), "used", timeout=KEPT_FOR)


@transaction.atomic
def sign_in_employee(*, activity, employee, now):
    """Count an employee on the list; returns whether they were not counted yet."""
    facts = {"unit": employee.unit, "shift": employee.shift, "recorded_at": now}
    _row, is_new = Participation.objects.get_or_create(activity=activity, employee=employee, defaults=facts)
    return is_new


@transaction.atomic
def sign_in_without_name(*, activity, unit, shift, now):
    """Count somebody of whom no more is known than unit and shift."""
    Participation.objects.create(activity=activity, unit=unit, shift=shift, recorded_at=now)


@transaction.atomic
def count_from_paper(*, activity, unit, shift, number, now):
    """Count `number` people from a paper sheet, of whom unit and shift are known; returns how many stand there now.

    A negative number takes people away who were counted by mistake. Raises CannotDo where fewer came without a name.
    """
    rows = Participation.objects.filter(activity=activity, employee__isnull=True, unit=unit, shift=shift)
    if number > 0:
        each = Participation(activity=activity, unit=unit, shift=shift, recorded_at=now)
        Participation.objects.bulk_create([_copy(each) for _each in range(number)])
    else:
        newest = rows.select_for_update().order_by("-pk")[:-number]
        if len(newest) < -number:
            raise CannotDo(_("Fewer people of this unit and shift were counted without a name."), field="number")
        rows.filter(pk__in=[row.pk for row in newest]).delete()
    return rows.count()


def allow_rating(value):
    """Let one rating follow on a sign-in that counted; kept in the cache alone, so that it leads to nobody."""
    cache.set(_name("may rate", value), "yes", timeout=KEPT_FOR)


@transaction.atomic
def rate(*, activity, stars, value):
    """Keep 1 to 5 stars, tied to nobody; a `value` on which no sign-in counted, or that was used, keeps nothing."""
    if cache.delete(_name("may rate", value)):
        Rating.objects.create(activity=activity, stars=stars)


def _name(what, value):
    return (
        "wellbeing:" + salted_hmac("wellbeing.activities.arriving", f"{what}|{value}", algorithm="sha256").hexdigest()
    )


def _copy(row):
    return Participation(activity_id=row.activity_id, unit=row.unit, shift=row.shift, recorded_at=row.recorded_at)
