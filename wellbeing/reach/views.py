"""Whom the program reached, and how many employees there are."""

import re

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from lmi_portal.spreadsheets import csv_response, xlsx_response
from wellbeing.school_years import label_of, school_year_at

from .board import Board
from .counting import headcounts_by_cell, listed_by_cell
from .files import sheet_of
from .forms import HeadcountForm, initial_of
from .headcounting import set_headcounts


def reach(request, cd_code):
    """The address chooses the school year: ?year=2026."""
    board = _board(request)
    context = {"board": board, "year": label_of(board.school_year), "years": _years(request, board.school_year)}
    return render(request, "wellbeing/reach/reach.html", context)


def reach_csv(request, cd_code):
    return csv_response(sheet_of(_board(request)))


def reach_xlsx(request, cd_code):
    return xlsx_response(sheet_of(_board(request)))


def headcounts(request, cd_code):
    """?fill=list counts the employees' list into the form; nothing is kept before it is saved."""
    program, year = request.standing.program, _year(request)
    units = [*program.district.units.select_related("organization"), None]
    known = headcounts_by_cell(program, year)
    counted = listed_by_cell(program) if request.GET.get("fill") == "list" else {}
    form = HeadcountForm(request.POST or None, units=units, initial=initial_of(dict(known) | dict(counted)))
    if form.is_valid():
        set_headcounts(
            program=program, school_year=year, numbers=form.numbers(), by=request.user, now=request.standing.now
        )
        messages.success(request, _("Saved. Rates go by these numbers from now on."))
        return redirect(reverse("wellbeing:reach", args=[cd_code], query={"year": year}))
    context = {
        "form": form,
        "school_year": year,
        "year": label_of(year),
        "years": _years(request, year),
        "is_filled": bool(counted),
    }
    return render(request, "wellbeing/reach/headcounts.html", context)


def _board(request):
    return Board(request.standing.program, _year(request))


def _year(request):
    """The school year that the address asks for, the next at the latest; this one where it asks for none."""
    newest = school_year_at(request.standing.now)
    asked = request.GET.get("year", str(newest))
    if not re.fullmatch("20[0-9]{2}", asked) or int(asked) > newest + 1:
        raise Http404
    return int(asked)


def _years(request, chosen):
    """[(school year, its name, whether it is shown)], this one first."""
    figures = request.standing.program.reach_figures.order_by().values_list("school_year", flat=True).distinct()
    years = {*figures, school_year_at(request.standing.now), chosen}
    return [(year, label_of(year), year == chosen) for year in sorted(years, reverse=True)]
