from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from districts.spelling import Folded


class OrganizationQuerySet(models.QuerySet):
    def shown(self, *, with_unconfirmed):
        """All but those that are on file for nothing but a unit of low confidence; `with_unconfirmed` these too."""
        if with_unconfirmed:
            return self
        from .table import BargainingUnit

        units = BargainingUnit.objects.filter(organization=OuterRef("pk"))
        parts = Organization.objects.filter(parent=OuterRef("pk"))
        return self.filter(Exists(units.shown_to_all()) | ~Exists(units) | Exists(parts))

    def with_district_count(self, *, with_unconfirmed):
        """Annotate `district_count`: how many districts have a unit of it on file, as far as the reader may see."""
        is_seen = Q() if with_unconfirmed else Q(units__confidence__in=["high", "medium"])
        return self.annotate(district_count=Count("units__district", filter=is_seen, distinct=True))


class Organization(models.Model):
    """A state association, an affiliate, a local or a partner; what represents employees is a BargainingUnit."""

    class Kind(models.TextChoices):
        STATE = "state", _("State association")
        AFFILIATE = "affiliate", _("State or national affiliate")
        LOCAL = "local", _("Local or chapter")
        PARTNER = "partner", _("Partner")

    name = models.CharField(_("name"), max_length=150, unique=True)
    short_name = models.CharField(_("short name"), max_length=30, blank=True, help_text=_("SJTA, CSEA 127"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    affiliation = models.CharField(_("affiliation"), max_length=80, blank=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("belongs to"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
        help_text=_("The affiliate of a local, the state association of an affiliate."),
    )
    website = models.URLField(_("website"), blank=True)
    spelling = models.GeneratedField(
        expression=Folded("name", "short_name", "affiliation"),
        output_field=models.TextField(_("spelling")),
        db_persist=True,
    )

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        ordering = ["name"]

    def __str__(self):
        return self.short_name or self.name

    def get_absolute_url(self):
        return reverse("districts:organization", args=[self.pk])

    def clean(self):
        if self.parent and self in self.parent.line():
            raise ValidationError({"parent": _("This is a part of it: an organization cannot belong to its own part.")})

    def line(self):
        """This one and those that it belongs to, the nearest first."""
        line = [self]
        while (parent := line[-1].parent) and parent not in line:
            line.append(parent)
        return line
