"""The map of districts, of the whole state or of one county, and the same as a table."""

from dataclasses import replace

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render

from districts.counties import county_choices
from districts.filtering import read_directory_filter
from districts.mapping import draw_county, draw_state, rows_asked
from districts.outline import read_outline
from districts.tallies import listed, tally_by_county


@login_not_required
def district_map(request):
    """`?county=19` draws that county closely; what else the address asks for narrows as it does the directory."""
    asked = read_directory_filter(request.GET)
    rows, others = rows_asked(asked)
    tallies, whole = tally_by_county(rows, counties=county_choices())
    shapes = read_outline().counties
    context = {
        "asked": asked,
        "drawing": draw_county(asked.county, rows, others=others) if asked.county else draw_state(rows, others=others),
        "county": next((tally for tally in tallies if tally.code == asked.county), None),
        "counties": [(tally, shapes[tally.code], asked.query(county=tally.code)) for tally in tallies],
        "listed": listed(rows) if asked.county else [],
        "whole": whole,
        "all_count": len(rows) + len(others),
        "is_narrowed": replace(asked, county="").is_narrowed(),
        "chips": asked.chips("districts:map"),
        "state_url": asked.link("districts:map", county=""),
        "list_url": asked.link(),
    }
    return render(request, "districts/map.html", context)
