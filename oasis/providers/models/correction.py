"""What a provider says is wrong in the directory, waiting for staff."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .service import Service


class Correction(models.Model):
    """One field of one service as its provider would have it, proposed by the link that was sent to `sent_to`.

    `field` is one of CORRECTABLE, or "remark" for what stands in no field of its own: hours, phones, places. `was` is
    what stood there when it was proposed. Waiting → accepted, or refused; another proposal for the same field takes the
    place of one that waits.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Refused")

    CORRECTABLE = [
        *("description", "eligibility", "minimum_age", "maximum_age", "cost", "fees_description"),
        *("application_process", "wait_time", "interpretation", "capacity", "url"),
    ]
    REMARK = "remark"

    service = models.ForeignKey(
        Service, verbose_name=_("service"), on_delete=models.CASCADE, related_name="corrections"
    )
    field = models.CharField(_("field"), max_length=40)
    was = models.TextField(_("on file then"), blank=True)
    proposed = models.TextField(_("proposed"), blank=True)
    sent_to = models.EmailField(_("proposed by"))
    proposed_at = models.DateTimeField(_("proposed at"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-proposed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "field"],
                condition=Q(state="waiting"),
                name="one_waiting_correction_per_field",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at__isnull=True)
                | ~Q(state="waiting") & Q(decided_at__isnull=False),
                name="a_decided_correction_says_when",
            ),
        ]
        indexes = [models.Index(fields=["state", "-proposed_at", "id"], name="correction_by_state")]

    def __str__(self):
        return f"{self.service}: {self.field_name()}"

    def field_name(self):
        return _("remark") if self.field == self.REMARK else Service._meta.get_field(self.field).verbose_name

    def may_be_decided(self):
        return self.state == self.State.WAITING
