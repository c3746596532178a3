from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import display

from lmi_portal.looking import ReadOnlyAdmin

from .models import Email
from .sending_again import CannotSendAgain, send_again

COLORS = {
    Email.State.WAITING: "info",
    Email.State.SENDING: "info",
    Email.State.SENT: "success",
    Email.State.FAILED: "danger",
}


@admin.register(Email)
class EmailAdmin(ReadOnlyAdmin):
    """The outbox to look at, and to give what failed another chance; what is private is not shown here either."""

    list_display = ["posted_at", "to", "about", "how_it_stands", "doubt", "attempts", "sent_at"]
    list_filter = ["state", "is_uncertain", "posted_at"]
    search_fields = ["to", "reason", "subject"]
    search_help_text = _("Search by recipient, reason or subject.")
    actions = ["send_again"]
    fields = [
        *("to", "about", "reason", "how_it_stands", "doubt", "attempts", "error"),
        *("posted_at", "next_try_at", "taken_at", "sent_at"),
        *("message_id", "language", "attachment", "is_private", "body"),
    ]

    def lookup_allowed(self, lookup, value, request=None):
        # ?context__link__startswith=… would tell a private link letter by letter.
        return not lookup.startswith("context") and super().lookup_allowed(lookup, value, request)

    @admin.display(description=_("about"))
    def about(self, email):
        return email.subject or email.reason

    @display(description=_("state"), ordering="state", label=COLORS)
    def how_it_stands(self, email):
        return email.state, email.get_state_display()

    @admin.display(description=_("uncertain"), empty_value="–")
    def doubt(self, email):
        return _("may have arrived twice") if email.is_uncertain else None

    @admin.display(description=_("text"))
    def body(self, email):
        if email.is_private:
            return _("Private: it holds a link or code that is nobody else's.")
        return email.text or _("It is written when it is sent.")

    @admin.action(description=_("Send again what failed"), permissions=["send_again"])
    def send_again(self, request, emails):
        count = 0
        for email in emails:
            try:
                send_again(email=email, sent_by=request.user, now=timezone.now())
                count += 1
            except CannotSendAgain as refusal:
                self.message_user(request, f"{email}: {refusal}", messages.WARNING)
        if count:
            text = ngettext("%d e-mail is sent again.", "%d e-mails are sent again.", count)
            self.message_user(request, text % count, messages.SUCCESS)

    def has_send_again_permission(self, request):
        return request.user.has_perm("outbox.change_email")
