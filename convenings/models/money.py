from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .convening import Convening
from .registration import Registration, Seat

NOTHING = Decimal("0.00")


class CancellationStep(models.Model):
    """Until when a seat may be given up, and what of its price is kept then; after the last step all of it is."""

    convening = models.ForeignKey(Convening, on_delete=models.CASCADE, related_name="cancellation_steps")
    until_on = models.DateField(
        _("until"), null=True, blank=True, help_text=_("The last day (Pacific), or give the days before instead.")
    )
    days_before = models.PositiveSmallIntegerField(_("or days before the first day"), null=True, blank=True)
    counts_working_days = models.BooleanField(_("counting working days only"), default=False)
    keeps_percent = models.DecimalField(
        _("keeps (%)"),
        max_digits=5,
        decimal_places=2,
        default=NOTHING,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    keeps_fixed = models.DecimalField(
        _("keeps per seat ($)"), max_digits=8, decimal_places=2, default=NOTHING, validators=[MinValueValidator(0)]
    )
    price_from = models.DecimalField(
        _("for seats from ($)"),
        max_digits=8,
        decimal_places=2,
        default=NOTHING,
        validators=[MinValueValidator(0)],
        help_text=_("Two rows with one date may keep different sums for cheap and for dear seats."),
    )
    only_paid_by_card = models.BooleanField(_("kept only where a card paid"), default=False)

    class Meta:
        verbose_name = _("cancellation step")
        verbose_name_plural = _("cancellation steps")
        ordering = ["convening", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True, days_before__isnull=False)
                | Q(until_on__isnull=False, days_before__isnull=True),
                name="cancellation_step_has_one_last_day",
            ),
            models.CheckConstraint(
                condition=Q(keeps_percent__gte=0, keeps_percent__lte=100, keeps_fixed__gte=0, price_from__gte=0),
                name="cancellation_step_keeps_a_part",
            ),
        ]

    def __str__(self):
        if self.until_on:
            return _("until %(day)s") % {"day": self.until_on.isoformat()}
        days = self.days_before
        if self.counts_working_days:
            return ngettext("%(days)s working day before", "%(days)s working days before", days) % {"days": days}
        return ngettext("%(days)s day before", "%(days)s days before", days) % {"days": days}


class Waiver(models.Model):
    """Money of one seat that the district need not pay: who says so and why; gone with the seat."""

    class Kind(models.TextChoices):
        SCHOLARSHIP = "scholarship", _("Scholarship")
        PRESENTER = "presenter", _("Presenter")
        HOST = "host", _("Host")
        SPONSORED = "sponsored", _("Paid by a sponsor")

    seat = models.OneToOneField(Seat, verbose_name=_("seat"), on_delete=models.CASCADE, related_name="waiver")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    sponsor = models.CharField(_("sponsor"), max_length=120, blank=True)
    amount = models.DecimalField(_("amount ($)"), max_digits=8, decimal_places=2)
    reason = models.CharField(_("reason"), max_length=300)
    waived_at = models.DateTimeField(_("waived"))
    waived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("waiver")
        verbose_name_plural = _("waivers")
        ordering = ["-waived_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="waiver_is_of_some_money"),
            models.CheckConstraint(
                condition=~Q(kind="sponsored") | ~Q(sponsor=""), name="sponsored_seat_names_its_sponsor"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.amount}"


class KeptFee(models.Model):
    """What stays owed of a seat that was given up, by the convening's cancellation terms of that day."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="kept_fees")
    label = models.CharField(_("seat"), max_length=250)
    person = models.CharField(_("name"), max_length=200, blank=True)
    amount = models.DecimalField(_("amount ($)"), max_digits=8, decimal_places=2)
    kept_at = models.DateTimeField(_("kept"))

    class Meta:
        verbose_name = _("cancellation fee")
        verbose_name_plural = _("cancellation fees")
        ordering = ["kept_at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="kept_fee_is_of_some_money")]

    def __str__(self):
        return f"{self.label}: {self.amount}"
