"""How what the directory says stays true: staff put down that they checked it, providers correct it by a link."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from lmi_portal.accounts.second_factor import acts_as_staff
from lmi_portal.ratelimiting import address_of, take
from oasis.providers.correcting import LinkNotValid, opened_by, propose_corrections, send_correction_link
from oasis.providers.forms import CorrectionForm
from oasis.providers.models import Service
from oasis.providers.verifying import verify_service

A_DAY, AN_HOUR = 86_400, 3_600


def may_check(request):
    return acts_as_staff(request) and request.user.has_perm("providers.change_service")


def check(request, uid):
    """POST puts down that all of it is true today; there is nothing here to look at."""
    if request.method != "POST" or not may_check(request):
        raise Http404
    service = get_object_or_404(Service.objects.listed(), uid=uid)
    verify_service(service=service, verified_by=request.user, now=timezone.now())
    messages.success(request, _("Thank you. The page says that this was checked today."))
    return redirect(service)


@login_not_required
@require_POST
def ask_for_link(request, uid):
    """Whether there is an address on file, and which, is told to nobody."""
    service = get_object_or_404(Service.objects.listed(), uid=uid)
    is_let_in = take(key=f"correction links:{address_of(request)}", limit=10, per=AN_HOUR)
    if not is_let_in:
        return render(request, "429.html", status=429)
    if take(key=f"correction link:{service.uid}", limit=3, per=A_DAY):
        send_correction_link(service=service, now=timezone.now())
    messages.success(request, _("If an address is on file for this service, a link to correct it is on its way there."))
    return redirect(service)


@login_not_required
@never_cache
def correct(request, token):
    """GET shows the provider what is on file and changes nothing; POST is its proposal."""
    if not take(key=f"corrections:{address_of(request)}", limit=60, per=AN_HOUR):
        return render(request, "429.html", status=429)
    try:
        service, address = opened_by(token)
    except LinkNotValid as problem:
        return render(request, "providers/link_not_valid.html", {"problem": problem}, status=410)
    form = CorrectionForm(request.POST or None, instance=service)
    if request.method == "POST" and form.is_valid():
        proposed = form.proposed()
        waiting = propose_corrections(service=service, proposed=proposed, sent_to=address, now=timezone.now())
        return _thanks(request, service, count=len(waiting))
    response = render(request, "providers/correct.html", {"service": service, "form": form})
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _thanks(request, service, *, count):
    if not count:
        messages.info(request, _("Nothing was different from what is on file, so nothing was sent."))
        return redirect(request.path)
    return render(request, "providers/corrected.html", {"service": service, "count": count})
