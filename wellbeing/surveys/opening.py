"""Opening a survey: as both co-chairs approved it, word for word, and under a charter that both sides signed."""

from django.db import transaction
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record
from wellbeing import approving
from wellbeing.going_live import refuse_unless_live
from wellbeing.models import Approval, CommitteeSeat, Survey
from wellbeing.refusing import CannotDo

from .bank import asked

SUBJECT = Approval.Subject.SURVEY


def mark_of_survey(survey):
    """The fingerprint of all that employees would read, of when, and of how many may answer on paper."""
    wording = [[question.key, question.words, question.labels] for question in asked(survey)]
    days = [survey.opens_at.isoformat(), survey.closes_at.isoformat()]
    texts = [survey.kind, survey.title, survey.title_es]
    return approving.mark_of(*texts, wording, survey.wellbq, days, survey.sheets_at_most)


@transaction.atomic
def approve_survey(*, survey, read, by, now):
    """The word of one co-chair on the text of the mark `read`; raises CannotDo."""
    survey = _draft(survey)
    mark = mark_of_survey(survey)
    return approving.approve(subject=SUBJECT, on=survey, program=survey.program, mark=mark, read=read, by=by, now=now)


@transaction.atomic
def take_back_approval(*, survey, by, now):
    survey = _draft(survey)
    approving.take_back(subject=SUBJECT, on=survey, program=survey.program, by=by, now=now)


@transaction.atomic
def open_survey(*, survey, by, now):
    """Let it begin when its time comes; invitations go out by the worker. Raises CannotDo."""
    survey = _draft(survey)
    if not CommitteeSeat.objects.co_chairs().of(by).filter(program=survey.program).exists():
        raise CannotDo(_("Only a co-chair opens a survey."))
    refuse_unless_live(survey.program)
    if not approving.is_approved_by_both(subject=SUBJECT, on=survey, mark=mark_of_survey(survey)):
        raise CannotDo(_("Both co-chairs approve a survey before it opens."))
    if survey.closes_at <= now:
        raise CannotDo(_("Its last day is past: change when it closes."))
    survey.state = Survey.State.OPEN
    survey.save(update_fields=["state"])
    record(deed="open_survey", on=survey, by=by, now=now, changes={"state": [Survey.State.DRAFT, Survey.State.OPEN]})


def _draft(survey):
    survey = Survey.objects.select_for_update(of=("self",)).select_related("program").get(pk=survey.pk)
    if survey.state != Survey.State.DRAFT:
        raise CannotDo(_("This survey was opened already."))
    return survey
