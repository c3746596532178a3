"""Being told when registration opens: asking, confirming and leaving, without an account."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from convenings.following import (
    CannotFollow,
    LinkNotValid,
    confirm_follower,
    follow,
    follower_to_confirm,
    follower_to_leave,
    unfollow,
)
from convenings.forms.follow import FollowForm
from lmi_portal.ratelimiting import address_of, take

from .detail import convening_to_show, show_convening


@login_not_required
def follow_convening(request, slug):
    """The answer is the same whether or not the address follows already."""
    convening = convening_to_show(request, slug)
    if request.method != "POST":
        return redirect(convening)
    if not take(key=f"follow:{address_of(request)}", limit=20, per=3600):
        return render(request, "429.html", status=429)
    form = FollowForm(request.POST)
    if not form.is_valid():
        return show_convening(request, convening, follow_form=form)
    try:
        follow(convening=convening, email=form.cleaned_data["email"], now=timezone.now())
    except CannotFollow as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request,
            _(
                "Thank you. If this address is not on the list yet, an e-mail is on its way: "
                "open the link in it within three days."
            ),
        )
    return redirect(convening)


@login_not_required
@never_cache
def confirm(request, token):
    thanks = _("Thank you. We will write to you once, when registration opens.")
    return _answer_link(request, token, follower_to_confirm, confirm_follower, "follower_confirmation", thanks)


@login_not_required
@never_cache
def leave(request, token):
    thanks = _("Done: your address is off the list of this convening.")
    return _answer_link(request, token, follower_to_leave, unfollow, "follower_leaving", thanks)


def _answer_link(request, token, find, deed, page, thanks):
    """GET shows one button, and only pressing it does anything."""
    if not take(key=f"follow-link:{address_of(request)}", limit=60, per=3600):
        return render(request, "429.html", status=429)
    try:
        follower = find(token)
    except LinkNotValid as problem:
        return render(request, "convenings/link_not_valid.html", {"problem": problem}, status=410)
    if request.method == "POST":
        deed(follower=follower, now=timezone.now())
        messages.success(request, thanks)
        return redirect(follower.convening)
    context = {"follower": follower, "convening": follower.convening}
    return render(request, f"convenings/{page}.html", context)
