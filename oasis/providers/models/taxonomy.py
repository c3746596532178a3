"""What services are about: taxonomies of others, the portal's own terms, and the needs that staff choose from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .standard import StandardModel


class Taxonomy(StandardModel):
    """A published list of terms, such as Open Eligibility, or the portal's own."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    description = models.CharField(_("description"), max_length=500)
    uri = models.URLField(_("address"), blank=True)
    version = models.CharField(_("version"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("taxonomy")
        verbose_name_plural = _("taxonomies")
        ordering = ["name"]

    def __str__(self):
        return self.name


class TaxonomyTerm(StandardModel):
    """One term of a taxonomy, known by its `code` there ("1101"), below another or at the top."""

    taxonomy = models.ForeignKey(Taxonomy, verbose_name=_("taxonomy"), on_delete=models.PROTECT, related_name="terms")
    code = models.CharField(_("code"), max_length=60)
    name = models.CharField(_("name"), max_length=120)
    description = models.CharField(_("description"), max_length=500, blank=True)
    parent = models.ForeignKey(
        "self", verbose_name=_("above it"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )

    class Meta:
        verbose_name = _("taxonomy term")
        verbose_name_plural = _("taxonomy terms")
        ordering = ["taxonomy", "name", "code"]
        constraints = [
            models.UniqueConstraint(fields=["taxonomy", "code"], name="one_term_per_code_and_taxonomy"),
            models.CheckConstraint(condition=~models.Q(parent=models.F("id")), name="no_term_is_above_itself"),
        ]

    def __str__(self):
        return self.name


class Need(models.Model):
    """What a student or family needs, in the words of a school: a short list, each mapped to terms of taxonomies.

    `is_sensitive` needs (counseling, health) may be met by minor consent and are never named in a letter or a notice.
    """

    slug = models.SlugField(_("name in addresses"), unique=True)
    name = models.CharField(_("name"), max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_sensitive = models.BooleanField(_("sensitive"), default=False)
    allows_minor_consent = models.BooleanField(
        _("minor may consent"),
        default=False,
        help_text=_("Outpatient counseling from the age of 12: Family Code § 6924, Health & Safety Code § 124260."),
    )
    terms = models.ManyToManyField(TaxonomyTerm, verbose_name=_("terms"), blank=True, related_name="needs")

    class Meta:
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        ordering = ["position", "name"]

    def __str__(self):
        return self.name
