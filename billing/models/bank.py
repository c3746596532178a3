from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .payment import Payment


class BankImport(models.Model):
    """One file of the bank's that staff brought in."""

    file_name = models.CharField(_("file"), max_length=200)
    imported_at = models.DateTimeField(_("imported"))
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+"
    )
    lines_read = models.PositiveIntegerField(_("lines read"))
    lines_new = models.PositiveIntegerField(_("lines new"))

    class Meta:
        verbose_name = _("bank file")
        verbose_name_plural = _("bank files")
        ordering = ["-imported_at", "-pk"]

    def __str__(self):
        return self.file_name


class BankLine(models.Model):
    """Money that the bank says came in, until staff accept it as a payment or set it aside."""

    class State(models.TextChoices):
        """waiting → accepted or set aside."""

        WAITING = "waiting", _("Waits for staff")
        ACCEPTED = "accepted", _("Accepted as a payment")
        SET_ASIDE = "set_aside", _("Set aside")

    bank_import = models.ForeignKey(
        BankImport, verbose_name=_("bank file"), on_delete=models.PROTECT, related_name="lines"
    )
    fingerprint = models.CharField(max_length=64, unique=True, help_text=_("The same line read again adds nothing."))
    posted_on = models.DateField(_("posted"))
    description = models.CharField(_("description"), max_length=300)
    reference = models.CharField(_("check number or reference"), max_length=80, blank=True)
    amount = models.DecimalField(_("amount ($)"), max_digits=10, decimal_places=2)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    payment = models.OneToOneField(Payment, null=True, blank=True, on_delete=models.PROTECT, related_name="bank_line")
    reason = models.CharField(_("why it was set aside"), max_length=300, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("bank line")
        verbose_name_plural = _("bank lines")
        ordering = ["-posted_on", "-pk"]
        indexes = [models.Index(fields=["state", "-posted_on"], name="bank_line_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="accepted", payment__isnull=False) | ~Q(state="accepted") & Q(payment__isnull=True),
                name="accepted_bank_line_has_its_payment",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="bank_line_is_of_money_that_came_in"),
        ]

    def __str__(self):
        return f"{self.posted_on}: {self.amount}"
