"""Opening a survey: as both co-chairs approved it, word for word, and under a charter that both sides signed."""

from django.db import transaction
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record
from lmi_portal.outbox.posting import post_emails
from wellbeing import approving
from wellbeing.going_live import refuse_unless_live
from wellbeing.models import Approval, CommitteeSeat, Survey
from wellbeing.refusing import CannotDo

from .bank import asked
from .letters import letters_to_approve

SUBJECT = Approval.Subject.SURVEY


def mark_of_survey(survey):
    """The fingerprint of all that employees would read, of when, and of how many may answer on paper."""
    wording = [[question.key, question.words, question.labels] for question in asked(survey)]
    days = [survey.opens_at.isoformat(), survey.closes_at.isoformat()]
    texts = [survey.kind, survey.title, survey.title_es]
    return approving.mark_of(*texts, wording, survey.wellbq, days, survey.sheets_at_most)


@transaction.atomic
def approve_survey(*, survey, read, by, now):
    """The word of one co-chair on the text of the mark `read`; returns whether both have approved it now.

    The side that has not is written to, once for a text. Raises CannotDo.
    """
    survey = _draft(survey)
    mark = mark_of_survey(survey)
    told = {"subject": SUBJECT, "on": survey, "mark": mark}
    if approving.approve(**told, program=survey.program, read=read, by=by, now=now):
        return True
    others = survey.program.seats.co_chairs().exclude(side__in=approving.approvals_of(**told))
    post_emails(letters_to_approve(survey, others, mark=mark), now=now)
    return False


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
    rows = Survey.objects.select_for_update(of=("self",)).select_related("program__district")
    survey = rows.filter(pk=survey.pk).first()
    if survey is None:
        raise CannotDo(_("This survey was removed meanwhile."))
    if survey.state != Survey.State.DRAFT:
        raise CannotDo(_("This survey was opened already."))
    return survey
