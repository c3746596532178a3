import json
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lmi_portal.encryption import EncryptedTextField


class EmailQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state=Email.State.WAITING)

    def due(self, *, now):
        return self.waiting().filter(next_try_at__lte=now)

    def abandoned(self, *, now):
        """Taken by a worker that never said how it went: it may have been sent, or not."""
        return self.filter(state=Email.State.SENDING, taken_at__lt=now - timedelta(minutes=5))

    def stale_secrets(self, *, now):
        """Private ones that failed, and that nobody had sent again for 30 days."""
        failed = self.filter(state=Email.State.FAILED, is_private=True, posted_at__lt=now - timedelta(days=30))
        return failed.exclude(context={})


class Email(models.Model):
    """An e-mail that the database has promised to send.

    It is rendered by the worker from `template` and the frozen `context`, so that nothing slow happens in a request.
    Where the address itself is private, `sealed` has it and the context, and what stands in their columns tells nobody.
    """

    class State(models.TextChoices):
        """waiting → sending → sent; a refused try goes back to waiting, and after the last one to failed."""

        WAITING = "waiting", _("Waiting")
        SENDING = "sending", _("Sending")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    reason = models.CharField(
        _("reason"), max_length=150, help_text=_("What it is about: one e-mail per reason and recipient.")
    )
    to = models.EmailField(_("to"))
    template = models.CharField(_("template"), max_length=100)
    context = models.JSONField(_("context"), default=dict)
    attachment = models.CharField(
        _("attachment"), max_length=60, blank=True, help_text=_("The name of the renderer that makes it.")
    )
    language = models.CharField(_("language"), max_length=10, default="en")
    is_private = models.BooleanField(
        _("private"),
        default=False,
        help_text=_("Holds a link or code that is nobody else's: never shown, erased once sent."),
    )
    sealed = EncryptedTextField(_("sealed address and facts"), blank=True, default="")
    message_id = models.CharField(_("Message-ID"), max_length=120, unique=True)
    subject = models.CharField(_("subject"), max_length=250, blank=True)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(_("HTML"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    is_uncertain = models.BooleanField(
        _("uncertain"), default=False, help_text=_("Sending it was cut short: it may have arrived twice.")
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.TextField(_("last error"), blank=True)
    posted_at = models.DateTimeField(_("posted"))
    next_try_at = models.DateTimeField(_("next try"))
    taken_at = models.DateTimeField(_("taken"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    objects = EmailQuerySet.as_manager()

    class Meta:
        verbose_name = _("e-mail")
        verbose_name_plural = _("e-mails")
        ordering = ["-posted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["reason", "to"], name="one_email_per_reason_and_recipient"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=False) | ~Q(state="sent"), name="a_sent_email_says_when"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "next_try_at"], name="outbox_by_state_and_due"),
            models.Index(fields=["-posted_at", "-id"], name="outbox_newest_first"),
            models.Index(fields=["to"], name="outbox_by_recipient"),
        ]

    def __str__(self):
        return f"{self.reason} to {self.to}"

    def address(self):
        return json.loads(self.sealed)["to"] if self.sealed else self.to

    def facts(self):
        return json.loads(self.sealed)["context"] if self.sealed else self.context
