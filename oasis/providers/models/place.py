"""Where services are offered."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .provider import Provider, belongs_to_exactly_one
from .standard import StandardModel, one_row_per_source_key


class Location(StandardModel):
    """A place: with a street address, by phone or online."""

    class Kind(models.TextChoices):
        PHYSICAL = "physical", _("In person")
        POSTAL = "postal", _("By mail")
        VIRTUAL = "virtual", _("Online or by phone")

    provider = models.ForeignKey(
        Provider, verbose_name=_("provider"), null=True, blank=True, on_delete=models.CASCADE, related_name="locations"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.PHYSICAL)
    name = models.CharField(_("name"), max_length=250, blank=True)
    description = models.TextField(_("description"), blank=True)
    transportation = models.TextField(_("how to get there"), blank=True)
    url = models.URLField(_("website"), max_length=500, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)

    class Meta:
        verbose_name = _("location")
        verbose_name_plural = _("locations")
        ordering = ["name", "pk"]
        constraints = [
            one_row_per_source_key("location"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False)
                & Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="location_has_both_coordinates_or_none",
            ),
        ]
        indexes = [models.Index(fields=["latitude", "longitude"], name="location_by_coordinates")]

    def __str__(self):
        return self.name or str(self.pk)


class Address(StandardModel):
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="addresses")
    kind = models.CharField(
        _("kind"), max_length=10, choices=[("physical", _("Visits")), ("postal", _("Mail"))], default="physical"
    )
    attention = models.CharField(_("attention"), max_length=120, blank=True)
    street = models.CharField(_("street"), max_length=250, blank=True)
    street_2 = models.CharField(_("street, second line"), max_length=250, blank=True)
    city = models.CharField(_("city"), max_length=120)
    region = models.CharField(_("part of the city"), max_length=120, blank=True)
    state = models.CharField(_("state"), max_length=40, default="CA")
    zip_code = models.CharField(_("ZIP code"), max_length=20, blank=True, db_index=True)
    country = models.CharField(_("country"), max_length=2, default="US")

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        ordering = ["pk"]

    def __str__(self):
        return ", ".join(part for part in (self.street, self.city, self.zip_code) if part)


class Accessibility(StandardModel):
    """What a location offers people with disabilities."""

    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="accessibility")
    description = models.CharField(_("description"), max_length=250)
    details = models.TextField(_("details"), blank=True)
    url = models.URLField(_("website"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("accessibility")
        verbose_name_plural = _("accessibility")
        ordering = ["pk"]

    def __str__(self):
        return self.description


class ServiceAtLocation(StandardModel):
    """One service at one place: what referrals point at and what search finds the distance of."""

    service = models.ForeignKey("Service", on_delete=models.CASCADE, related_name="at_locations")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="services_here")
    description = models.TextField(_("description"), blank=True)

    class Meta:
        verbose_name = _("service at a location")
        verbose_name_plural = _("services at locations")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["service", "location"], name="a_service_is_once_at_a_location"),
            one_row_per_source_key("service_at_location"),
        ]

    def __str__(self):
        return f"{self.service} · {self.location}"


class Language(StandardModel):
    """A language that is spoken at a service, a place or a phone; `code` as in ISO 639 ("es")."""

    service = models.ForeignKey("Service", null=True, blank=True, on_delete=models.CASCADE, related_name="languages")
    location = models.ForeignKey(Location, null=True, blank=True, on_delete=models.CASCADE, related_name="languages")
    phone = models.ForeignKey("Phone", null=True, blank=True, on_delete=models.CASCADE, related_name="languages")
    code = models.CharField(_("code"), max_length=10, db_index=True)
    name = models.CharField(_("name"), max_length=60, blank=True)
    note = models.CharField(_("note"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("language")
        verbose_name_plural = _("languages")
        ordering = ["code", "pk"]
        constraints = [belongs_to_exactly_one("language_belongs_to_exactly_one", ["service", "location", "phone"])]

    def __str__(self):
        return self.name or self.code
