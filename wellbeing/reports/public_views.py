"""What everybody may read of employee well-being: how it works, and what both sides of a district chose to tell."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render

from districts.models import Evidence
from wellbeing.models import YearlyReport
from wellbeing.school_years import label_of
from wellbeing.steps.guide import guide

from .figures import public_figures
from .reading import count_in_words


@login_not_required
def about(request):
    return render(request, "wellbeing/reports/about.html", {"steps": list(guide().values())})


@login_not_required
def highlights(request):
    reports = (
        YearlyReport.objects.highlighted()
        .select_related("program__district__county")
        .order_by("-school_year", "program__district__name")
    )
    rows = Evidence.objects.highlights().filter(key="").select_related("district__county")
    return render(
        request,
        "wellbeing/reports/highlights.html",
        {
            "reports": [(report, label_of(report.school_year)) for report in reports],
            "on_record": _by_district(rows.order_by("district__name", "pk")),
        },
    )


@login_not_required
def highlight(request, cd_code, school_year):
    report = get_object_or_404(
        YearlyReport.objects.highlighted().select_related("program__district__county"),
        program__district__cd_code=cd_code,
        school_year=school_year,
    )
    counts = [count_in_words(one["number"], one["what"]) for one in public_figures(report.figures)]
    context = {"report": report, "year": label_of(school_year), "counts": counts, "district": report.program.district}
    return render(request, "wellbeing/reports/highlight.html", context)


def _by_district(rows):
    """[(district, its rows)] in the order of `rows`."""
    found = {}
    for row in rows:
        found.setdefault(row.district, []).append(row)
    return list(found.items())
