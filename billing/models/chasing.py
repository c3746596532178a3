from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .invoice import Bill, Invoice


class ChasingStep(models.Model):
    """One reminder of the schedule that staff set: so many days after an invoice was due."""

    days_past_due = models.PositiveSmallIntegerField(_("days after it was due"), unique=True)
    to_accounts_payable = models.BooleanField(_("to accounts payable"), default=True)
    to_leads = models.BooleanField(_("to the district’s leads"), default=True)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("reminder of unpaid invoices")
        verbose_name_plural = _("reminders of unpaid invoices")
        ordering = ["days_past_due"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_accounts_payable=True) | Q(to_leads=True), name="chasing_step_writes_to_somebody"
            )
        ]

    def __str__(self):
        return f"+{self.days_past_due}"


class Chase(models.Model):
    """What staff know about the money of one bill: by when it was promised, and whether to stop asking."""

    bill = models.OneToOneField(Bill, verbose_name=_("bill"), on_delete=models.PROTECT, related_name="chase")
    promised_on = models.DateField(_("promised by"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    stopped_at = models.DateTimeField(_("stopped"), null=True, blank=True)
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("stopped by"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("chase")
        verbose_name_plural = _("chases")

    def __str__(self):
        return str(self.bill)


class ChaseLetter(models.Model):
    """A reminder that was posted: once per step and invoice, or once a week for a purchase order still to come."""

    class About(models.TextChoices):
        UNPAID = "unpaid", _("Unpaid invoice")
        PURCHASE_ORDER = "purchase_order", _("Purchase order to follow")

    invoice = models.ForeignKey(Invoice, verbose_name=_("invoice"), on_delete=models.PROTECT, related_name="letters")
    about = models.CharField(_("about"), max_length=15, choices=About)
    key = models.CharField(max_length=20, help_text=_("The step’s days, or the week."))
    posted_at = models.DateTimeField(_("posted"))

    class Meta:
        verbose_name = _("reminder sent")
        verbose_name_plural = _("reminders sent")
        ordering = ["-posted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["invoice", "about", "key"], name="one_reminder_per_step_and_invoice")
        ]

    def __str__(self):
        return f"{self.invoice}: {self.get_about_display()}"
