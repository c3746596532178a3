"""What a meeting decided."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from wellbeing.committee.deciding import record_decision, take_decision_back
from wellbeing.committee.forms import DecisionForm
from wellbeing.committee.quorum import quorum_at
from wellbeing.refusing import CannotDo

from .confirming import confirm, refused
from .meetings import meeting_of


def meeting_decision(request, cd_code, pk):
    row = meeting_of(request, pk)
    form = DecisionForm(request.POST or request.typed, meeting=row)
    if request.method == "POST" and form.is_valid():
        try:
            decision = record_decision(meeting=row, by=request.user, now=request.standing.now, **form.told())
        except CannotDo as refusal:
            refused(form, refusal)
        else:
            carried = _("The decision is entered: adopted.")
            messages.success(request, carried if decision.is_adopted else _("The decision is entered: not adopted."))
            return redirect(row)
    context = {"form": form, "meeting": row, "quorum": quorum_at(row)}
    return render(request, "wellbeing/committee/decision_form.html", context)


def decision_take_back(request, cd_code, pk, decision_pk):
    row = meeting_of(request, pk)
    decision = get_object_or_404(row.decisions, pk=decision_pk)
    return confirm(
        request,
        lambda: take_decision_back(decision=decision, by=request.user, now=request.standing.now),
        title=_("Take this decision back?"),
        sentences=[decision.text, _("It leaves the record of the meeting. You can enter it again.")],
        button=_("Take it back"),
        done=_("The decision is taken back."),
        back=("wellbeing:meeting", cd_code, pk),
    )
