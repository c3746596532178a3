"""Accounts that someone else opens for a person: the demo's, and those that staff invite."""

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language

from lmi_portal.audit.recording import record
from lmi_portal.outbox.posting import post_email

from .models import User


@transaction.atomic
def open_account(*, email, name, now, password=None, groups=(), **fields):
    """An account whose e-mail address needs no further proof; without a password it opens by a mailed link or code."""
    user = User.objects.create_user(email, password, name=name, joined_at=now, **fields)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


@transaction.atomic
def invite_person(*, email, name, invited_by, now, is_staff=False, groups=()):
    """Open an account and mail its owner the link by which they choose their own password.

    The link is the proof of the address: nobody else can get in. It ends after settings.PASSWORD_RESET_TIMEOUT seconds.
    """
    user = open_account(email=email, name=name, is_staff=is_staff, groups=groups, now=now)
    record(deed="account_invited", on=user, by=invited_by, now=now, changes={"is_staff": [None, is_staff]})
    post_email(
        to=user.email,
        reason=f"invitation:{user.pk}",
        template="account/email/invitation",
        context={"name": user.get_short_name(), "invited_by": invited_by.get_full_name(), "link": password_link(user)},
        language=get_language() or settings.LANGUAGE_CODE,
        is_private=True,
        now=now,
    )
    return user


def password_link(user):
    """The absolute address at which this person alone may choose a new password."""
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    path = reverse("account_reset_password_from_key", kwargs=key)
    landing = reverse("admin:index") if user.is_staff else reverse("home")
    return f"{settings.SITE_URL}{path}?{urlencode({'next': landing})}"
