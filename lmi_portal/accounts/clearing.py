"""Helping out a person who lost what their second factor was on."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record
from lmi_portal.outbox.posting import post_email

from .models import User


class CannotClear(Exception):
    """Why a second factor stays on file, in words for staff."""


@transaction.atomic
def clear_second_factor(*, user, cleared_by, now):
    """Take authenticator app, passkeys and recovery codes off an account and tell its owner. Raises CannotClear."""
    user = User.objects.select_for_update().get(pk=user.pk)
    refuse_to_clear(user, by=cleared_by)
    factors = Authenticator.objects.filter(user=user)
    kinds = sorted(str(factor.get_type_display()) for factor in factors)
    factors.delete()
    record(deed="clear_second_factor", on=user, by=cleared_by, now=now, changes={"second factors": [kinds, []]})
    post_email(
        to=user.email,
        reason=f"second_factor_cleared:{user.pk}:{now:%Y%m%dT%H%M%S%f}",
        template="account/email/second_factor_cleared",
        context={
            "name": user.get_short_name(),
            "cleared_by": cleared_by.get_full_name(),
            "when": date_format(timezone.localtime(now), "N j, Y, P e"),
            "factors_url": settings.SITE_URL + reverse("mfa_index"),
            "reset_url": settings.SITE_URL + reverse("account_reset_password"),
        },
        language=get_language() or settings.LANGUAGE_CODE,
        now=now,
    )


def refuse_to_clear(user, *, by):
    """Raise CannotClear where there is nothing to clear, and for one's own."""
    if user == by:
        raise CannotClear(_("You change your own on the page of your account."))
    if not Authenticator.objects.filter(user=user).exists():
        raise CannotClear(_("This account has no second factor."))
