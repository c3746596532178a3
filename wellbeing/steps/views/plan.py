"""Priorities, the action plan, and the path of the next year."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from lmi_portal.spreadsheets import csv_response, xlsx_response
from wellbeing.committee.bargaining import bargaining_topics_in
from wellbeing.meanwhile import mark_of_fields
from wellbeing.models import Action
from wellbeing.refusing import CannotDo
from wellbeing.school_years import label_of
from wellbeing.steps.acting import FIELDS, OPEN, actions_of, add_action, change_action, remove_action, sums_of
from wellbeing.steps.adopting import adopt_priorities
from wellbeing.steps.forms import ActionForm, PrioritiesForm, RenewForm
from wellbeing.steps.plan_sheet import sheet_of
from wellbeing.steps.renewing import begin_next_year, may_renew, titles_still_open
from wellbeing.steps.years import labels_of, year_among, years_of

from .doing import done_or_refused


def priorities(request, cd_code):
    context = _years(request)
    rows = request.standing.program.priorities.filter(school_year=context["year"]).select_related("decision__meeting")
    rows = list(rows.prefetch_related("actions"))
    seat = request.standing.seat
    context |= {
        "priorities": rows,
        "topics": bargaining_topics_in(" \n ".join(f"{row.title} \n {row.reason}" for row in rows)),
        "may_adopt": seat is not None and seat.is_co_chair and context["is_current"],
    }
    return render(request, "wellbeing/steps/priorities.html", context)


def priorities_adopt(request, cd_code):
    """Two to four priorities, and the decision that adopted them."""
    standing, year = request.standing, years_of(request.standing.program, now=request.standing.now)[0]
    of_year = {"program": standing.program, "school_year": year}
    standing_ones = standing.program.priorities.filter(school_year=year)
    initial = {f"title_{row.position}": row.title for row in standing_ones}
    initial |= {f"reason_{row.position}": row.reason for row in standing_ones}
    form = PrioritiesForm(request.POST or request.typed, **of_year, initial=initial)
    if request.method == "POST" and form.is_valid():
        wanted = {"decision": form.cleaned_data["decision"], "priorities": form.priorities()}
        if done_or_refused(request, form, adopt_priorities, **of_year, **wanted):
            messages.success(request, _("These are this year’s priorities."))
            return redirect("wellbeing:priorities", cd_code)
    has_decisions = form.fields["decision"].queryset.exists()
    context = {"form": form, "label": label_of(year), "has_decisions": has_decisions, "stand": bool(initial)}
    return render(request, "wellbeing/steps/priorities_adopt.html", context)


def actions(request, cd_code):
    context = _years(request)
    rows = list(actions_of(request.standing.program, school_year=context["year"]))
    today, program = timezone.localdate(request.standing.now), request.standing.program
    priorities = program.priorities.filter(school_year=context["year"])
    context |= {
        "groups": [(one, [row for row in rows if row.priority_id == one.pk]) for one in priorities],
        "sums": sums_of(rows),
        "late": {row.pk for row in rows if row.progress in OPEN and row.due_on < today},
        "may_change": request.standing.seat is not None and context["is_current"],
    }
    return render(request, "wellbeing/steps/actions.html", context)


def action_add(request, cd_code):
    standing, year = request.standing, years_of(request.standing.program, now=request.standing.now)[0]
    form = ActionForm(request.POST or request.typed, program=standing.program, school_year=year)
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and done_or_refused(request, form, add_action, program=standing.program, **form.line()):
        messages.success(request, _("Added to the plan."))
        return redirect("wellbeing:actions", cd_code)
    return render(request, "wellbeing/steps/action_form.html", {"form": form, "label": label_of(year), "is_new": True})


def action_edit(request, cd_code, pk):
    standing, year = request.standing, years_of(request.standing.program, now=request.standing.now)[0]
    action = get_object_or_404(actions_of(standing.program, school_year=year), pk=pk)
    of_year = {"program": standing.program, "school_year": year}
    form = ActionForm(request.POST or request.typed, instance=action, read=mark_of_fields(action, FIELDS), **of_year)
    is_sent = request.method == "POST" and form.is_valid()
    told = {"action": action, "read": form.cleaned_data["read"], **form.line()} if is_sent else {}
    if is_sent and done_or_refused(request, form, change_action, **told):
        messages.success(request, _("Saved."))
        return redirect("wellbeing:actions", cd_code)
    return render(
        request, "wellbeing/steps/action_form.html", {"form": form, "label": label_of(year), "action": action}
    )


def action_remove(request, cd_code, pk):
    standing = request.standing
    action = get_object_or_404(Action.objects.filter(priority__program=standing.program), pk=pk)
    refusal = None
    if request.method == "POST":
        try:
            remove_action(action=action, by=request.user, now=standing.now)
        except CannotDo as cannot:
            refusal = str(cannot)
        else:
            messages.success(request, _("Taken out of the plan."))
            return redirect("wellbeing:actions", cd_code)
    return render(request, "wellbeing/steps/action_remove.html", {"action": action, "refusal": refusal})


def actions_csv(request, cd_code):
    return csv_response(_sheet(request))


def actions_xlsx(request, cd_code):
    return xlsx_response(_sheet(request))


def renew(request, cd_code):
    """Begin the next year's path; what is still open may come along."""
    standing, years = request.standing, years_of(request.standing.program, now=request.standing.now)
    still_open = actions_of(standing.program, school_year=years[0]).filter(progress__in=OPEN)
    form = RenewForm(request.POST or None, actions=still_open, initial={"carried": still_open})
    if request.method == "POST" and form.is_valid():
        wanted = {"program": standing.program, "carried": form.cleaned_data["carried"]}
        if done_or_refused(request, form, begin_next_year, **wanted):
            messages.success(request, _("The next year’s path has begun."))
            return redirect("wellbeing:program", cd_code)
    context = {"form": form, "label": label_of(years[0]), "may_renew": may_renew(standing.program, now=standing.now)}
    context["still_open"] = titles_still_open(standing.program, school_year=years[0])
    return render(request, "wellbeing/steps/renew.html", context)


def _years(request):
    years = years_of(request.standing.program, now=request.standing.now)
    year = year_among(years, request.GET.get("year"))
    return {"years": labels_of(years), "year": year, "label": label_of(year), "is_current": year == years[0]}


def _sheet(request):
    standing, year = request.standing, _years(request)["year"]
    rows = list(actions_of(standing.program, school_year=year))
    return sheet_of(rows, name=f"action-plan-{standing.district.cd_code}-{label_of(year).replace('–', '-')}")
