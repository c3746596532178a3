"""A consent form is made, and one of the ways chosen in which it is signed."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from lmi_portal.ratelimiting import take
from oasis.access_log import Action, Purpose
from oasis.asking_consent import is_open, prepare_consent, request_consent
from oasis.consent_papers import blank_form
from oasis.consent_terms import terms_of
from oasis.consenting import record_consent
from oasis.forms.consent import ConsentTermsForm, EmailForm, MinorConsentForm, PaperForm, SpokenForm
from oasis.models import Consent, ConsentRequest, Referral, Student
from oasis.refusing import CannotConsent
from oasis.scans import destroy_scan, keep_scan
from oasis.signers import credential_for_statement
from oasis.views.seeing import log_seen

WHO = ["given_name", "family_name", "guardian_name", "relation"]
ASKED = [*WHO, "email", "purpose", "recipients", "records"]
# An hour, of one person: each scan may be ten megabytes.
MOST_SCANS, MOST_LINKS = 60, 60
# The form of paper on the same page has a field of the same name.
SPOKEN_ID = "id_spoken_%s"


def consent_add(request, pk):
    """?referral= is the referral that waits for the consent, and to which one comes back."""
    student = get_object_or_404(Student.objects.within(request.reach).select_related("school", "household"), pk=pk)
    referral = _referral(request, student)
    is_alone = bool(referral and referral.is_confidential)
    _log(request, Action.VIEW, student, WHO, is_alone=is_alone)
    if is_alone and not credential_for_statement(request.user, student, on=timezone.localdate()):
        return render(request, "oasis/consent/by_a_counselor.html", {"student": student, "referral": referral})
    form_class = MinorConsentForm if is_alone else ConsentTermsForm
    form = form_class(request.POST or None, student=student, referral=referral)
    form.initial |= request.typed
    if request.method == "POST" and form.is_valid():
        try:
            asked = prepare_consent(terms=form.terms(), asked_by=request.user, now=timezone.now())
            return redirect("oasis:consent_asked", asked.pk)
        except CannotConsent as refusal:
            _say(form, refusal)
    context = {"student": student, "referral": referral, "form": form, "is_alone": is_alone}
    return render(request, "oasis/consent/add.html", context)


def consent_asked(request, pk):
    asked = asked_within(request, pk)
    _log_asked(request, Action.VIEW, asked)
    return _page(request, asked)


def consent_email(request, pk):
    asked = asked_within(request, pk)
    form = EmailForm(request.POST or None)
    _log_asked(request, Action.CHANGE, asked)
    if not take(key=f"consent link:{request.user.pk}", limit=MOST_LINKS, per=3600):
        return render(request, "429.html", status=429)
    if request.method == "POST" and form.is_valid():
        try:
            request_consent(asked=asked, email=form.cleaned_data["email"], by=request.user, now=timezone.now())
            messages.success(request, _("The link is on its way. It works for two weeks, together with a code."))
            return _back(asked)
        except CannotConsent as refusal:
            _say(form, refusal)
    return _page(request, asked, email=form)


def consent_paper(request, pk):
    asked = asked_within(request, pk)
    form = PaperForm(request.POST or None, request.FILES or None)
    _log_asked(request, Action.CHANGE, asked)
    if not take(key=f"consent scan:{request.user.pk}", limit=MOST_SCANS, per=3600):
        return render(request, "429.html", status=429)
    if request.method == "POST" and form.is_valid() and _record_paper(request, asked, form):
        return _back(asked)
    return _page(request, asked, paper=form)


def consent_spoken(request, pk):
    asked = asked_within(request, pk)
    form = SpokenForm(request.POST or None, auto_id=SPOKEN_ID)
    _log_asked(request, Action.CHANGE, asked)
    told = {"way": Consent.Way.VERBAL, "directions": [Consent.Direction.OUT]}
    if request.method == "POST" and form.is_valid() and _record(request, asked, form, **form.cleaned_data, **told):
        return _back(asked)
    return _page(request, asked, spoken=form)


def consent_form(request, pk):
    asked = asked_within(request, pk)
    _log_asked(request, Action.PRINT, asked)
    return HttpResponse(
        blank_form(terms_of(asked), now=asked.asked_at),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="consent-form-{asked.pk}.pdf"'},
    )


def asked_within(request, pk):
    """The ConsentRequest, if it waits still and the person may see what it is for; else Http404."""
    rows = ConsentRequest.objects.filter(student__in=Student.objects.within(request.reach).values("pk"))
    asked = get_object_or_404(rows.select_related("student__school", "guardian"), pk=pk)
    is_hidden = terms_of(asked).relation == Consent.Relation.MINOR_STUDENT and asked.asked_by_id != request.user.pk
    if is_hidden or not is_open(asked, now=timezone.now()):
        raise Http404
    return asked


def _page(request, asked, **forms):
    terms = terms_of(asked)
    on_file = asked.guardian.email if asked.guardian else ""
    name = asked.guardian.name if asked.guardian else asked.student.full_name()
    context = {
        "asked": asked,
        "terms": terms,
        "is_alone": terms.relation == Consent.Relation.MINOR_STUDENT,
        "may_be_spoken": _may_be_spoken(terms),
        "email": EmailForm(initial={"email": asked.email or on_file}),
        "paper": PaperForm(initial={"signer_name": name, "signed_on": timezone.localdate()}),
        "spoken": SpokenForm(initial={"signer_name": name}, auto_id=SPOKEN_ID),
    }
    return render(request, "oasis/consent/asked.html", context | forms)


def _may_be_spoken(terms):
    if terms.organizations:
        return False
    return terms.referral is None or terms.referral.kind == Referral.Kind.INFORMATIONAL


def _record_paper(request, asked, form):
    words = dict(form.cleaned_data)
    uploaded, scan = words.pop("scan"), ""
    try:
        scan = keep_scan(uploaded)
    except CannotConsent as refusal:
        _say(form, refusal)
        return False
    is_recorded = _record(request, asked, form, way=Consent.Way.PAPER, scan=scan, **words)
    if not is_recorded:
        destroy_scan(scan)
    return is_recorded


def _record(request, asked, form, **words):
    try:
        record_consent(terms=terms_of(asked), asked=asked, recorded_by=request.user, now=timezone.now(), **words)
    except CannotConsent as refusal:
        _say(form, refusal)
        return False
    messages.success(request, _("The consent is on file, and what waited for it goes on."))
    return True


def _back(asked):
    referral = terms_of(asked).referral
    if referral:
        return redirect("oasis:referral", referral.number)
    return redirect("oasis:consents", asked.student_id)


def _referral(request, student):
    number = request.GET.get("referral", "")
    if not number:
        return None
    rows = Referral.objects.within(request.reach).select_related("need", "service__provider")
    return get_object_or_404(rows.filter(service__isnull=False), student=student, number=number)


def _say(form, refusal):
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


def _log_asked(request, action, asked):
    is_alone = terms_of(asked).relation == Consent.Relation.MINOR_STUDENT
    _log(request, action, asked.student, ASKED, is_alone=is_alone)


def _log(request, action, student, fields, *, is_alone):
    log_seen(
        request,
        action=action,
        students=[student],
        fields=fields,
        purpose=Purpose.CONSENT,
        confidential=[student.pk] if is_alone else [],
    )
