"""One referral: what it is, what happened, what comes next."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from oasis.access_log import Action, Purpose
from oasis.appointing import make_appointment, say_kept
from oasis.contacting import log_attempt
from oasis.covering import consents_covering
from oasis.forms.referral import AttemptForm, MoveForm
from oasis.going_on import go_on
from oasis.leading import owns_or_leads
from oasis.models import BEFORE_SENDING, Appointment, Referral
from oasis.move_wording import WILL, as_staff_say
from oasis.moves import MOVES, STAFF, WITH_PROVIDER, moves_from
from oasis.moving import make_move
from oasis.noting import kinds_open_to
from oasis.providers.languages import named
from oasis.refusing import CannotRefer, Refusal
from oasis.rereferring import offers_another, refer_again
from oasis.timeline import timeline_of
from oasis.views.seeing import log_seen

WHO = ["family_name", "given_name", "grade", "school", "need", "service", "state"]
ALL = [*WHO, "reason", "urgency", "language", "consent", "events", "contact_attempts", "appointments"]


def referral(request, number):
    shown, now = _referral(request, number), timezone.now()
    _log(request, shown, ALL)
    is_unsent = shown.state in BEFORE_SENDING
    context = {
        "referral": shown,
        "is_unsent": is_unsent,
        "timeline": timeline_of(shown),
        "moves": _moves_of(request, shown),
        "language": named(shown.language),
        "appointments": shown.appointments.all(),
        "kept": Appointment.Kept.choices,
        "now": now,
        "is_with_provider": shown.state in WITH_PROVIDER,
        "covering": consents_covering(shown, on=request.reach.on).first() if is_unsent else shown.consent,
        "may_note": bool(kinds_open_to(request.reach, shown.student)),
        "links": shown.provider_links.all(),
        "offers_another": offers_another(shown),
        "children": shown.children.select_related("service__provider"),
        "is_overdue": shown.due_on is not None and not shown.is_over() and shown.due_on < request.reach.on,
    }
    return render(request, "oasis/referral/referral.html", context)


def move(request, number, move):
    """A page that says what the move will do and asks for what goes with it."""
    shown = _referral(request, number)
    if move not in WILL:
        raise Http404
    step = as_staff_say(MOVES[move])
    if request.method == "GET" and step not in _moves_of(request, shown):
        says = _("“%(move)s” is not possible while the referral is “%(state)s”.")
        messages.warning(request, says % {"move": step.label, "state": shown.get_state_display()})
        return redirect("oasis:referral", number)
    form = MoveForm(request.POST or None, step=step, initial={"version": shown.version} | request.typed)
    if request.method == "POST" and form.is_valid():
        try:
            moved = _make(request, shown, step, form)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            return _move_page(request, _referral(request, number), step, form)
        messages.success(request, _("%(number)s is now “%(state)s”.") % _named(moved))
        return go_on(request, "oasis:referral", number)
    return _move_page(request, shown, step, form)


def _make(request, shown, step, form):
    told = form.told()
    common = {
        "referral": shown,
        "actor": STAFF,
        "by": request.user,
        "version": form.cleaned_data["version"],
        "now": timezone.now(),
    }
    if "appointment" in step.asks:
        return make_appointment(**common, **told)
    return make_move(**common, move=step.name, **told)


def _move_page(request, shown, step, form):
    _log(request, shown, WHO)
    context = {
        "referral": shown,
        "step": step,
        "form": form,
        "will": WILL[step.name],
        "is_possible": step in _moves_of(request, shown),
    }
    return render(request, "oasis/referral/move.html", context)


def attempt(request, number):
    """Write down that somebody tried to reach the family."""
    shown = _referral(request, number)
    form = AttemptForm(request.POST or None, referral=shown, initial=request.typed)
    if request.method == "POST" and form.is_valid():
        try:
            log_attempt(referral=shown, by=request.user, now=timezone.now(), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Written down."))
            return go_on(request, "oasis:referral", number)
    _log(request, shown, [*WHO, "contact_attempts"])
    context = {"referral": shown, "form": form, "count": shown.contact_attempts.filter(was_reached=False).count()}
    return render(request, "oasis/referral/attempt.html", context)


@require_POST
def kept(request, number, pk):
    """Whether the student came to an appointment."""
    appointment = get_object_or_404(_referral(request, number).appointments, pk=pk)
    answer = request.POST.get("kept")
    if answer not in Appointment.Kept.values:
        raise Http404
    try:
        say_kept(appointment=appointment, kept=answer, by=request.user, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return go_on(request, "oasis:referral", number)


def again(request, number):
    """Refer to another provider after a no; GET says what will be carried over."""
    shown = _referral(request, number)
    refusal = None
    if request.method == "POST":
        try:
            child = refer_again(referral=shown, reach=request.reach, now=timezone.now())
        except CannotRefer as cannot:
            refusal = str(cannot)
        else:
            return go_on(request, "oasis:referral_service", child.number)
    _log(request, shown, WHO)
    return render(request, "oasis/referral/again.html", {"referral": shown, "refusal": refusal})


def _referral(request, number):
    rows = Referral.objects.within(request.reach).select_related(
        "student__school", "need", "service__provider", "service_at_location__location", "site__school"
    )
    return get_object_or_404(rows.select_related("consent", "owner", "logged_by", "parent"), number=number)


def _moves_of(request, shown):
    """What staff do to it after it was sent; the steps before are pages of their own."""
    may_correct = owns_or_leads(request.user, shown, now=request.reach.now)
    moves = moves_from(shown.state, actor=STAFF, kind=shown.kind, is_owner_or_lead=may_correct)
    return [as_staff_say(step) for step in moves if step.name in WILL]


def _named(moved):
    return {"number": moved.number, "state": moved.get_state_display()}


def _log(request, shown, fields, *, action=Action.VIEW):
    log_seen(
        request,
        action=action,
        students=[shown.student],
        fields=fields,
        purpose=Purpose.FOLLOW_UP,
        confidential=[shown.student_id] if shown.is_confidential else [],
    )
