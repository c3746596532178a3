"""Which comments the committee reads: those that both co-chairs released.

A comment is kept apart from what its writer answered besides, so it can never be shown by unit or shift: its wording
and four facts about its writer would often name them.
"""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from districts.models import Side
from lmi_portal.audit.recording import record
from wellbeing.models import CommitteeSeat, Survey, SurveyComment
from wellbeing.refusing import CannotDo

from .counting import LEAST_FOR_COMMENTS

Verdict = SurveyComment.Verdict
FIELDS = {Side.LABOR: "labor_verdict", Side.MANAGEMENT: "management_verdict"}


def comments_of(survey):
    """The comments of a counted survey that enough people answered."""
    if survey.state != Survey.State.CLOSED or survey.answered < LEAST_FOR_COMMENTS:
        return SurveyComment.objects.none()
    return SurveyComment.objects.filter(survey=survey)


def released(survey):
    return comments_of(survey).filter(labor_verdict=Verdict.RELEASE, management_verdict=Verdict.RELEASE)


def waiting_for(side, survey):
    """Those on which `side` has said nothing yet, and which the other has not withheld."""
    return not_withheld(survey).filter(**{FIELDS[side]: ""})


def waiting_for_other(side, survey):
    """Those that `side` released and the other has not read yet."""
    both = {field: Verdict.RELEASE if field == FIELDS[side] else "" for field in FIELDS.values()}
    return comments_of(survey).filter(**both)


def not_withheld(survey):
    return comments_of(survey).exclude(labor_verdict=Verdict.WITHHOLD).exclude(management_verdict=Verdict.WITHHOLD)


def withheld(survey):
    return comments_of(survey).filter(Q(labor_verdict=Verdict.WITHHOLD) | Q(management_verdict=Verdict.WITHHOLD))


@transaction.atomic
def judge_comment(*, comment, verdict, by, now):
    """The word of the co-chair `by`; withheld by one of them, its text is destroyed. Raises CannotDo."""
    comment = SurveyComment.objects.select_for_update(of=("self",)).select_related("survey__program").get(pk=comment.pk)
    survey = comment.survey
    seat = CommitteeSeat.objects.co_chairs().of(by).filter(program=survey.program).first()
    if seat is None:
        raise CannotDo(_("Only a co-chair releases or withholds a comment."))
    if not comment.text:
        raise CannotDo(_("This comment is withheld already; its text is gone."))
    setattr(comment, FIELDS[seat.side], verdict)
    if verdict == Verdict.WITHHOLD:
        comment.text = ""
    comment.save()
    # Not which comment: its wording alone can tell of somebody.
    record(deed=f"{verdict}_comment", on=survey, by=by, now=now, changes={"side": ["", seat.side]})
