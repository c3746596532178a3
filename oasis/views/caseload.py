"""For those who lead: the caseload of one of their people."""

from django.shortcuts import render

from oasis.access_log import Action, Purpose
from oasis.caseload import board_of
from oasis.forms.hand_overs import PersonForm
from oasis.handing_people import people_led
from oasis.views.seeing import log_seen

SHOWN = ["family_name", "given_name", "school", "need", "service", "state"]


def caseload(request):
    form = PersonForm(request.GET or None, people=people_led(request.reach))
    person = form.cleaned_data["person"] if form.is_valid() else None
    board = board_of(person, reach=request.reach) if person else None
    if board:
        log_board(request, board)
    return render(request, "oasis/caseload.html", {"form": form, "board": board, "on": request.reach.on})


def log_board(request, board):
    rows = board.rows()
    log_seen(
        request,
        action=Action.LIST,
        students=[row.student for row in rows],
        fields=SHOWN,
        purpose=Purpose.CASELOAD,
        confidential=[row.student_id for row in rows if row.is_confidential],
    )
