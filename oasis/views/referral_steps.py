"""Logging a referral in three short pages: who and what for, which service, and send."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lmi_portal.ratelimiting import take
from oasis.access_log import Action, Purpose
from oasis.covering import consents_covering
from oasis.finding_students import find_students
from oasis.forms.referral import DraftForm
from oasis.going_on import go_on
from oasis.models import BEFORE_SENDING, Referral, State, Student
from oasis.moves import STAFF
from oasis.moving import make_move
from oasis.providers.models import Need, Service
from oasis.referring import choose_service, fill_draft, log_referral, send_off
from oasis.refusing import CannotRefer, Refusal
from oasis.rereferring import line_of
from oasis.sending import recipient_of
from oasis.suggesting import places_of, suggest
from oasis.views.seeing import log_seen

FOUND_AT_MOST = 12
RECENT = 6
NAMES = ["family_name", "given_name", "grade", "school"]
TYPED = ["kind", "reason", "urgency", "language", "is_confidential"]


def add(request):
    """Step 1. A search is posted, as names must not stand in addresses; a student who was found is ?student=17."""
    if "need" in request.POST:
        return _log_draft(request)
    words = request.POST.get("words", "")
    if words and not take(key=f"find students:{request.user.pk}", limit=60, per=600):
        return render(request, "429.html", status=429)
    student = Student.objects.within(request.reach).filter(pk=_number(request.GET.get("student"))).first()
    found = list(find_students(reach=request.reach, words=words).select_related("school")[:FOUND_AT_MOST])
    recent = [] if student or words else _recent_students(request)
    _log(request, [student] if student else [*found, *recent], NAMES, action=Action.SEARCH if words else Action.VIEW)
    context = {"student": student, "words": words, "found": found, "recent": recent, "needs": Need.objects.all()}
    return render(request, "oasis/referral/add.html", context)


def _log_draft(request):
    student = get_object_or_404(Student.objects.within(request.reach), pk=_number(request.POST.get("student")))
    need = get_object_or_404(Need, pk=_number(request.POST["need"]))
    try:
        referral = log_referral(reach=request.reach, student=student, need=need, now=timezone.now())
    except CannotRefer as refusal:
        _log(request, [student], NAMES)
        context = {"student": student, "needs": Need.objects.all(), "refusal": str(refusal)}
        return render(request, "oasis/referral/add.html", context)
    return go_on(request, "oasis:referral_service", referral.number)


def service(request, number):
    """Step 2. ?words= looks through the whole directory instead of what fits the need."""
    referral = _referral(request, number)
    if referral.state not in BEFORE_SENDING:
        return redirect("oasis:referral", number)
    refusal = None
    if request.method == "POST":
        try:
            _choose(referral, request.POST.get("service", ""))
        except CannotRefer as cannot:
            refusal = str(cannot)
        else:
            return go_on(request, "oasis:referral_send", number)
    words = request.GET.get("words", "").strip()
    _log_of(request, referral, [*NAMES, "born_on", "language", "need"])
    context = {
        "referral": referral,
        "suggestions": _suggestions(referral, words),
        "words": words,
        "refusal": refusal,
        "running": _running_alike(request, referral),
    }
    return render(request, "oasis/referral/service.html", context)


def _choose(referral, key):
    """`key` is a Suggestion's; what cannot be sent is meant for the family from the first."""
    chosen, place = _service_and_place(key)
    referral = choose_service(referral=referral, service=chosen, at=place)
    if recipient_of(referral) is None:
        fill_draft(referral=referral, kind=Referral.Kind.INFORMATIONAL, now=timezone.now())


def _suggestions(referral, words):
    return suggest(
        student=referral.student,
        need=referral.need,
        language=referral.language,
        school=referral.site.school,
        now=timezone.now(),
        without=[each.service for each in line_of(referral)[1:] if each.service],
        words=words,
    )


def send(request, number):
    """Step 3. Every button keeps what was typed; “send” sends it, “ask for consent” leads to the consent."""
    referral = _referral(request, number)
    is_draft = referral.state in BEFORE_SENDING
    if referral.service_id is None or (request.method == "GET" and not is_draft):
        return redirect("oasis:referral_service" if is_draft else "oasis:referral", number)
    form = DraftForm(request.POST or None, referral=referral, initial=_kept(referral) | request.typed)
    if request.method == "POST" and form.is_valid():
        try:
            referral = fill_draft(referral=referral, now=timezone.now(), **form.told())
            return _as_pressed(request, referral, version=form.cleaned_data["version"])
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            referral = _referral(request, number)
    _log_of(request, referral, [*NAMES, "need", "service", "reason", "consent"])
    context = {
        "referral": referral,
        "form": form,
        "is_draft": referral.state in BEFORE_SENDING,
        "consent": consents_covering(referral, on=request.reach.on).first(),
        "recipient": recipient_of(referral),
    }
    return render(request, "oasis/referral/send.html", context)


@require_POST
def save(request, number):
    """What was typed so far, sent by the page itself every now and then; the answer says when it was saved."""
    referral = _referral(request, number)
    if referral.state not in BEFORE_SENDING:
        raise Http404
    form = DraftForm(request.POST, referral=referral)
    form.is_valid()
    fit = {name: form.cleaned_data[name] for name in TYPED if name in form.cleaned_data and name in request.POST}
    fit.pop("is_confidential", None)
    if fit:
        fill_draft(referral=referral, now=timezone.now(), **fit)
    wrong = [error for errors in form.errors.values() for error in errors]
    return render(request, "oasis/referral/_saved.html", {"now": timezone.now(), "wrong": wrong})


def _as_pressed(request, referral, *, version):
    now = timezone.now()
    if "later" in request.POST:
        messages.success(request, _("Draft %(number)s is saved.") % {"number": referral.number})
        return go_on(request, "oasis:start")
    if "consent" in request.POST:
        if referral.state == State.DRAFT:
            make_move(referral=referral, move="ask_consent", actor=STAFF, by=request.user, version=version, now=now)
        return go_on(request, _consent_page(referral))
    sent = send_off(referral=referral, by=request.user, version=version, now=now)
    if sent.kind == Referral.Kind.INFORMATIONAL:
        messages.success(request, _("%(number)s is logged. Give the family the sheet.") % {"number": sent.number})
        return go_on(request, "oasis:referral", sent.number)
    messages.success(request, _("%(number)s is sent.") % {"number": sent.number})
    return go_on(request, "oasis:referral", sent.number)


def _consent_page(referral):
    return f"{reverse('oasis:consent_add', args=[referral.student_id])}?referral={referral.number}"


def _referral(request, number):
    rows = Referral.objects.within(request.reach)
    rows = rows.select_related("student__school", "need", "service__provider", "service_at_location", "site__school")
    return get_object_or_404(rows, number=number)


def _kept(referral):
    return {name: getattr(referral, name) for name in [*TYPED, "version"]}


def _recent_students(request):
    own = Referral.objects.within(request.reach).filter(owner=request.user).order_by("-created_at", "-pk")
    students = [each.student for each in own.select_related("student__school")[: RECENT * 4]]
    return list({each.pk: each for each in students}.values())[:RECENT]


def _running_alike(request, referral):
    alike = Referral.objects.within(request.reach).running().exclude(pk=referral.pk).exclude(pk=referral.parent_id)
    return alike.filter(student=referral.student_id, need=referral.need_id)


def _service_and_place(key):
    number, _dash, place = key.partition("-")
    chosen = get_object_or_404(Service.objects.listed(), pk=_number(number))
    return chosen, next((each for each in places_of(chosen) if str(each.pk) == place), None)


def _number(text):
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 19 else 0


def _log_of(request, referral, fields):
    _log(request, [referral.student], fields, confidential=[referral.student_id] if referral.is_confidential else [])


def _log(request, students, fields, *, action=Action.VIEW, confidential=()):
    log_seen(
        request,
        action=action,
        students=students,
        fields=fields,
        purpose=Purpose.REFERRAL,
        confidential=confidential,
    )
