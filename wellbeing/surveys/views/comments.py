"""Comments: each co-chair reads and judges them, the committee reads what both released."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from wellbeing.models import Survey, SurveyComment
from wellbeing.refusing import CannotDo
from wellbeing.standing import Role
from wellbeing.surveys.bank import questions
from wellbeing.surveys.counting import LEAST_FOR_COMMENTS
from wellbeing.surveys.moderating import (
    judge_comment,
    not_withheld,
    released,
    waiting_for,
    waiting_for_other,
    withheld,
)

from .desk import survey_of

Verdict = SurveyComment.Verdict
PER_PAGE = 25


def comments(request, cd_code, pk):
    """Released ones; ?list=mine or ?list=other is for a co-chair, of what their side or the other still has to read."""
    survey = survey_of(request, pk, state=Survey.State.CLOSED)
    lists = {"released": released(survey)}
    if Role.CO_CHAIR in request.standing.roles:
        side = request.standing.side
        lists = {"mine": waiting_for(side, survey), "other": waiting_for_other(side, survey)} | lists
    chosen = request.GET.get("list") if request.GET.get("list") in lists else next(iter(lists))
    page = Paginator(lists[chosen], PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "survey": survey,
        "chosen": chosen,
        "numbers": {name: rows.count() for name, rows in lists.items()},
        "withheld": withheld(survey).count(),
        "page": page,
        "rows": [(comment, questions()[comment.question].text("en")) for comment in page],
        "least": LEAST_FOR_COMMENTS,
        "enough": survey.answered >= LEAST_FOR_COMMENTS,
    }
    return render(request, "wellbeing/surveys/comments.html", context)


def comment_judge(request, cd_code, pk, comment):
    """GET says what withholding does."""
    survey = survey_of(request, pk, state=Survey.State.CLOSED)
    comment = get_object_or_404(not_withheld(survey), pk=comment)
    if request.method != "POST":
        return render(request, "wellbeing/surveys/comment_withhold.html", {"survey": survey, "comment": comment})
    verdict = Verdict.WITHHOLD if request.POST.get("verdict") == Verdict.WITHHOLD else Verdict.RELEASE
    try:
        judge_comment(comment=comment, verdict=verdict, by=request.user, now=request.standing.now)
    except CannotDo as refusal:
        messages.error(request, str(refusal))
    else:
        done = {Verdict.RELEASE: _("Released for your side."), Verdict.WITHHOLD: _("Withheld; its text is gone.")}
        messages.success(request, done[verdict])
    return redirect("wellbeing:comments", cd_code, pk)
