"""A yearly report is written by the committee, until it is offered to both co-chairs."""

from django.db import transaction
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record
from wellbeing.meanwhile import refuse_if_changed
from wellbeing.models import YearlyReport
from wellbeing.refusing import CannotDo
from wellbeing.school_years import label_of

State = YearlyReport.State
TEXTS = ["done", "learned", "next_year", "highlight"]


@transaction.atomic
def write_report(*, program, school_year, texts, by, now):
    """Begin the report of a school year with `texts` {done, learned, next_year, highlight}. Raises CannotDo."""
    report, is_new = YearlyReport.objects.get_or_create(
        program=program, school_year=school_year, defaults=_known(texts) | {"drafted_at": now, "drafted_by": by}
    )
    if not is_new:
        raise CannotDo(
            _("There is a report of %(year)s already: open it from the list.") % {"year": label_of(school_year)},
            field="school_year",
        )
    record(deed="write_report", on=report, by=by, now=now, changes={"state": ["", report.state]})
    return report


@transaction.atomic
def change_report(*, report, texts, read, by, now):
    """Put `texts` in place of those of a report that is still being written. Raises CannotDo.

    `read` is the mark of the texts that were on the writer's screen.
    """
    report = lock_report(report)
    refuse_unless(report, State.DRAFT)
    refuse_if_changed(report, TEXTS, read=read)
    changed = [name for name in TEXTS if texts.get(name, "") != getattr(report, name)]
    for name in changed:
        setattr(report, name, texts.get(name, ""))
    if changed:
        report.save(update_fields=changed)
        record(deed="change_report", on=report, by=by, now=now, changes={"texts": ["", ", ".join(changed)]})
    return report


def lock_report(report):
    return YearlyReport.objects.select_for_update().get(pk=report.pk)


def refuse_unless(report, state):
    """Raise CannotDo, with where the report stands, unless it is in `state`."""
    if report.state != state:
        raise CannotDo(
            {
                State.DRAFT: _("The report is being written again: read it when it is offered."),
                State.OFFERED: _("The report waits for both co-chairs. Take it back to change it."),
                State.PUBLISHED: _("The report is published, and stays as it is."),
            }[report.state]
        )


def _known(texts):
    return {name: texts.get(name, "") for name in TEXTS}
