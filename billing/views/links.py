"""Links for accounts payable: sent and taken back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from billing.linking import revoke_account_link, send_account_link
from billing.refusing import CannotBill
from lmi_portal.ratelimiting import take

from .ways import signed_in_to_change


@signed_in_to_change
@require_POST
def send(request, way):
    if not take(key=f"send account link:{request.user.pk}", limit=20, per=3600):
        return render(request, "429.html", status=429)
    try:
        link = send_account_link(account=way.account, sent_by=request.user, now=timezone.now())
    except CannotBill as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("An e-mail with a link is on its way to %(contact)s.") % {"contact": link.email})
    return redirect("billing:details", way.account.district.cd_code)


@signed_in_to_change
@require_POST
def revoke(request, way, pk):
    link = get_object_or_404(way.account.links, pk=pk)
    revoke_account_link(link=link, revoked_by=request.user, now=timezone.now())
    messages.success(request, _("The link to %(contact)s opens nothing any more.") % {"contact": link.email})
    return redirect("billing:details", way.account.district.cd_code)
