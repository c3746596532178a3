"""The second factor of LMI staff and of all who work with OASIS: shown anew in each session, not only on file."""

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

# In the session: where to go on once a first second factor is set up.
WAY_BACK = "staff_area_next"

Type = Authenticator.Type
SECOND_FACTORS = [Type.TOTP, Type.WEBAUTHN]


def acts_as_staff(request):
    """Whether LMI staff have their powers in this session: with a second factor shown in it, where one is required."""
    if not request.user.is_staff:
        return False
    return not settings.STAFF_MFA_REQUIRED or has_shown_second_factor(request)


def has_shown_second_factor(request):
    """Whether this session was opened or gone on with by a code or passkey of a factor that is on file still."""
    records = get_authentication_records(request, request.user)
    shown = [record["id"] for record in records if record["method"] == "mfa"]
    return bool(shown) and Authenticator.objects.filter(user=request.user, pk__in=shown).exists()


def forget_second_factor(request):
    """From here on this session has to show it anew: the device is in somebody else's hands."""
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        record for record in get_authentication_records(request, request.user) if record["method"] != "mfa"
    ]


def second_factor_page(user):
    """The name of the page at which `user` shows a second factor, or sets up a first one."""
    if not is_mfa_enabled(user, SECOND_FACTORS):
        return "mfa_index"
    return "mfa_reauthenticate" if is_mfa_enabled(user, [Type.TOTP]) else "mfa_reauthenticate_webauthn"


def second_factor_first(request, wanted, *, message):
    """Sends to where a second factor is shown, or set up, and from there to the address `wanted`."""
    page = second_factor_page(request.user)
    if page != "mfa_index":
        return redirect(f"{reverse(page)}?{urlencode({'next': wanted})}")
    request.session[WAY_BACK] = wanted
    messages.warning(request, message)
    return redirect(page)
