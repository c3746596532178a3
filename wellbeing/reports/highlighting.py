"""A published report's highlight is shown to everyone while both co-chairs wish it; either side takes it down."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from districts.models import Evidence
from lmi_portal.audit.recording import record
from wellbeing import approving
from wellbeing.models import Approval, YearlyReport
from wellbeing.refusing import CannotDo
from wellbeing.school_years import label_of

from .figures import public_figures
from .writing import lock_report, refuse_unless

HIGHLIGHT = Approval.Subject.HIGHLIGHT


def mark_of_highlight(report):
    """The fingerprint of all that everybody would read."""
    return approving.mark_of(report.school_year, report.highlight, public_figures(report.figures))


@transaction.atomic
def wish_highlight(*, report, read, by, now):
    """Add a co-chair's wish; with both the highlight is public, and on record of the district. Raises CannotDo."""
    report = lock_report(report)
    refuse_unless(report, YearlyReport.State.PUBLISHED)
    if not report.highlight:
        raise CannotDo(_("This report has no highlight."))
    mark = mark_of_highlight(report)
    both = approving.approve(subject=HIGHLIGHT, on=report, program=report.program, mark=mark, read=read, by=by, now=now)
    if both and report.highlighted_at is None:
        report.highlighted_at = now
        report.save(update_fields=["highlighted_at"])
        _put_on_record(report, by=by, now=now)
        record(deed="show_highlight", on=report, by=by, now=now, changes={"is_shown": ["no", "yes"]})
    return report


@transaction.atomic
def take_down_highlight(*, report, by, now):
    """Take back a co-chair's wish; nobody reads the highlight any more. Raises CannotDo."""
    report = lock_report(report)
    approving.take_back(subject=HIGHLIGHT, on=report, program=report.program, by=by, now=now)
    if report.highlighted_at is not None:
        report.highlighted_at = None
        report.save(update_fields=["highlighted_at"])
        Evidence.objects.filter(key=_key(report)).delete()
        record(deed="take_down_highlight", on=report, by=by, now=now, changes={"is_shown": ["yes", "no"]})
    return report


def path_of(report):
    return reverse("wellbeing:highlight", args=[report.program.district.cd_code, report.school_year])


def _put_on_record(report, *, by, now):
    """The district's own page leads to it from there."""
    words = _("Labor and management tell of their employee well-being program in %(year)s.")
    what = words % {"year": label_of(report.school_year)}
    Evidence.objects.create(
        district=report.program.district,
        kind=Evidence.Kind.WELL_BEING,
        what=f"{_('Example, made up:')} {what}" if report.program.is_made_up else what,
        happened_on=timezone.localdate(now),
        source=_("Yearly report that both co-chairs approved"),
        path=path_of(report),
        key=_key(report),
        recorded_by=by,
    )


def _key(report):
    return f"well_being_highlight:{report.pk}"
