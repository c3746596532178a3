"""Staff see to the link of a provider: sent anew, or taken back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lmi_portal.ratelimiting import take
from oasis.models import ProviderLink, Referral
from oasis.provider_links import revoke_link
from oasis.refusing import CannotSend
from oasis.sending import send_new_link


@require_POST
def send(request, number):
    referral = get_object_or_404(Referral.objects.within(request.reach), number=number)
    if not take(key=f"send provider link:{request.user.pk}", limit=30, per=3600):
        return render(request, "429.html", status=429)
    try:
        link = send_new_link(referral=referral, now=timezone.now())
    except CannotSend as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("A new link is on its way to %(address)s.") % {"address": link.email})
    return redirect("oasis:referral", referral.number)


@require_POST
def revoke(request, pk):
    link = get_object_or_404(ProviderLink.objects.select_related("referral"), pk=pk)
    if not Referral.objects.within(request.reach).filter(pk=link.referral_id).exists():
        raise Http404
    revoke_link(link=link, by=request.user, now=timezone.now())
    messages.success(request, _("The provider’s link opens nothing any more."))
    return redirect("oasis:referral", link.referral.number)
