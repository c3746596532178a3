"""What becomes of a program when two units of its district turn out to be one (see districts/merging.py)."""

from django.db.models import F
from django.utils.translation import gettext as _

from districts.merging import before_units_join
from lmi_portal.merging import CannotMerge

from .models import Charter, Headcount, ReachFigures, Signatory, Survey


@before_units_join
def join_in_program(*, keep, gone):
    """Add the headcounts of both units up. Raises CannotMerge where a charter or what was counted names both.

    Answers and reach are counted by unit and kept for good: two groups made one afterwards would tell, beside the
    earlier figures, of fewer people than may be told of.
    """
    district = {"program__district": keep.district}
    if Survey.objects.exclude(state=Survey.State.DRAFT).filter(**district).exists():
        raise CannotMerge(_refusal(_("a survey of its well-being program was opened to both units"), keep))
    if ReachFigures.objects.filter(**district).exists():
        raise CannotMerge(_refusal(_("the reach of its well-being program was counted for both units"), keep))
    both = [set(Signatory.objects.filter(unit=unit).values_list("charter", flat=True)) for unit in (keep, gone)]
    if named := Charter.objects.filter(pk__in=both[0] & both[1]).order_by("version").last():
        why = _("the presidents of both units are named in version %(version)s of its well-being charter")
        raise CannotMerge(_refusal(why % {"version": named.version}, keep))
    for row in Headcount.objects.filter(unit=gone).order_by("pk"):
        same = {"program": row.program, "school_year": row.school_year, "shift": row.shift}
        if Headcount.objects.filter(unit=keep, **same).update(employees=F("employees") + row.employees):
            row.delete()


def _refusal(why, unit):
    return _("%(district)s: %(why)s, so they stay apart.") % {"district": unit.district, "why": why}
