"""Sharing results with all employees, once both co-chairs said so; a letter to each follows, by the worker."""

from django.db import transaction
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record
from wellbeing import approving
from wellbeing.going_live import refuse_unless_live
from wellbeing.models import Approval, Survey
from wellbeing.refusing import CannotDo

SUBJECT = Approval.Subject.RESULTS


def mark_of_results(survey):
    """Results are counted once and never change."""
    return approving.mark_of(survey.pk, survey.counted_at.isoformat(), survey.answered)


@transaction.atomic
def approve_sharing(*, survey, read, by, now):
    """The word of one co-chair; returns whether employees see the results now, as with the second. Raises CannotDo."""
    survey = _counted(survey)
    if survey.shared_at:
        raise CannotDo(_("These results are shared already."))
    refuse_unless_live(survey.program)
    if not survey.groups.filter(first_dimension="", people__isnull=False).exists():
        raise CannotDo(_("Fewer than ten people answered: there is nothing to share."))
    mark = mark_of_results(survey)
    if not approving.approve(subject=SUBJECT, on=survey, program=survey.program, mark=mark, read=read, by=by, now=now):
        return False
    survey.shared_at = now
    survey.save(update_fields=["shared_at"])
    record(deed="share_results", on=survey, by=by, now=now, changes={"shared_at": [None, now.isoformat()]})
    return True


@transaction.atomic
def take_back_sharing(*, survey, by, now):
    """As long as employees were not written to, also after both agreed; raises CannotDo."""
    survey = _counted(survey)
    if survey.told_of_results_at:
        raise CannotDo(_("Employees were written to already: these results stay shared."))
    approving.take_back(subject=SUBJECT, on=survey, program=survey.program, by=by, now=now)
    if survey.shared_at:
        before, survey.shared_at = survey.shared_at, None
        survey.save(update_fields=["shared_at"])
        record(deed="unshare_results", on=survey, by=by, now=now, changes={"shared_at": [before.isoformat(), None]})


def _counted(survey):
    survey = Survey.objects.select_for_update(of=("self",)).select_related("program").get(pk=survey.pk)
    if survey.state != Survey.State.CLOSED:
        raise CannotDo(_("Results are shared after a survey was counted."))
    return survey
