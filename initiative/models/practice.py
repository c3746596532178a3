from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from districts.models import District
from lmi_portal.library.models import Resource

from .case_study import CaseStudy


class Practice(models.Model):
    """A way of working together that districts can take up, such as peer assistance and review."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    summary = models.CharField(_("in one sentence"), max_length=250)
    description = models.TextField(_("description"), blank=True)
    ask_name = models.CharField(_("whom to ask"), max_length=150, blank=True)
    ask_role = models.CharField(_("role"), max_length=150, blank=True)
    ask_email = models.EmailField(_("e-mail"), blank=True)
    resources = models.ManyToManyField(Resource, verbose_name=_("resources"), blank=True, related_name="practices")

    class Meta:
        verbose_name = _("practice")
        verbose_name_plural = _("practices")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("initiative:practice", args=[self.slug])


class PracticeUseQuerySet(models.QuerySet):
    def shown(self):
        """All but those that a case study tells which is not published."""
        return self.filter(Q(case_study__isnull=True) | Q(case_study__state=CaseStudy.State.PUBLISHED))


class PracticeUse(models.Model):
    """One district works by one practice: since when, how, and where that is said."""

    # What both sides approved in a case study does not go with the practice's page.
    practice = models.ForeignKey(Practice, verbose_name=_("practice"), on_delete=models.PROTECT, related_name="uses")
    district = models.ForeignKey(
        District, verbose_name=_("district"), on_delete=models.PROTECT, related_name="practice_uses"
    )
    case_study = models.ForeignKey(
        CaseStudy,
        verbose_name=_("case study"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="practice_uses",
        help_text=_("Shown once it is published."),
    )
    how = models.CharField(_("how"), max_length=300, blank=True)
    since = models.CharField(_("since"), max_length=60, blank=True)
    source = models.CharField(_("source"), max_length=200)

    objects = PracticeUseQuerySet.as_manager()

    class Meta:
        verbose_name = _("practice in use")
        verbose_name_plural = _("practices in use")
        ordering = ["practice", "district", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "district"], name="one_use_per_practice_and_district")
        ]

    def __str__(self):
        return f"{self.practice} · {self.district}"
