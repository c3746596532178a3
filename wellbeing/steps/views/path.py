"""The home page of a program: where it stands on its eight steps, and who does what next."""

from django.shortcuts import render
from django.utils import timezone

from wellbeing.school_years import label_of, school_year_at
from wellbeing.steps.progress import progress_of
from wellbeing.steps.renewing import may_renew
from wellbeing.steps.years import labels_of, year_among, years_of


def program(request, cd_code):
    standing = request.standing
    years = years_of(standing.program, now=standing.now)
    year = year_among(years, request.GET.get("year"))
    rows = progress_of(standing.program, school_year=year, now=standing.now)
    context = {
        "year": year,
        "label": label_of(year),
        "years": labels_of(years),
        "is_current": year == years[0],
        "rows": rows,
        "done": sum(row.is_done for row in rows),
        "following": next((row for row in rows if row.is_next), None),
        "late": [row for row in rows if row.is_overdue],
        "is_over": school_year_at(standing.now) > year,
        "today": timezone.localdate(standing.now),
        "may_renew": year == years[0] and _is_co_chair(standing) and may_renew(standing.program, now=standing.now),
    }
    return render(request, "wellbeing/steps/path.html", context)


def _is_co_chair(standing):
    return standing.seat is not None and standing.seat.is_co_chair
