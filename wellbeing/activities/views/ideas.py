"""The ideas box as employees fill it, and as the committee reads it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lmi_portal.family_language import for_families, in_family_language, keeping_language
from lmi_portal.ratelimiting import take
from wellbeing.activities.forms.ideas import AnswerForm, IdeaForm
from wellbeing.activities.idea_list import ON_A_PAGE, page_of_ideas, with_votes
from wellbeing.activities.suggesting import answer_idea, remove_idea, write_idea
from wellbeing.activities.voting import take_back_vote, vote_for
from wellbeing.models import Idea
from wellbeing.refusing import CannotDo

from .calendar import language_of_reader

IDEAS_A_DAY, A_DAY = 5, 24 * 60 * 60
TOO_MANY = for_families("Five ideas a day is the most. Come back tomorrow with more.")


@in_family_language(language_of_reader)
def ideas(request, cd_code):
    """Written on the same page; the thanks come with the answer, so that no session keeps who wrote."""
    form, is_written = IdeaForm(request.POST or None), False
    if form.is_valid():
        is_written = _write(request, form)
        if is_written:
            form = IdeaForm()
    return _page(request, form=form, is_written=is_written)


@require_POST
@in_family_language(language_of_reader)
def idea_vote(request, cd_code, pk):
    return _voted(request, pk, vote_for)


@require_POST
@in_family_language(language_of_reader)
def idea_unvote(request, cd_code, pk):
    return _voted(request, pk, take_back_vote)


def idea_desk(request, cd_code):
    """?state=new is what nobody has read yet; ?state=open and so on the others."""
    state = request.GET.get("state", Idea.State.NEW)
    if state not in Idea.State:
        raise Http404
    rows = request.standing.program.ideas
    numbers = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    page = Paginator(with_votes(rows.filter(state=state)).order_by("-vote_count", "-pk"), ON_A_PAGE)
    context = {
        "page": page.get_page(request.GET.get("page")),
        "tabs": [(each.value, each.label, numbers.get(each.value, 0), each == state) for each in Idea.State],
    }
    return render(request, "wellbeing/ideas/desk.html", context)


def idea_answer(request, cd_code, pk):
    idea = get_object_or_404(with_votes(request.standing.program.ideas), pk=pk)
    form = AnswerForm(request.POST or None, instance=Idea.objects.get(pk=idea.pk))
    if form.is_valid():
        try:
            answer_idea(idea=idea, by=request.user, now=request.standing.now, **form.facts())
        except CannotDo as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("Saved: employees read it in the ideas box."))
            return redirect("wellbeing:idea_desk", cd_code)
    context = {"idea": idea, "form": form, "topics": form.topics()}
    return render(request, "wellbeing/ideas/answer.html", context)


def idea_remove(request, cd_code, pk):
    idea = get_object_or_404(request.standing.program.ideas, pk=pk)
    if request.method == "POST":
        remove_idea(idea=idea, by=request.user, now=request.standing.now)
        messages.success(request, _("Deleted."))
        return redirect("wellbeing:idea_desk", cd_code)
    return render(request, "wellbeing/ideas/remove.html", {"idea": idea})


def _write(request, form):
    """Whether the idea is in the box; else the form says why it is not."""
    if not take(key=f"idea:{request.standing.program.pk}:{request.user.pk}", limit=IDEAS_A_DAY, per=A_DAY):
        form.add_error(None, str(TOO_MANY))
        return False
    try:
        write_idea(program=request.standing.program, text=form.cleaned_data["text"], now=request.standing.now)
    except CannotDo as refusal:
        form.add_error(refusal.field, gettext(str(refusal)))
        return False
    return True


def _voted(request, pk, deed):
    idea = get_object_or_404(request.standing.program.ideas.exclude(state=Idea.State.NEW), pk=pk)
    try:
        deed(idea=idea, employee=request.standing.employee)
    except CannotDo as refusal:
        return _page(request, form=IdeaForm(), problem=gettext(str(refusal)))
    address = keeping_language(request, reverse("wellbeing:ideas", args=[request.standing.district.cd_code]))
    return redirect(f"{address}#idea-{idea.pk}")


def _page(request, **context):
    standing = request.standing
    page, cards = page_of_ideas(standing.program, number=request.GET.get("page"), employee=standing.employee)
    context |= {"page": page, "cards": cards, "is_live": standing.program.is_live()}
    return render(request, "family/wellbeing/ideas.html", context)
