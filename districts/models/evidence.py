from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .directory import District


class EvidenceQuerySet(models.QuerySet):
    def of_participation(self):
        """What shows a part in the initiative; a well-being highlight shows none."""
        return self.exclude(kind=Evidence.Kind.WELL_BEING)

    def case_studies(self):
        return self.filter(kind=Evidence.Kind.CASE_STUDY)

    def highlights(self):
        return self.filter(kind=Evidence.Kind.WELL_BEING)


class Evidence(models.Model):
    """One thing on record of a district, with its source: a part it took in the initiative, or a well-being highlight.

    No district is shown as a participant without it. What a deed of the portal records carries that deed's `key`.
    """

    class Kind(models.TextChoices):
        ATTENDED = "attended", _("Took part in a convening")
        PRESENTED = "presented", _("Presented")
        HOSTED = "hosted", _("Hosted")
        STEERING = "steering", _("Steering committee")
        CASE_STUDY = "case_study", _("Case study")
        TRAINING = "training", _("Training series")
        OWN_WORK = "own_work", _("Its own work")
        WELL_BEING = "well_being", _("Well-being highlight")

    class Strength(models.IntegerChoices):
        """The smaller, the stronger."""

        CERTAIN = 1, _("Certain")
        LIKELY = 2, _("Likely")
        INFERRED = 3, _("Inferred")

    district = models.ForeignKey(
        District, verbose_name=_("district"), on_delete=models.PROTECT, related_name="evidence"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    what = models.CharField(_("what"), max_length=300, help_text=_("One sentence, as visitors read it."))
    happened_on = models.DateField(_("day"), null=True, blank=True)
    when_note = models.CharField(_("when, where no day is known"), max_length=60, blank=True)
    roles = models.JSONField(_("roles present"), default=list, blank=True)
    strength = models.PositiveSmallIntegerField(_("strength"), choices=Strength, default=Strength.CERTAIN)
    source = models.CharField(_("source"), max_length=300)
    path = models.CharField(
        _("the portal’s page"),
        max_length=200,
        blank=True,
        # Visitors are led there, so it is never another site or a script.
        validators=[
            RegexValidator(r"^/(?!/)[^\\\s]*$", _("An address within the portal: /convenings/symposium-2015/."))
        ],
        help_text=_("/convenings/symposium-2015/"),
    )
    key = models.CharField(max_length=80, blank=True, editable=False)
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["district", "-happened_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(source=""), name="evidence_names_its_source"),
            models.CheckConstraint(condition=Q(strength__gte=1, strength__lte=3), name="evidence_of_known_strength"),
            models.CheckConstraint(
                condition=Q(path="") | Q(path__startswith="/") & ~Q(path__startswith="//"),
                name="evidence_leads_to_a_page_of_the_portal",
            ),
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="one_evidence_per_deed"),
        ]
        indexes = [
            models.Index(fields=["district", "strength"], name="evidence_by_strength"),
            models.Index(fields=["kind", "district"], name="evidence_by_kind"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.what}"[:120]
