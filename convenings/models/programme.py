from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .convening import Convening


class ConveningDay(models.Model):
    """One day of a convening; hours are missing where a past one's are not known."""

    convening = models.ForeignKey(Convening, on_delete=models.CASCADE, related_name="days")
    held_on = models.DateField(_("day"))
    title = models.CharField(_("title"), max_length=120, blank=True)
    doors_at = models.DateTimeField(_("doors (breakfast)"), null=True, blank=True)
    starts_at = models.DateTimeField(_("starts"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)

    class Meta:
        verbose_name = _("day")
        verbose_name_plural = _("days")
        ordering = ["held_on"]
        constraints = [
            models.UniqueConstraint(fields=["convening", "held_on"], name="one_row_per_day_of_a_convening"),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True) | Q(ends_at__isnull=True) | Q(starts_at__lt=F("ends_at")),
                name="day_starts_before_it_ends",
            ),
            models.CheckConstraint(
                condition=Q(doors_at__isnull=True) | Q(starts_at__isnull=True) | Q(doors_at__lte=F("starts_at")),
                name="doors_open_before_the_day_starts",
            ),
        ]

    def __str__(self):
        return f"{self.held_on:%Y-%m-%d}"


class AgendaItem(models.Model):
    """One line of a day's agenda."""

    day = models.ForeignKey(ConveningDay, on_delete=models.CASCADE, related_name="agenda")
    starts_at = models.DateTimeField(_("starts"))
    title = models.CharField(_("title"), max_length=160)
    detail = models.CharField(_("detail"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda")
        ordering = ["starts_at", "pk"]

    def __str__(self):
        return self.title


class Speaker(models.Model):
    """Someone who speaks at a convening, in the order shown."""

    convening = models.ForeignKey(Convening, on_delete=models.CASCADE, related_name="speakers")
    name = models.CharField(_("name"), max_length=120)
    affiliation = models.CharField(_("affiliation"), max_length=160, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.name


class AddOn(models.Model):
    """Something chosen seat by seat, with seats and a price of its own, such as a pre-conference day."""

    convening = models.ForeignKey(Convening, on_delete=models.CASCADE, related_name="add_ons")
    title = models.CharField(_("title"), max_length=120)
    for_whom = models.CharField(_("for whom"), max_length=200, blank=True)
    held_on = models.DateField(_("day"), null=True, blank=True)
    capacity = models.PositiveIntegerField(_("seats"), null=True, blank=True, help_text=_("Empty: no limit."))
    price = models.DecimalField(
        _("price per person ($)"),
        max_digits=8,
        decimal_places=2,
        default=Decimal("0.00"),
        validators=[MinValueValidator(0)],
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("add-on")
        verbose_name_plural = _("add-ons")
        ordering = ["position", "pk"]
        constraints = [models.CheckConstraint(condition=Q(price__gte=0), name="add_on_price_is_not_negative")]

    def __str__(self):
        return self.title
