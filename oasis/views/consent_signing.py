"""What a family reads and signs: on the school's screen, or by a link and a code; in its own language."""

from dataclasses import replace
from types import SimpleNamespace

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from lmi_portal.family_language import for_families, in_family_language, keeping_language
from lmi_portal.ratelimiting import address_of, take
from lmi_portal.secret_links import by_secret_link
from oasis.access_log import Action, Purpose
from oasis.asking_consent import (
    CannotOpenForm,
    decline_consent,
    form_of_token,
    is_open,
    open_form,
    send_form_code,
    tell_who_asked,
)
from oasis.consent_forms import form_for, parts_of
from oasis.consent_papers import BOXES, LABELS, signed_copy
from oasis.consent_terms import terms_of
from oasis.consent_wording import PURPOSES, RELATIONS, records_told
from oasis.consenting import record_consent
from oasis.forms.consent import CodeForm, SignForm
from oasis.models import Consent, ConsentRequest
from oasis.moves import FAMILY
from oasis.opened_links import is_opened, remember_opened
from oasis.refusing import CannotConsent
from oasis.views.seeing import log_seen

from .consent_asking import ASKED, asked_within

TRIES_AN_HOUR = 60
Way, Direction = Consent.Way, Consent.Direction


def _language_of_token(request, token):
    asked = form_of_token(token)
    return asked and asked.language


def _language_of_form(request, pk):
    return ConsentRequest.objects.filter(pk=pk).values_list("language", flat=True).first()


@in_family_language(_language_of_form)
def consent_here(request, pk):
    """The phone is in the family's hands: nothing of the portal is around the form."""
    asked = asked_within(request, pk)
    terms = terms_of(asked)
    log_seen(
        request,
        action=Action.VIEW,
        students=[asked.student],
        fields=ASKED,
        purpose=Purpose.CONSENT,
        confidential=[asked.student.pk] if terms.relation == Consent.Relation.MINOR_STUDENT else [],
    )
    form = SignForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _record(form, asked, Way.IN_PERSON, by=request.user):
        return render(request, "family/consent_thanks.html", {"back": _back(asked, terms)})
    return _form_page(request, asked, form, is_here=True)


@by_secret_link
@in_family_language(_language_of_token)
def sign(request, token):
    """GET changes nothing: a mail scanner that follows the link finds a button and no fact."""
    asked = form_of_token(token)
    if not _may_try(request):
        return render(request, "family/too_many.html", status=429)
    if asked is None or not _opens(asked):
        return render(request, "family/link_over.html", status=410)
    if not is_opened(request, _opened(asked), now=timezone.now()):
        return render(request, "family/consent_code.html", {"asked": asked, "token": token, "form": CodeForm()})
    if asked.answered_at:
        return render(request, "family/consent_done.html", {"asked": asked, "token": token, **_signed(asked)})
    form = SignForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _record(form, asked, Way.LINK, by=None):
        return redirect(keeping_language(request, reverse("oasis:sign", args=[token])))
    return _form_page(request, asked, form, token=token, is_here=False)


@by_secret_link
@require_POST
@in_family_language(_language_of_token)
def sign_code(request, token):
    return _with_code_page(request, token, lambda asked, form: send_form_code(asked=asked, now=timezone.now()))


@by_secret_link
@require_POST
@in_family_language(_language_of_token)
def sign_open(request, token):
    form = CodeForm(request.POST)

    def try_code(asked, form):
        if form.is_valid():
            open_form(asked=asked, code=form.cleaned_data["code"], now=timezone.now())
            remember_opened(request, _opened(asked), now=timezone.now())

    return _with_code_page(request, token, try_code, form=form)


@by_secret_link
@require_POST
@in_family_language(_language_of_token)
def sign_no(request, token):
    asked = form_of_token(token)
    if asked is None or not _opens(asked) or not is_opened(request, _opened(asked), now=timezone.now()):
        return render(request, "family/link_over.html", status=410)
    decline_consent(asked=asked, now=timezone.now())
    return redirect(keeping_language(request, reverse("oasis:sign", args=[token])))


@by_secret_link
@in_family_language(_language_of_token)
def sign_copy(request, token):
    asked = form_of_token(token)
    if asked is None or not _opens(asked) or not is_opened(request, _opened(asked), now=timezone.now()):
        return render(request, "family/link_over.html", status=410)
    consents = list(asked.consents.select_related("student__school", "form").order_by("pk"))
    if not consents:
        return render(request, "family/link_over.html", status=410)
    paper = signed_copy(consents, now=timezone.now())
    headers = {"Content-Disposition": 'attachment; filename="permission.pdf"'}
    return HttpResponse(paper, content_type="application/pdf", headers=headers)


def _with_code_page(request, token, deed, *, form=None):
    """Do the deed and go back to the page of the link, or show there why not."""
    asked = form_of_token(token)
    if not _may_try(request):
        return render(request, "family/too_many.html", status=429)
    if asked is None or not _opens(asked):
        return render(request, "family/link_over.html", status=410)
    problem = ""
    try:
        deed(asked, form)
    except CannotOpenForm as refusal:
        problem = str(refusal)
    if not problem and form is not None and form.is_valid():
        return redirect(keeping_language(request, reverse("oasis:sign", args=[token])))
    context = {"asked": asked, "token": token, "form": form or CodeForm(), "problem": problem}
    context["is_code_sent"] = form is None and not problem
    return render(request, "family/consent_code.html", context)


def _form_page(request, asked, form, *, is_here, token=""):
    terms = terms_of(asked)
    wording = form_for(relation=terms.relation, language=get_language(), now=timezone.now())
    context = {
        "asked": asked,
        "terms": terms,
        "token": token,
        "is_here": is_here,
        "form": form,
        "parts": parts_of(wording.text),
        "version": str(wording),
        "records": records_told(terms.records, relation=terms.relation),
        "purpose": PURPOSES[terms.purpose],
        "relation": RELATIONS[terms.relation],
        "labels": LABELS,
        "boxes": BOXES,
    }
    return render(request, "family/consent_sign.html", context)


def _record(form, asked, way, *, by):
    words, now = form.cleaned_data, timezone.now()
    try:
        record_consent(
            # The wording that was read, whichever the school had chosen.
            terms=replace(terms_of(asked), language=get_language()),
            directions=form.directions(),
            signer_name=words["name"],
            way=way,
            is_copy_given=way == Way.LINK or words["has_copy"],
            recorded_by=by,
            asked=asked,
            actor=FAMILY,
            now=now,
        )
    except CannotConsent:
        # Why is for staff, and in English: nothing that the family could mend.
        form.add_error(None, for_families("This form cannot be signed any more. Ask the school for a new one."))
        return False
    if way == Way.LINK:
        tell_who_asked(asked, is_given=True, now=now)
    return True


def _may_try(request):
    return take(key=f"consent form:{address_of(request)}", limit=TRIES_AN_HOUR, per=3600)


def _opens(asked):
    """Until it ends, a form that was answered opens for its copy."""
    now = timezone.now()
    return is_open(asked, now=now) or (asked.answered_at is not None and now < asked.expires_at)


def _opened(asked):
    # Beside the providers' links in the same session.
    return SimpleNamespace(pk=f"form-{asked.pk}")


def _signed(asked):
    return {"is_given": asked.consents.exists()}


def _back(asked, terms):
    if terms.referral:
        return reverse("oasis:referral", args=[terms.referral.number])
    return reverse("oasis:consents", args=[asked.student_id])
