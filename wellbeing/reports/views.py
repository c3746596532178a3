"""The yearly joint reports of one program: read by everyone who works there, written and approved by the committee."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellbeing import approving
from wellbeing.meanwhile import mark_of_fields, refuse
from wellbeing.models import YearlyReport
from wellbeing.refusing import CannotDo
from wellbeing.school_years import label_of, school_year_at
from wellbeing.standing import Role

from .figures import public_figures
from .for_employees import published_report, published_reports
from .forms import NewReportForm, ReportForm
from .highlighting import HIGHLIGHT, mark_of_highlight, take_down_highlight, wish_highlight
from .letters import readers_of
from .paper import render_report
from .publishing import REPORT, approve_report, mark_of_report, offer_report, take_back_report
from .reading import count_in_words, reading_of
from .writing import TEXTS, change_report, write_report

State = YearlyReport.State
# They read it in English, with what they may do; all others as employees, in their own language.
AT_WORK_ON_IT = frozenset({Role.MEMBER, Role.LEAD})
PUBLISHED = gettext_lazy("Both sides have approved: the report is published to all employees.")
SHOWN = gettext_lazy("Both sides wish it: the highlight is public.")


def reports(request, cd_code):
    rows = list(_seen_by(request.standing))
    if not request.standing.roles & AT_WORK_ON_IT:
        return published_reports(request, reports=rows)
    context = {
        "reports": [(report, label_of(report.school_year)) for report in rows],
        "is_writer": Role.MEMBER in request.standing.roles,
    }
    return render(request, "wellbeing/reports/list.html", context)


def report(request, cd_code, school_year):
    shown = _found(request.standing, school_year)
    if not request.standing.roles & AT_WORK_ON_IT:
        return published_report(request, report=shown)
    approvals = approving.approvals_of(subject=REPORT, on=shown, mark=mark_of_report(shown))
    context = _about(request, shown) | {
        "reading": reading_of(shown, now=request.standing.now),
        "is_writer": Role.MEMBER in request.standing.roles,
        "is_co_chair": Role.CO_CHAIR in request.standing.roles,
        "has_approved": request.standing.side in approvals,
        "wishes": _wishes(request.standing, shown),
    }
    return render(request, "wellbeing/reports/report.html", context)


def report_pdf(request, cd_code, school_year):
    shown = _found(request.standing, school_year)
    name = f"well-being-{cd_code}-{label_of(school_year).replace('–', '-')}.pdf"
    return HttpResponse(
        render_report(shown, now=request.standing.now),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


def report_add(request, cd_code):
    this_year = school_year_at(request.standing.now)
    form = NewReportForm(request.POST or request.typed, years=[this_year, this_year - 1])
    if request.method == "POST" and form.is_valid():
        try:
            report = write_report(
                program=request.standing.program,
                school_year=form.cleaned_data["school_year"],
                texts=_texts(form),
                by=request.user,
                now=request.standing.now,
            )
        except CannotDo as refusal:
            refuse(form, refusal)
        else:
            return redirect("wellbeing:report", cd_code, report.school_year)
    return render(request, "wellbeing/reports/edit.html", {"form": form})


def report_edit(request, cd_code, school_year):
    shown = _found(request.standing, school_year)
    texts = {name: getattr(shown, name) for name in TEXTS}
    form = ReportForm(request.POST or request.typed, initial=texts, read=mark_of_fields(shown, TEXTS))
    if request.method == "POST" and form.is_valid():
        try:
            told = {"texts": _texts(form), "read": form.cleaned_data["read"]}
            change_report(report=shown, by=request.user, now=request.standing.now, **told)
        except CannotDo as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The report is saved."))
            return redirect("wellbeing:report", cd_code, school_year)
    return render(request, "wellbeing/reports/edit.html", _about(request, shown) | {"form": form})


def report_offer(request, cd_code, school_year):
    shown = _found(request.standing, school_year)
    said = _("The report waits for both co-chairs.")
    return _asked(request, shown, "offer", said=said, deed=offer_report)


def report_take_back(request, cd_code, school_year):
    shown = _found(request.standing, school_year)
    said = _("The report is a draft again.")
    return _asked(request, shown, "take_back", said=said, deed=take_back_report)


def report_approve(request, cd_code, school_year):
    shown = _found(request.standing, school_year)
    context = {
        "mark": mark_of_report(shown),
        "reading": reading_of(shown, now=request.standing.now),
        "letters": len(readers_of(request.standing.program)),
    }
    return _asked(
        request,
        shown,
        "approve",
        said=lambda report: PUBLISHED if report.published_at else _("Your side has approved the report."),
        deed=approve_report,
        context=context,
        read=request.POST.get("read", ""),
    )


def report_highlight(request, cd_code, school_year):
    shown = _found(request.standing, school_year)
    counts = [count_in_words(one["number"], one["what"]) for one in _public(shown)]
    return _asked(
        request,
        shown,
        "wish",
        said=lambda report: SHOWN if report.highlighted_at else _("Your side’s wish is noted."),
        deed=wish_highlight,
        context={"mark": mark_of_highlight(shown) if shown.figures else "", "counts": counts},
        read=request.POST.get("read", ""),
    )


def report_take_down(request, cd_code, school_year):
    shown = _found(request.standing, school_year)
    said = _("The highlight is not public.")
    return _asked(request, shown, "take_down", said=said, deed=take_down_highlight)


def _asked(request, report, what, *, said, deed, context=None, **reading):
    """A page that says what will happen; what is sent from it does it, or says why not.

    `said` is what the person hears then, or a function of the report that says it.
    """
    context = _about(request, report) | (context or {})
    if request.method == "POST":
        try:
            report = deed(report=report, by=request.user, now=request.standing.now, **reading)
        except CannotDo as refusal:
            context["refusal"] = str(refusal)
        else:
            messages.success(request, said(report) if callable(said) else said)
            return redirect("wellbeing:report", request.standing.district.cd_code, report.school_year)
    return render(request, f"wellbeing/reports/{what}.html", context)


def _seen_by(standing):
    """A report that is not published yet is the committee's and the leads' alone."""
    rows = standing.program.reports.all()
    return rows if standing.roles & AT_WORK_ON_IT else rows.filter(state=State.PUBLISHED)


def _found(standing, school_year):
    report = _seen_by(standing).filter(school_year=school_year).select_related("program").first()
    if report is None:
        raise Http404
    report.program = standing.program
    return report


def _about(request, report):
    return {"report": report, "year": label_of(report.school_year)}


def _public(report):
    return public_figures(report.figures) if report.figures else []


def _wishes(standing, report):
    """Whose side wishes the highlight to be public: {side}."""
    if not report.figures:
        return set()
    return set(approving.approvals_of(subject=HIGHLIGHT, on=report, mark=mark_of_highlight(report)))


def _texts(form):
    return {name: form.cleaned_data[name] for name in TEXTS}
