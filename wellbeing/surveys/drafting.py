"""Writing a survey, or throwing its draft away: both languages, and questions of the bank alone."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record
from wellbeing.meanwhile import refuse_if_changed
from wellbeing.models import Approval, Survey
from wellbeing.refusing import CannotDo

from .bank import in_bank_order, pulse

FEWEST = 3
# A year that was mistyped would collect answers for decades.
LONGEST_AHEAD = timedelta(days=731)
TEXTS = ["kind", "title", "title_es", "questions", "wellbq", "sheets_at_most", "opens_at", "closes_at"]


@transaction.atomic
def draft_survey(*, program, by, now, **texts):
    """A new survey of `texts`, each of TEXTS; raises CannotDo."""
    survey = Survey(program=program, drafted_by=by, drafted_at=now)
    _write(survey, texts, now=now)
    survey.save()
    record(deed="draft_survey", on=survey, by=by, now=now)
    return survey


@transaction.atomic
def change_survey(*, survey, read, by, now, **texts):
    """Write a draft anew, by which approvals of the old text count no more; raises CannotDo.

    `read` is the mark of the draft that was on the writer's screen.
    """
    survey = _lock_draft(survey)
    refuse_if_changed(survey, TEXTS, read=read)
    before = {name: getattr(survey, name) for name in TEXTS}
    _write(survey, texts, now=now)
    survey.save()
    changed = [name for name in TEXTS if getattr(survey, name) != before[name]]
    changes = {name: [_plain(before[name]), _plain(getattr(survey, name))] for name in changed}
    record(deed="change_survey", on=survey, by=by, now=now, changes=changes)
    return survey


@transaction.atomic
def remove_survey(*, survey, by, now):
    """Throw a draft away, with what co-chairs said to it; one that was opened stays. Raises CannotDo."""
    survey = _lock_draft(survey)
    record(deed="remove_survey", on=survey, by=by, now=now, changes={"title": [survey.title, None]})
    Approval.objects.filter(subject=Approval.Subject.SURVEY, subject_id=survey.pk).delete()
    survey.delete()


def _lock_draft(survey):
    survey = Survey.objects.select_for_update().filter(pk=survey.pk).first()
    if survey is None:
        raise CannotDo(_("This survey was removed meanwhile."))
    if survey.state != Survey.State.DRAFT:
        raise CannotDo(_("A survey that was opened stays as both sides approved it."))
    return survey


def _write(survey, texts, *, now):
    if texts["kind"] == Survey.Kind.PULSE:
        # Always the same, so that waves compare.
        texts |= {"questions": pulse()}
    texts["questions"] = in_bank_order(texts["questions"])
    if len(texts["questions"]) < FEWEST:
        raise CannotDo(_("Choose at least three questions."), field="questions")
    if texts["closes_at"] <= max(texts["opens_at"], now):
        raise CannotDo(_("It must close after it opens, and in the future."), field="closes_at")
    if texts["closes_at"] - now > LONGEST_AHEAD:
        raise CannotDo(_("Choose a day within two years of today."), field="closes_at")
    for name in TEXTS:
        setattr(survey, name, texts[name])


def _plain(value):
    return value.isoformat() if hasattr(value, "isoformat") else value
