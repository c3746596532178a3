import time
from itertools import count
from types import SimpleNamespace

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.utils import timezone

from lmi_portal.accounts.opening import open_account
from lmi_portal.accounts.second_factor import SECOND_FACTORS

PASSWORD = "a kettle on the porch"
SECRET = generate_totp_secret()

_number = count(1)


def create_user(**fields):
    number = next(_number)
    defaults = {
        "email": f"person{number}@example.org",
        "name": f"Person {number}",
        "password": PASSWORD,
        "now": timezone.now(),
    }
    return open_account(**defaults | fields)


def create_staff(*, second_factor=True, **fields):
    """LMI staff who may do everything; name `groups` and is_superuser=False for those who may not."""
    user = create_user(**{"is_staff": True, "is_superuser": True} | fields)
    if second_factor:
        add_second_factor(user)
    return user


def add_second_factor(user):
    """An authenticator app and recovery codes; `totp_code()` is what the app shows."""
    TOTP.activate(user, SECRET)
    return RecoveryCodes.activate(user)


def totp_code(secret=SECRET):
    return format_hotp_value(hotp_value(secret, int(time.time()) // app_settings.TOTP_PERIOD))


def sign_in_staff(client, user):
    """Sign in and show the second factor, which leaves in the session what allauth leaves there."""
    client.force_login(user)
    session = client.session
    factor = Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS).first()
    if factor:
        record_authentication(SimpleNamespace(session=session), user, "mfa", id=factor.pk, type=factor.type)
        session.save()
