"""Proof of what was destroyed by rule, and where a chain goes on from after its oldest part was destroyed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from districts.models import District
from lmi_portal.written_once import WrittenOnceModel


class DestructionCertificate(WrittenOnceModel):
    """What a purge destroyed, by which rule and when: counts and digests, no private data."""

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(_("rule"), max_length=120, help_text=_("Its name in oasis/retention.py."))
    destroyed_at = models.DateTimeField(_("destroyed"))
    counts = models.JSONField(_("what and how many"))
    digest = models.CharField(_("SHA-256 of what was destroyed"), max_length=64)

    class Meta:
        verbose_name = _("certificate of destruction")
        verbose_name_plural = _("certificates of destruction")
        ordering = ["-destroyed_at", "-pk"]

    def __str__(self):
        return f"{self.rule}, {self.destroyed_at:%Y-%m-%d}"


class ChainCut(WrittenOnceModel):
    """The last destroyed link of a district's chain: its number, and the digest that the next link names."""

    certificate = models.OneToOneField(DestructionCertificate, on_delete=models.PROTECT, related_name="cut")
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="+")
    chain = models.CharField(_("chain"), max_length=20)
    number = models.PositiveBigIntegerField(_("number"))
    digest = models.CharField(_("SHA-256"), max_length=64)

    class Meta:
        verbose_name = _("cut of a chain")
        verbose_name_plural = _("cuts of chains")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["district", "chain", "number"], name="one_cut_per_chain_and_number")
        ]

    def __str__(self):
        return f"{self.chain} {self.number}"
