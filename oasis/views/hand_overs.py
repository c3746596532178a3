"""Hand-overs: offered, looked at, and answered."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from oasis.access import LEADS
from oasis.access_log import Action, Purpose
from oasis.caseload import NOT_SHOWN
from oasis.forms.hand_overs import HandOverForm
from oasis.handing_over import (
    AT_ONCE,
    CannotHandOver,
    accept_caseload,
    decline_caseload,
    offer_caseload,
    take_caseload_back,
)
from oasis.handing_people import colleagues, people_led
from oasis.models import OVER, HandOver, Referral
from oasis.views.seeing import log_seen

SHOWN = ["family_name", "given_name", "need", "state"]
TICKED_AT_ONCE = 100
ANSWERS = {"accept": accept_caseload, "decline": decline_caseload, "take-back": take_caseload_back}


def hand_overs(request):
    mine = HandOver.objects.filter(_of(request.user)).select_related("from_user", "to_user")
    mine = mine.annotate(count=Count("referrals")).order_by("-offered_at", "-pk")
    page = Paginator(mine, 25).get_page(request.GET.get("page"))
    return render(request, "oasis/hand_over/list.html", {"page": page, "may_lead": _leads(request)})


def add(request):
    """Offer a caseload: one's own, or as a lead that of ?from=."""
    giver = _giver(request)
    rows = _rows_of(giver, request)
    every = list(rows.values_list("number", flat=True)[: AT_ONCE + 1])
    shown = list(rows.select_related("student", "need").defer(*NOT_SHOWN)[:TICKED_AT_ONCE])
    people = colleagues(request.reach).exclude(pk=giver.pk)
    form = HandOverForm(request.POST or None, people=people, referrals=shown, initial=request.typed)
    if request.method == "POST" and form.is_valid():
        hand_over = _offer(request, form, giver, every)
        if hand_over:
            messages.success(request, _("Offered: %(person)s is told by e-mail.") % {"person": hand_over.to_user.name})
            return redirect("oasis:hand_over", hand_over.pk)
    _log(request, shown)
    context = {"form": form, "giver": giver, "count": len(every), "more": len(every) - len(shown)}
    return render(request, "oasis/hand_over/add.html", context)


def hand_over(request, pk):
    """What is offered; names only of students whom the reader may see."""
    row = get_object_or_404(HandOver.objects.filter(_of(request.user)), pk=pk)
    seen = Referral.objects.within(request.reach).filter(hand_overs=row)
    referrals = list(
        seen.select_related("student", "need", "service__provider", "site__school", "owner")
        .defer(*NOT_SHOWN)
        .order_by("due_on", "pk")[:TICKED_AT_ONCE]
    )
    _log(request, referrals)
    context = {"hand_over": row, "referrals": referrals, "count": row.referrals.count(), "on": request.reach.on}
    return render(request, "oasis/hand_over/hand_over.html", context)


@require_POST
def answer(request, pk, deed):
    row = get_object_or_404(HandOver.objects.filter(_of(request.user)), pk=pk)
    if deed not in ANSWERS:
        raise Http404
    try:
        ANSWERS[deed](hand_over=row, by=request.user, now=timezone.now())
    except CannotHandOver as refusal:
        messages.error(request, str(refusal))
    else:
        row.refresh_from_db(fields=["state"])
        messages.success(request, _("The hand-over is now “%(state)s”.") % {"state": row.get_state_display()})
    return redirect("oasis:hand_over", row.pk)


def _offer(request, form, giver, every):
    try:
        return offer_caseload(
            reach=request.reach,
            from_user=giver,
            to_user=form.cleaned_data["to_user"],
            numbers=form.chosen(every),
            note=form.cleaned_data["note"],
            now=timezone.now(),
        )
    except CannotHandOver as refusal:
        form.add_error(refusal.field, str(refusal))
        return None


def _giver(request):
    wanted = request.GET.get("from", "")
    if not wanted or wanted == str(request.user.pk):
        return request.user
    if not wanted.isdecimal() or not _leads(request):
        raise Http404
    return get_object_or_404(people_led(request.reach), pk=wanted)


def _rows_of(giver, request):
    reach = request.reach if giver == request.user else request.reach.having(LEADS)
    return Referral.objects.within(reach).filter(owner=giver).exclude(state__in=OVER).order_by("due_on", "pk")


def _of(user):
    return Q(from_user=user) | Q(to_user=user) | Q(offered_by=user)


def _leads(request):
    return bool(LEADS & set(request.reach.roles))


def _log(request, referrals):
    log_seen(
        request,
        action=Action.LIST,
        students=[row.student for row in referrals],
        fields=SHOWN,
        purpose=Purpose.CASELOAD,
        confidential=[row.student_id for row in referrals if row.is_confidential],
    )
