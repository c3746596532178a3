"""Who sits on the committee: both sides as at a table, each naming its own."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from wellbeing.committee.composing import composition_of
from wellbeing.committee.forms import SeatForm
from wellbeing.committee.seating import (
    correct_seat,
    end_seat,
    hand_over_co_chair,
    name_member,
    side_named_by,
)
from wellbeing.refusing import CannotDo

from .confirming import confirm, refused


def committee(request, cd_code):
    context = {"composition": composition_of(request.standing.program), "my_side": side_named_by(request.standing)}
    return render(request, "wellbeing/committee/committee.html", context)


def seat_add(request, cd_code):
    """Name a member of one's own side."""
    program, side = request.standing.program, _side(request)
    has_co_chair = program.seats.co_chairs().filter(side=side).exists()
    form = SeatForm(request.POST or None, program=program, side=side, has_co_chair=has_co_chair)
    if request.method == "POST" and form.is_valid():
        told = {"is_co_chair": False} | form.told()
        try:
            name_member(program=program, side=side, by=request.user, now=request.standing.now, **told)
        except CannotDo as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("The new member is on the committee, and told by e-mail."))
            return redirect("wellbeing:committee", cd_code)
    return render(request, "wellbeing/committee/seat_form.html", {"form": form, "side": side})


def seat_edit(request, cd_code, pk):
    seat = _seat(request, pk)
    initial = {name: getattr(seat, name) for name in ["name", "unit", "job_class", "shift"]}
    form = SeatForm(request.POST or None, program=seat.program, side=seat.side, seat=seat, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            correct_seat(seat=seat, by=request.user, now=request.standing.now, **form.told())
        except CannotDo as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("wellbeing:committee", cd_code)
    return render(request, "wellbeing/committee/seat_form.html", {"form": form, "side": seat.side, "seat": seat})


def seat_end(request, cd_code, pk):
    seat = _seat(request, pk)
    sentences = [
        _("%(name)s is told by e-mail, and no longer sees the committee’s pages.") % {"name": seat.name},
        _("What they took part in stays in the minutes. You can name them again."),
    ]
    if seat.is_co_chair:
        sentences.append(
            _("Your side is without a co-chair until you name another: nothing can be approved meanwhile.")
        )
    return confirm(
        request,
        lambda: end_seat(seat=seat, by=request.user, now=request.standing.now),
        title=_("End the seat of %(name)s?") % {"name": seat.name},
        sentences=sentences,
        button=_("End this seat"),
        done=_("The seat has ended."),
        back=("wellbeing:committee", cd_code),
    )


def seat_co_chair(request, cd_code, pk):
    seat = _seat(request, pk)
    return confirm(
        request,
        lambda: hand_over_co_chair(seat=seat, by=request.user, now=request.standing.now),
        title=_("Make %(name)s the co-chair?") % {"name": seat.name},
        sentences=[
            _("%(name)s approves for your side from now on, and is told by e-mail.") % {"name": seat.name},
            _("Whoever is co-chair today stays a member. What they approved stays approved."),
        ],
        button=_("Hand the co-chair over"),
        done=_("Your side has a new co-chair."),
        back=("wellbeing:committee", cd_code),
    )


def _side(request):
    side = side_named_by(request.standing)
    if not side:
        raise Http404
    return side


def _seat(request, pk):
    """A current seat of the side for which the person names; that of the other side is not found."""
    program = request.standing.program
    seat = get_object_or_404(program.seats.current().select_related("unit"), pk=pk, side=_side(request))
    seat.program = program
    return seat
