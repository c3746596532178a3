"""The second factor of LMI staff: on file is not enough, it is shown anew in each session."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings

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


def second_factor_page(user):
    """The name of the page at which `user` shows a second factor, or sets up a first one."""
    if not is_mfa_enabled(user, SECOND_FACTORS):
        return "mfa_index"
    return "mfa_reauthenticate" if is_mfa_enabled(user, [Type.TOTP]) else "mfa_reauthenticate_webauthn"
