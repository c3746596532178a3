from urllib.parse import urlsplit
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import passthrough_next_redirect_url
from allauth.core import context as allauth
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lmi_portal.outbox.posting import post_email

LINKS = ["activate_url", "password_reset_url", "signup_url"]

# What allauth tells people about their account after the fact, by the name of its own template.
NEWS = {
    "account/email/email_changed": _("the e-mail address was changed to {to_email}"),
    "account/email/email_confirm": _("the e-mail address was confirmed"),
    "account/email/email_deleted": _("the e-mail address {deleted_email} was removed"),
    "account/email/password_changed": _("the password was changed"),
    "account/email/password_reset": _("the password was reset"),
    "account/email/password_set": _("a password was set"),
    "mfa/email/recovery_codes_generated": _("new recovery codes were made"),
    "mfa/email/totp_activated": _("an authenticator app was added"),
    "mfa/email/totp_deactivated": _("the authenticator app was removed"),
    "mfa/email/webauthn_added": _("a passkey was added"),
    "mfa/email/webauthn_removed": _("a passkey was removed"),
}


class AccountAdapter(DefaultAccountAdapter):
    """allauth's ways, with each of its mails promised by our outbox."""

    def get_login_redirect_url(self, request):
        """Where people begin who did not come from a page of their own: staff in the staff area."""
        return reverse("admin:index") if request.user.is_staff else super().get_login_redirect_url(request)

    def send_mail(self, template_prefix, email, context):
        links = {name: self._link(context[name]) for name in LINKS if name in context}
        codes = {"code": context["code"]} if "code" in context else {}
        self._post(email, template_prefix, {"name": _name(context.get("user"))} | links | codes)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        news = {
            "name": _name(user),
            "news": NEWS[template_prefix].format(**context or {}),
            "when": date_format(timezone.localtime(), "N j, Y, P e"),
            "ip": self.get_client_ip(self.request),
            "reset_url": settings.SITE_URL + reverse("account_reset_password"),
        }
        self._post(email or user.email, "account/email/account_changed", news)

    def _post(self, to, template, context):
        post_email(
            to=to,
            reason=f"{template}:{uuid4()}",
            template=template,
            context=context,
            language=get_language() or settings.LANGUAGE_CODE,
            is_private=True,
            now=timezone.now(),
        )

    def _link(self, url):
        """The link on this site, whatever the request calls it, and back to where its reader wanted to go."""
        path = urlsplit(url)._replace(scheme="", netloc="").geturl()
        return passthrough_next_redirect_url(allauth.request, settings.SITE_URL + path, REDIRECT_FIELD_NAME)


def _name(user):
    return user.get_short_name() if user else ""
