"""What a signatory sees who opens the link in the e-mail: no account, the whole text, one signature."""

from django.shortcuts import redirect, render
from django.utils import timezone

from lmi_portal.ratelimiting import address_of, take
from lmi_portal.secret_links import by_secret_link
from wellbeing.charter.forms import DeclineForm, SignForm
from wellbeing.charter.offering import LinkNotValid, signatory_of_token
from wellbeing.charter.sheet import sheet_of
from wellbeing.charter.signing import decline_charter, sign_charter
from wellbeing.models import Charter
from wellbeing.refusing import CannotDo

TRIES_AN_HOUR = 60


@by_secret_link
def sign(request, token):
    """GET changes nothing: a mail scanner that follows the link signs nothing."""
    if not take(key=f"charter:{address_of(request)}", limit=TRIES_AN_HOUR, per=3600):
        return render(request, "429.html", status=429)
    now = timezone.now()
    try:
        signatory = signatory_of_token(token, now=now)
    except LinkNotValid as problem:
        return render(request, "link_not_valid.html", {"problem": problem}, status=410)
    is_declining = "decline" in request.POST
    sign_form = SignForm(request.POST if request.method == "POST" and not is_declining else None)
    decline_form = DeclineForm(request.POST if is_declining else None)
    form = decline_form if is_declining else sign_form
    if form.is_valid() and _answer(form, signatory, is_declining=is_declining, now=now):
        return redirect(request.path)
    signatory.signature_given = getattr(signatory, "signature", None)
    context = sheet_of(signatory.charter) | {"signatory": signatory, "form": form}
    context |= {"sign_form": sign_form, "decline_form": decline_form, "is_declining": is_declining}
    context["is_open"] = signatory.charter.state == Charter.State.OFFERED and not signatory.signature_given
    return render(request, "wellbeing/charter/sign.html", context)


def _answer(form, signatory, *, is_declining, now):
    words = form.cleaned_data
    try:
        if is_declining:
            decline_charter(signatory=signatory, reason=words["reason"], now=now)
        else:
            sign_charter(signatory=signatory, now=now, **words)
    except CannotDo as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return False
    return True
