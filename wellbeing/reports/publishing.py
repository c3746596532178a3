"""A yearly report goes out once both co-chairs have approved it as it stands; from then on it is not changed."""

from django.db import transaction
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record
from lmi_portal.outbox.posting import post_emails
from wellbeing import approving
from wellbeing.going_live import refuse_unless_live
from wellbeing.models import Approval, YearlyReport
from wellbeing.refusing import CannotDo

from .figures import figures_of
from .letters import to_co_chairs, to_readers
from .writing import TEXTS, lock_report, refuse_unless

REPORT = Approval.Subject.REPORT
State = YearlyReport.State


def mark_of_report(report):
    """The fingerprint of all that a report says: its texts, its year and its figures."""
    return approving.mark_of(report.school_year, *(getattr(report, name) for name in TEXTS), report.figures)


@transaction.atomic
def offer_report(*, report, by, now):
    """Freeze the figures as of `now`, and ask both co-chairs to approve. Raises CannotDo."""
    report = lock_report(report)
    refuse_unless(report, State.DRAFT)
    refuse_unless_live(report.program)
    if not (report.done and report.next_year):
        raise CannotDo(_("A report says what was done, and what the priorities of next year are."))
    report.figures = figures_of(report.program, report.school_year, now=now)
    report.state = State.OFFERED
    report.save(update_fields=["figures", "state"])
    record(deed="offer_report", on=report, by=by, now=now, changes={"state": [State.DRAFT, State.OFFERED]})
    post_emails(to_co_chairs(report, by=by, now=now), now=now)
    return report


@transaction.atomic
def take_back_report(*, report, by, now):
    """Make a report that is offered a draft again; whoever approved it approves the next one anew. Raises CannotDo."""
    report = lock_report(report)
    refuse_unless(report, State.OFFERED)
    Approval.objects.filter(subject=REPORT, subject_id=report.pk).delete()
    report.state, report.figures = State.DRAFT, {}
    report.save(update_fields=["state", "figures"])
    record(deed="take_back_report", on=report, by=by, now=now, changes={"state": [State.OFFERED, State.DRAFT]})
    return report


@transaction.atomic
def approve_report(*, report, read, by, now):
    """Add a co-chair's word; with both the report is out, and the committee and all who signed the charter are told.

    `read` is the mark of what was on the co-chair's screen.

    Raises CannotDo.
    """
    report = lock_report(report)
    refuse_unless(report, State.OFFERED)
    mark = mark_of_report(report)
    both = approving.approve(subject=REPORT, on=report, program=report.program, mark=mark, read=read, by=by, now=now)
    if both:
        report.state, report.published_at = State.PUBLISHED, now
        report.save(update_fields=["state", "published_at"])
        record(deed="publish_report", on=report, by=by, now=now, changes={"state": [State.OFFERED, State.PUBLISHED]})
        post_emails(to_readers(report), now=now)
    return report
