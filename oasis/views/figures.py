"""What the program achieved, on a page, as CSV and as PDF.

No student is shown: the figures are published cells (oasis/figures), so the access log has nothing to write down.
"""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from lmi_portal.spreadsheets import csv_response
from oasis.figures.files import closing_words, name_of, render_board, sheet_of
from oasis.figures.scopes import scopes_of
from oasis.figures.tables import Board
from oasis.figures.terms import Term
from oasis.models import FiguresEdition


def dashboard(request):
    """The address narrows it: ?edition=3&scope=school-12&need=4."""
    editions = _editions(request)
    board, scopes = _board(request, editions)
    if board is None:
        return render(request, "oasis/figures/none.html")
    context = {
        "board": board,
        "term": Term(board.edition.starts_on, board.edition.ends_on),
        "tables": board.tables(),
        "closing": closing_words(),
        "scopes": scopes,
        "needs": board.needs(),
        "editions": [(each, Term(each.starts_on, each.ends_on)) for each in editions],
        "several_districts": len({each.district_id for each in editions}) > 1,
        "address": request.GET.urlencode(),
    }
    return render(request, "oasis/figures/dashboard.html", context)


def dashboard_csv(request):
    board, _scopes = _board(request, _editions(request))
    if board is None:
        raise Http404
    return csv_response(sheet_of(board))


def dashboard_pdf(request):
    board, _scopes = _board(request, _editions(request))
    if board is None:
        raise Http404
    name = f"{name_of(board)}.pdf"
    return HttpResponse(
        render_board(board),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _editions(request):
    """Those of which the person may see some scope."""
    found = FiguresEdition.objects.filter(district__in=request.reach.district_ids).select_related("district")
    return [each for each in found if scopes_of(request.reach, each)]


def _board(request, editions):
    """The Board that the address asks for and the scopes to choose from; (None, []) where nothing is published yet."""
    if not editions:
        return None, []
    edition = _chosen(editions, request.GET.get("edition"), lambda each: str(each.pk))
    scopes = scopes_of(request.reach, edition)
    scope = _chosen(scopes, request.GET.get("scope"), lambda each: each.key)
    needs = [number for number, _name in edition.figures["labels"]["need"]]
    asked = request.GET.get("need")
    need = _chosen(needs, asked, str) if asked else None
    return Board(edition, scope, need), scopes


def _chosen(rows, asked, key):
    """The first, unless another is asked for; what is not among them is not found."""
    chosen = [row for row in rows if key(row) == asked] if asked else rows[:1]
    if not chosen:
        raise Http404
    return chosen[0]
