"""How districts came to work together: the list, one district's story, and its review by both sides."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from initiative.approving import CannotApprove, answer_case_study
from initiative.case_study_facts import card_of, facts_of
from initiative.comparing import compare
from initiative.models import CaseStudy, Practice
from initiative.permissions import SIDES, case_studies_shown_to, side_answered_by
from initiative.review_form import ReviewForm

State = CaseStudy.State


@login_not_required
def case_studies(request):
    """The address narrows it: ?practice=interest-based-bargaining."""
    asked = request.GET.get("practice", "")
    published = CaseStudy.objects.published().select_related("district__county")
    found = published.prefetch_related("key_facts", "practice_uses__practice").order_by("title", "pk")
    told = Count("uses", filter=Q(uses__case_study__state=State.PUBLISHED))
    context = {
        "cards": [card_of(each) for each in (found.filter(practice_uses__practice__slug=asked) if asked else found)],
        "practices": Practice.objects.annotate(told=told).filter(told__gt=0).order_by("name"),
        "asked": asked,
    }
    return render(request, "initiative/case_study_list.html", context)


@login_not_required
def case_study(request, slug):
    shown = get_object_or_404(case_studies_shown_to(request).with_facts(), slug=slug)
    others = CaseStudy.objects.published().exclude(pk=shown.pk).select_related("district").order_by("district__name")
    context = {
        "facts": facts_of(shown),
        "is_published": shown.state == State.PUBLISHED,
        "state": shown.get_state_display(),
        "others": others,
    }
    return render(request, "initiative/case_study_detail.html", context)


@login_not_required
def case_study_comparison(request):
    """?with=alhambra&with=pomona"""
    context = {"comparison": compare(request.GET.getlist("with"))}
    return render(request, "initiative/case_study_comparison.html", context)


def case_study_review(request, slug):
    """GET shows the members of both sides the text that waits for them; POST is the answer of one's side."""
    told = CaseStudy.objects.told_by(request.user).exclude(sent_at=None).with_facts()
    asked = get_object_or_404(told, slug=slug)
    if request.method != "POST":
        return _page_to_review(request, asked, form=ReviewForm())
    form = ReviewForm(request.POST)
    if form.is_valid():
        side = side_answered_by(request.user, asked)
        try:
            answer_case_study(
                case_study=asked, side=side, answered_by=request.user, now=timezone.now(), **form.cleaned_data
            )
        except CannotApprove as refusal:
            form.add_error(None, str(refusal))
            asked = told.get(pk=asked.pk)
        else:
            messages.success(request, _("Thank you: your side’s answer is on record, and LMI staff are told."))
            return redirect("initiative:case_study_review", slug=slug)
    return _show_review(request, asked, form=form)


def _page_to_review(request, asked, *, form):
    if asked.state == State.PUBLISHED:
        return redirect(asked)
    if asked.state != State.IN_REVIEW:
        raise Http404
    return _show_review(request, asked, form=form)


def _show_review(request, asked, *, form):
    """What was typed into a form that came too late is shown still, but not the draft that the text has become."""
    own_side, answers = side_answered_by(request.user, asked), asked.answers()
    is_waiting = asked.state == State.IN_REVIEW
    context = {
        "case_study": asked,
        "facts": facts_of(asked) if is_waiting else None,
        "form": form,
        "sides": [(side, answers.get(side)) for side in SIDES],
        "own_side": own_side,
        "may_answer": bool(own_side) and own_side not in answers,
        "own_answer": answers.get(own_side),
    }
    return render(request, "initiative/case_study_review.html", context)
