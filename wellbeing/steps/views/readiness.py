"""The readiness check: each side's form, and both sides' answers side by side once both have answered."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from districts.models import Side
from wellbeing.refusing import CannotDo
from wellbeing.school_years import label_of
from wellbeing.steps.answering import answer_readiness, have_both_answered, sides_that_answered
from wellbeing.steps.comparing_sides import comparison_of
from wellbeing.steps.forms import ReadinessForm
from wellbeing.steps.guide import statements
from wellbeing.steps.years import labels_of, year_among, years_of


def readiness(request, cd_code):
    standing = request.standing
    years = years_of(standing.program, now=standing.now)
    year = year_among(years, request.GET.get("year"))
    answered = sides_that_answered(standing.program, year)
    compared = comparison_of(standing.program, year) if len(answered) == 2 else None
    seat = standing.seat
    context = {
        "year": year,
        "label": label_of(year),
        "years": labels_of(years),
        "statements": statements(),
        "sides": [(side, side in answered) for side in (Side.LABOR, Side.MANAGEMENT)],
        "compared": compared,
        "may_answer": seat is not None and seat.is_co_chair and compared is None and year == years[0],
        "has_answered": seat is not None and seat.side in answered,
    }
    return render(request, "wellbeing/steps/readiness.html", context)


def readiness_answer(request, cd_code):
    """The form of one's own side; what that side said before stands in it."""
    standing = request.standing
    year = years_of(standing.program, now=standing.now)[0]
    if request.method == "GET" and have_both_answered(standing.program, year):
        return redirect("wellbeing:readiness", cd_code)
    own = standing.program.readiness.filter(school_year=year, side=standing.seat.side)
    form = ReadinessForm(request.POST or None, initial=dict(own.values_list("statement", "rating")))
    if request.method == "POST" and form.is_valid():
        try:
            are_both = answer_readiness(
                program=standing.program,
                school_year=year,
                ratings=form.cleaned_data,
                by=request.user,
                now=standing.now,
            )
        except CannotDo as cannot:
            form.add_error(None, str(cannot))
        else:
            said = _("Both sides have answered.") if are_both else _("Saved. You see both when the other side has too.")
            messages.success(request, said)
            return redirect("wellbeing:readiness", cd_code)
    return render(request, "wellbeing/steps/readiness_answer.html", {"form": form, "label": label_of(year)})
