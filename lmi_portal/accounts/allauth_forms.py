"""allauth's forms in the portal's words; settings.ACCOUNT_FORMS and MFA_FORMS name them."""

from allauth.account import forms as account
from allauth.account.utils import passthrough_next_redirect_url
from allauth.mfa.webauthn import forms as webauthn
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

LABELS = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "remember": _("Keep me signed in on this device"),
    "oldpassword": _("The password until now"),
    "password1": _("Password"),
    "password2": _("The password once more"),
    "passwordless": _("It also signs me in without a password"),
}


class InOurWords:
    """Says what each field is in its label, which unlike a placeholder stays while one types."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)


class LoginForm(InOurWords, account.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        reset = passthrough_next_redirect_url(self.request, reverse("account_reset_password"), REDIRECT_FIELD_NAME)
        self.fields["password"].help_text = format_html('<a href="{}">{}</a>', reset, _("Forgot your password?"))


class SignupForm(InOurWords, account.SignupForm):
    pass


class RequestLoginCodeForm(InOurWords, account.RequestLoginCodeForm):
    pass


class AddEmailForm(InOurWords, account.AddEmailForm):
    pass


class ChangePasswordForm(InOurWords, account.ChangePasswordForm):
    pass


class SetPasswordForm(InOurWords, account.SetPasswordForm):
    pass


class ResetPasswordForm(InOurWords, account.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(InOurWords, account.ResetPasswordKeyForm):
    pass


class ReauthenticateForm(InOurWords, account.ReauthenticateForm):
    pass


class AddPasskeyForm(InOurWords, webauthn.AddWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].help_text = _("Your fingerprint, your face or a PIN then shows that it is you.")
