from django.db import transaction
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record

from .models import Email
from .waking import wake_after_commit


class CannotSendAgain(Exception):
    """Why an e-mail is not sent once more, in words fit for the person who asked."""


@transaction.atomic
def send_again(*, email, sent_by, now):
    """Give an e-mail that failed all its tries anew, under the Message-ID it always had.

    Raises CannotSendAgain for one that is sent, still being tried, or erased because it was private.
    """
    failed = Email.objects.filter(pk=email.pk, state=Email.State.FAILED)
    if failed.filter(is_private=True, context={}).exists():
        raise CannotSendAgain(_("Its private link was erased after 30 days: the person asks for a new one."))
    if not failed.update(state=Email.State.WAITING, attempts=0, next_try_at=now):
        raise CannotSendAgain(_("Only an e-mail that failed can be sent again."))
    record(deed="send_email_again", on=email, by=sent_by, now=now, changes={"state": ["failed", "waiting"]})
    wake_after_commit([email.message_id])
