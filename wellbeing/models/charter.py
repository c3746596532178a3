"""The charter by which both sides begin, and what each signatory signed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from districts.models import BargainingUnit
from lmi_portal.written_once import WrittenOnceModel

from .program import Program


class CharterQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(state=Charter.State.IN_FORCE)

    def open(self):
        """The one that is being written or signed."""
        return self.filter(state__in=[Charter.State.DRAFT, Charter.State.OFFERED])


class Charter(models.Model):
    """One version of a program's charter; an amendment is the next version, signed by all anew."""

    class State(models.TextChoices):
        """draft → offered → in force → replaced; draft or offered → withdrawn."""

        DRAFT = "draft", _("Being written")
        OFFERED = "offered", _("Out for signature")
        IN_FORCE = "in_force", _("In force")
        REPLACED = "replaced", _("Replaced by a later version")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    program = models.ForeignKey(Program, verbose_name=_("program"), on_delete=models.PROTECT, related_name="charters")
    version = models.PositiveSmallIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    purpose = models.TextField(_("purpose"))
    commitments = models.TextField(_("what both sides commit to"))
    decisions = models.TextField(_("how decisions are made"))
    resources = models.TextField(_("time, money and people"))
    privacy = models.TextField(_("privacy and voluntary participation"))
    amendment_reason = models.TextField(_("why it is amended"), blank=True)
    text_sha256 = models.CharField(_("fingerprint of the text"), max_length=64, blank=True, editable=False)
    drafted_at = models.DateTimeField(_("drafted"))
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("drafted by"), on_delete=models.PROTECT, related_name="+"
    )
    offered_at = models.DateTimeField(_("offered"), null=True, blank=True)
    in_force_at = models.DateTimeField(_("in force since"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = CharterQuerySet.as_manager()

    class Meta:
        verbose_name = _("charter")
        verbose_name_plural = _("charters")
        ordering = ["program", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["program", "version"], name="charter_versions_count_up"),
            models.UniqueConstraint(
                fields=["program"], condition=Q(state="in_force"), name="one_charter_in_force_per_program"
            ),
            models.UniqueConstraint(
                fields=["program"], condition=Q(state__in=["draft", "offered"]), name="one_open_charter_per_program"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | ~Q(text_sha256="", offered_at=None),
                name="an_offered_charter_has_its_fingerprint",
            ),
            models.CheckConstraint(
                condition=~Q(state="in_force") | Q(in_force_at__isnull=False), name="charter_in_force_since_a_moment"
            ),
        ]

    def __str__(self):
        return str(_("Charter, version %(version)s") % {"version": self.version})


class Signatory(models.Model):
    """Who has to sign a charter: the superintendent, and the president of each unit."""

    class Capacity(models.TextChoices):
        SUPERINTENDENT = "superintendent", _("Superintendent")
        UNIT_PRESIDENT = "unit_president", _("Unit president")

    charter = models.ForeignKey(
        Charter, verbose_name=_("charter"), on_delete=models.CASCADE, related_name="signatories"
    )
    capacity = models.CharField(_("signs as"), max_length=15, choices=Capacity)
    unit = models.ForeignKey(
        BargainingUnit,
        verbose_name=_("bargaining unit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"))
    asked_at = models.DateTimeField(_("asked"), null=True, blank=True)
    declined_at = models.DateTimeField(_("declined"), null=True, blank=True)
    decline_reason = models.CharField(_("why not"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")
        ordering = ["charter", "-capacity", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity="superintendent", unit__isnull=True)
                | Q(capacity="unit_president", unit__isnull=False),
                name="a_president_signs_for_a_unit",
            ),
            models.UniqueConstraint(
                fields=["charter", "unit"], condition=Q(unit__isnull=False), name="one_signatory_per_unit"
            ),
            models.UniqueConstraint(
                fields=["charter"], condition=Q(capacity="superintendent"), name="one_superintendent_signs_a_charter"
            ),
        ]

    def __str__(self):
        return f"{self.get_capacity_display()} · {self.unit or self.charter.program.district}"

    def side(self):
        from districts.models import Side

        return Side.MANAGEMENT if self.capacity == self.Capacity.SUPERINTENDENT else Side.LABOR


class Signature(WrittenOnceModel):
    """One electronic signature: the typed name, under the text of that fingerprint, at that moment.

    Source: Uniform Electronic Transactions Act, Civil Code §§ 1633.2(h), 1633.7 and 1633.9.
    """

    signatory = models.OneToOneField(
        Signatory, verbose_name=_("signatory"), on_delete=models.PROTECT, related_name="signature"
    )
    typed_name = models.CharField(_("name as typed"), max_length=120)
    text_sha256 = models.CharField(_("fingerprint of the text"), max_length=64)
    signed_at = models.DateTimeField(_("signed"))

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        constraints = [models.CheckConstraint(condition=~Q(typed_name=""), name="a_signature_has_a_name")]

    def __str__(self):
        return str(self.signatory)
