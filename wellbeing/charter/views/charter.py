"""The charter's desk: its versions, its draft, who signs, and its way to the signatures."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from districts.models import Membership, Side
from lmi_portal.ratelimiting import take
from wellbeing.access import STEERING
from wellbeing.charter.beginning import begin_program
from wellbeing.charter.drafting import draft_texts, save_draft, withdraw_charter
from wellbeing.charter.forms import AskAgainForm, CharterForm, SignatoriesForm
from wellbeing.charter.offering import ask_again, offer_charter, refuse_offering
from wellbeing.charter.paper import render_charter
from wellbeing.charter.sheet import consequences_of_offering, newest, sheet_of
from wellbeing.charter.signatories import (
    known_people,
    name_signatories,
    named_for,
    places_of,
    refuse_without_both_kinds,
)
from wellbeing.charter.wording import fingerprint_of, starting_words
from wellbeing.meanwhile import refuse
from wellbeing.models import Charter
from wellbeing.refusing import CannotDo

State = Charter.State
LETTERS_A_DAY = 5


def begin(request, cd_code):
    standing = request.standing
    if standing.program:
        return redirect(standing.program)
    problem = ""
    if request.method == "POST":
        try:
            begin_program(district=standing.district, side=standing.lead_side, by=request.user, now=standing.now)
        except CannotDo as refusal:
            problem = refusal
        else:
            return redirect("wellbeing:charter", cd_code)
    others = {Side.LABOR: Side.MANAGEMENT, Side.MANAGEMENT: Side.LABOR}[standing.lead_side]
    leads = Membership.objects.led().filter(district=standing.district, side=others).select_related("user")
    context = {"problem": problem, "others": others.label, "leads": [place.user.get_full_name() for place in leads]}
    return render(request, "wellbeing/charter/begin.html", context)


def charter(request, cd_code, version=None):
    program = request.standing.program
    shown = get_object_or_404(program.charters, version=version) if version else newest(program)
    context = {
        "versions": program.charters.all(),
        "is_live": program.is_live(),
        "may_steer": bool(request.standing.roles & STEERING),
        "side": request.standing.side,
        "can_draft": not program.charters.open().exists(),
    }
    if shown:
        shown.program = program
        context |= sheet_of(shown)
    return render(request, "wellbeing/charter/charter.html", context)


def charter_pdf(request, cd_code, version):
    found = get_object_or_404(request.standing.program.charters, version=version)
    found.program = request.standing.program
    headers = {"Content-Disposition": f'inline; filename="well-being-charter-{version}.pdf"'}
    return HttpResponse(render_charter(found), content_type="application/pdf", headers=headers)


def charter_edit(request, cd_code):
    program = request.standing.program
    draft = program.charters.open().first()
    standing_charter = program.charters.in_force().first()
    if draft and draft.state == State.OFFERED:
        messages.error(request, _("The charter is out for signature: withdraw it before you change it."))
        return redirect("wellbeing:charter", cd_code)
    read = {"read": fingerprint_of(draft), "reason": draft.amendment_reason} if draft else {"read": ""}
    begun = (draft_texts(program) or starting_words()) | read
    form = CharterForm(request.POST or request.typed, initial=begun, is_amendment=standing_charter is not None)
    if request.method == "POST" and form.is_valid() and _save(request, form):
        messages.success(request, _("The draft is saved. Now see who signs it."))
        return redirect("wellbeing:charter_signatories", cd_code)
    context = {"form": form, "draft": draft, "standing_charter": standing_charter, "problem": _no_units(program)}
    return render(request, "wellbeing/charter/edit.html", context)


def _no_units(program):
    try:
        refuse_without_both_kinds(places_of(program.district))
    except CannotDo as refusal:
        return str(refusal)
    return ""


def _save(request, form):
    standing, words = request.standing, form.cleaned_data
    told = {"texts": form.texts(), "reason": words.get("reason", ""), "read": words["read"]}
    return _done(
        form, save_draft, program=standing.program, side=standing.side, by=request.user, **told, now=standing.now
    )


def _done(form, deed, **words):
    """Whether the deed was done; if not, the form says why."""
    try:
        deed(**words)
    except CannotDo as refusal:
        refuse(form, refusal)
        return False
    return True


def _draft_of(program):
    return program.charters.select_related("program__district").filter(state=State.DRAFT).first()


def _no_draft_any_more(request, cd_code):
    """Whoever pressed twice, or after somebody else, is told what became of it."""
    messages.error(request, _("No charter is being written: this is how it stands."))
    return redirect("wellbeing:charter", cd_code)


def charter_signatories(request, cd_code):
    standing = request.standing
    draft = _draft_of(standing.program)
    if draft is None:
        return _no_draft_any_more(request, cd_code)
    named = named_for(draft)
    places = places_of(standing.district)
    people = known_people(standing.district) | {key: (row.name, row.email) for key, row in named.items()}
    own = [place for place in places if place.side == standing.side]
    form = SignatoriesForm(request.POST or None, places=own, people=people)
    if request.method == "POST" and form.is_valid():
        told = {"side": standing.side, "people": form.people(), "by": request.user, "now": standing.now}
        if _done(form, name_signatories, charter=draft, **told):
            messages.success(request, _("Saved: these people will be asked to sign for your side."))
            return redirect("wellbeing:charter", cd_code)
    others = [(place, named.get(place.key)) for place in places if place.side != standing.side]
    context = {"form": form, "charter": draft, "others": others}
    return render(request, "wellbeing/charter/signatories.html", context)


def charter_offer(request, cd_code):
    standing, problem = request.standing, ""
    draft = _draft_of(standing.program)
    if draft is None:
        return _no_draft_any_more(request, cd_code)
    try:
        refuse_offering(draft)
        if request.method == "POST":
            told = {"read": request.POST.get("read", ""), "by": request.user, "side": standing.side}
            offer_charter(charter=draft, **told, now=standing.now)
            messages.success(request, _("The charter is out for signature. The links are on their way."))
            return redirect("wellbeing:charter", cd_code)
    except CannotDo as refusal:
        problem = str(refusal)
    context = sheet_of(draft) | {"problem": problem, "read": fingerprint_of(draft)}
    context["consequences"] = consequences_of_offering(draft)
    return render(request, "wellbeing/charter/offer.html", context)


def charter_ask_again(request, cd_code, pk):
    standing = request.standing
    charters = standing.program.charters.filter(state=State.OFFERED).select_related("program__district")
    offered = get_object_or_404(charters)
    signatory = get_object_or_404(offered.signatories.select_related("charter__program__district", "unit"), pk=pk)
    if signatory.side() != standing.side or hasattr(signatory, "signature"):
        raise Http404
    form = AskAgainForm(request.POST or None, initial={"name": signatory.name, "email": signatory.email})
    if request.method == "POST" and form.is_valid():
        if not take(key=f"ask to sign:{signatory.pk}", limit=LETTERS_A_DAY, per=24 * 3600):
            return render(request, "429.html", status=429)
        told = form.cleaned_data | {"by": request.user, "side": standing.side, "now": standing.now}
        if _done(form, ask_again, signatory=signatory, **told):
            messages.success(request, _("A new link is on its way. The earlier one no longer counts."))
            return redirect("wellbeing:charter", cd_code)
    return render(request, "wellbeing/charter/ask_again.html", {"form": form, "signatory": signatory})


def charter_withdraw(request, cd_code):
    standing = request.standing
    found = get_object_or_404(standing.program.charters.open().select_related("program__district"))
    problem = ""
    if request.method == "POST":
        try:
            withdraw_charter(charter=found, by=request.user, side=standing.side, now=standing.now)
        except CannotDo as refusal:
            problem = str(refusal)
        else:
            messages.success(request, _("The charter was withdrawn."))
            return redirect("wellbeing:charter", cd_code)
    signed = found.signatories.filter(signature__isnull=False).count()
    context = {"charter": found, "problem": problem, "signed": signed, "is_live": standing.program.is_live()}
    return render(request, "wellbeing/charter/withdraw.html", context)
