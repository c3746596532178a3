"""Which records are due to be destroyed on a day, by the rules of oasis/retention.py, and not held."""

from datetime import datetime, time, timedelta
from itertools import islice

from django.db.models import Max, Q
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import ContactAttempt, Note, ReferralEvent, Site, Student
from .refusing import Refusal
from .retention import log_kept_from, notes_due_since
from .verifying import CHAINED, beginning, read, wrong_in

WRITTEN_AT = {"accessentry": "seen_at", "disclosure": "disclosed_at"}


class ChainIsBroken(Refusal):
    """A log that does not hold is evidence: nothing of it is destroyed."""


def due_notes(district, *, on, held):
    """The due rows of the three kinds that hold notes, as querysets by the name that certificates give them."""
    if held.is_everything:
        return {}
    ended = (
        Site.objects.filter(school__district=district, program_ended_on__lte=notes_due_since(on=on))
        .order_by()
        .values_list("school")
        .annotate(Max("program_ended_on"))
    )
    notes, events, attempts = Q(pk__in=[]), Q(pk__in=[]), Q(pk__in=[])
    for school_id, ended_on in ended:
        until, at_school = _midnight(ended_on + timedelta(days=1)), Q(referral__site__school=school_id)
        of_student = Q(referral__isnull=True, student__school=school_id)
        notes |= Q(written_at__lt=until) & (at_school | of_student)
        events |= Q(moved_at__lt=until) & at_school
        attempts |= Q(tried_at__lt=until) & at_school
    kept, others = {"student__in": held.students}, {"referral__student__in": held.students}
    return {
        "notes": Note.objects.filter(notes, student__district=district).exclude(**kept),
        # Moves and attempts themselves stay: only what was written with them goes.
        "notes of moves": _with_text(ReferralEvent.objects.filter(events)).exclude(**others),
        "notes of contact attempts": _with_text(ContactAttempt.objects.filter(attempts)).exclude(**others),
    }


def due_log_rows(district, *, chain, on, held, most=None):
    """The oldest rows of a log, in order and at most `most`, up to the first that must stay; raises ChainIsBroken."""
    if held.is_everything:
        return []
    rows = CHAINED[chain].objects.filter(district=district)
    return islice(_until_one_stays(rows, chain, beginning(district, chain), on, held), most)


def _until_one_stays(rows, chain, start, on, held):
    number, previous, _is_told = start
    stays_from = _midnight(log_kept_from(on=on))
    for row, found_by in read(rows.filter(number__gt=number), chain):
        if getattr(row, WRITTEN_AT[chain]) >= stays_from or _names_one_who_stays(row, chain, held):
            return
        if row.number != number + 1 or any(wrong_in(row, previous, found_by)):
            raise ChainIsBroken(
                _("The log is broken at %(number)d: nothing from there on goes.") % {"number": row.number}
            )
        number, previous = row.number, row.digest
        yield row


def _names_one_who_stays(row, chain, held):
    if chain == "accessentry":
        return bool(held.students.intersection(row.students))
    # 34 CFR § 99.32(a)(2): as long as the record itself.
    return row.student_number in held.students or Student.objects.filter(pk=row.student_number).exists()


def _with_text(rows):
    return rows.annotate(length=Length("note")).filter(length__gt=0)


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))
