"""What providers offer, to whom, when and at what cost."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from districts.spelling import Folded

from .provider import Owned, Provider, belongs_to_exactly_one
from .standard import StandardModel, one_row_per_source_key
from .taxonomy import TaxonomyTerm

# Those never checked come last.
NEWEST_CHECK = Coalesce("checked_on", Value(date.min)).desc()


class ServiceQuerySet(models.QuerySet):
    def listed(self):
        """What the public sees: active services of listed providers."""
        return self.filter(status=Service.Status.ACTIVE, provider__is_listed=True)


class Service(StandardModel):
    """One thing that a provider offers.

    `checked_on` is the day on which somebody last made sure that all of it is true (HSDS: assured_date).
    """

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        INACTIVE = "inactive", _("Inactive")
        DEFUNCT = "defunct", _("No longer offered")
        CLOSED = "temporarily closed", _("Closed for now")

    class Capacity(models.TextChoices):
        OPEN = "open", _("Takes new people")
        LIMITED = "limited", _("Few places left")
        WAITLIST = "waitlist", _("Waiting list")
        FULL = "full", _("Full")
        UNKNOWN = "unknown", _("Not known")

    class Cost(models.TextChoices):
        FREE = "free", _("Free")
        INSURANCE = "insurance", _("Medi-Cal or insurance")
        SLIDING = "sliding", _("By income")
        FEE = "fee", _("Fee")
        UNKNOWN = "unknown", _("Not known")

    provider = models.ForeignKey(
        Provider, verbose_name=_("provider"), on_delete=models.CASCADE, related_name="services"
    )
    name = models.CharField(_("name"), max_length=250)
    alternate_name = models.CharField(_("also known as"), max_length=250, blank=True)
    description = models.TextField(_("description"), blank=True)
    url = models.URLField(_("website"), max_length=500, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.ACTIVE)
    application_process = models.TextField(_("how to apply"), blank=True)
    interpretation = models.TextField(_("interpretation"), blank=True)
    wait_time = models.CharField(_("waiting time"), max_length=250, blank=True)
    fees_description = models.TextField(_("cost, in words"), blank=True)
    cost = models.CharField(_("cost"), max_length=10, choices=Cost, default=Cost.UNKNOWN)
    accreditations = models.TextField(_("accreditations"), blank=True)
    licenses = models.TextField(_("licenses"), blank=True)
    eligibility = models.TextField(_("who is eligible"), blank=True)
    minimum_age = models.PositiveSmallIntegerField(_("from age"), null=True, blank=True)
    maximum_age = models.PositiveSmallIntegerField(_("to age"), null=True, blank=True)
    capacity = models.CharField(_("capacity"), max_length=10, choices=Capacity, default=Capacity.UNKNOWN)
    capacity_said_at = models.DateTimeField(_("capacity as of"), null=True, blank=True)
    alert = models.TextField(_("alert"), blank=True)
    terms = models.ManyToManyField(TaxonomyTerm, verbose_name=_("terms"), blank=True, related_name="services")
    checked_on = models.DateField(_("last checked"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("checked by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    modified_at = models.DateTimeField(_("last changed"))
    spelling = models.GeneratedField(
        expression=Folded("name", "alternate_name", "description"),
        output_field=models.TextField(_("spelling")),
        db_persist=True,
    )

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ["name", "pk"]
        constraints = [
            one_row_per_source_key("service"),
            models.CheckConstraint(
                condition=Q(minimum_age__isnull=True)
                | Q(maximum_age__isnull=True)
                | Q(maximum_age__gte=F("minimum_age")),
                name="ages_of_a_service_run_upwards",
            ),
        ]
        indexes = [
            models.Index(fields=["name", "id"], name="service_by_name"),
            models.Index(fields=["status", "cost"], name="service_by_status_and_cost"),
            models.Index(fields=["status", "capacity"], name="service_by_status_and_capacity"),
            models.Index(fields=["modified_at", "id"], name="service_by_last_change"),
            models.Index(NEWEST_CHECK, "name", "id", name="service_by_last_check"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("providers:service", args=[self.uid])

    def fits_age(self, years):
        """Whether somebody of `years` is within the ages served; a bound that is not on file excludes nobody."""
        low, high = self.minimum_age, self.maximum_age
        return (low is None or low <= years) and (high is None or years <= high)


class Schedule(Owned):
    """When something is open: a rule of RFC 5545 in parts, with Pacific wall-clock times.

    `byday` is a comma-separated list as in "MO,WE"; with `freq` "MONTHLY" a number may stand before each ("1MO").
    """

    class Frequency(models.TextChoices):
        WEEKLY = "WEEKLY", _("Every week")
        MONTHLY = "MONTHLY", _("Every month")

    freq = models.CharField(_("repeats"), max_length=8, choices=Frequency, blank=True)
    interval = models.PositiveSmallIntegerField(_("every how many"), null=True, blank=True)
    byday = models.CharField(_("days"), max_length=60, blank=True)
    bymonthday = models.CharField(_("days of the month"), max_length=60, blank=True)
    opens_at = models.TimeField(_("opens"), null=True, blank=True)
    closes_at = models.TimeField(_("closes"), null=True, blank=True)
    valid_from_on = models.DateField(_("from"), null=True, blank=True)
    valid_to_on = models.DateField(_("until"), null=True, blank=True)
    starts_on = models.DateField(_("first day (dtstart)"), null=True, blank=True)
    description = models.CharField(_("in words"), max_length=500, blank=True)
    notes = models.CharField(_("notes"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("schedule")
        verbose_name_plural = _("schedules")
        ordering = ["pk"]
        constraints = [belongs_to_exactly_one("schedule_belongs_to_exactly_one")]

    def __str__(self):
        return self.description or f"{self.byday} {self.opens_at or ''}–{self.closes_at or ''}"


class ServiceArea(StandardModel):
    """For whom by place a service is: a county, a city, ZIP codes; `zip_codes` comma-separated where known."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="areas")
    name = models.CharField(_("name"), max_length=250)
    description = models.CharField(_("description"), max_length=500, blank=True)
    zip_codes = models.TextField(_("ZIP codes"), blank=True)

    class Meta:
        verbose_name = _("service area")
        verbose_name_plural = _("service areas")
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name


class CostOption(StandardModel):
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="cost_options")
    option = models.CharField(_("option"), max_length=120, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=10, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="USD")
    amount_description = models.CharField(_("in words"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("cost option")
        verbose_name_plural = _("cost options")
        ordering = ["pk"]

    def __str__(self):
        return self.option or self.amount_description


class RequiredDocument(StandardModel):
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="required_documents")
    document = models.CharField(_("document"), max_length=250)
    uri = models.URLField(_("address"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("required document")
        verbose_name_plural = _("required documents")
        ordering = ["pk"]

    def __str__(self):
        return self.document
