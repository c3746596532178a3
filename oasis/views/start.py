"""What OASIS is, for everyone, and where those who work with it begin."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render

from oasis.access import CASEWORKERS, REFERRERS
from oasis.caseload import board_of
from oasis.doors import doors_of
from oasis.models import HandOver
from oasis.training import missing_training

from .caseload import log_board


@login_not_required
def about(request):
    return render(request, "oasis/about.html")


@login_not_required
def idle(request):
    """Where a page about students goes after 15 minutes, so that none stays on a screen that nobody watches."""
    return render(request, "oasis/idle.html")


def start(request):
    """The caseload of whoever signed in, and where they may go on."""
    reach = request.reach
    board = board_of(request.user, reach=reach.having(CASEWORKERS)) if CASEWORKERS & set(reach.roles) else None
    if board:
        log_board(request, board)
    context = {
        "reach": reach,
        "board": board,
        "on": reach.on,
        "doors": doors_of(reach),
        "missing": missing_training(request.user, on=reach.on) if REFERRERS & set(reach.roles) else [],
        "offers": request.user.oasis_hand_overs.filter(state=HandOver.State.OFFERED).count() if board else 0,
    }
    return render(request, "oasis/start.html", context)
