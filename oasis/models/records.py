"""Who saw what of a student's record, and what was told to whom: chained, written once, of one district each."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from districts.models import District
from lmi_portal.encryption import EncryptedTextField
from lmi_portal.written_once import WrittenOnceModel

from .student import Student


class ChainHead(models.Model):
    """The newest link of one district's chain; its row lock makes those who append take turns."""

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="+")
    chain = models.CharField(_("chain"), max_length=20)
    number = models.PositiveBigIntegerField(_("number"), default=0)
    digest = models.CharField(_("SHA-256"), max_length=64, default="0" * 64)

    class Meta:
        verbose_name = _("head of a chain")
        verbose_name_plural = _("heads of chains")
        constraints = [models.UniqueConstraint(fields=["district", "chain"], name="one_head_per_district_and_chain")]

    def __str__(self):
        return f"{self.chain} {self.number}"


class ChainedModel(WrittenOnceModel):
    """A row whose digest covers what it says and the digest of the row before it (oasis/chaining.py)."""

    district = models.ForeignKey(District, verbose_name=_("district"), on_delete=models.PROTECT, related_name="+")
    number = models.PositiveBigIntegerField(_("number"))
    previous_digest = models.CharField(_("SHA-256 of the one before"), max_length=64)
    digest = models.CharField(_("SHA-256"), max_length=64)

    class Meta:
        abstract = True


class AccessEntry(ChainedModel):
    """Somebody saw students' data: whose, which fields, on which page, why and by which right.

    Education Code § 49064 asks for a log of access; students are told by number, so that the entry outlives them.
    """

    class Action(models.TextChoices):
        VIEW = "view", _("View")
        SEARCH = "search", _("Search")
        LIST = "list", _("List")
        EXPORT = "export", _("Export")
        PRINT = "print", _("Print")
        CHANGE = "change", _("Change")
        BREAK_GLASS = "break_glass", _("Emergency access")
        DESTROY = "destroy", _("Destroyed by rule")

    seen_at = models.DateTimeField(_("when"))
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    seen_by_label = models.CharField(_("who"), max_length=254, help_text=_("As they were known then."))
    roles = models.CharField(_("roles"), max_length=250)
    basis = models.CharField(_("basis"), max_length=60)
    action = models.CharField(_("action"), max_length=12, choices=Action)
    page = models.CharField(_("page"), max_length=60)
    purpose = models.CharField(_("purpose"), max_length=120)
    fields = models.JSONField(_("fields"))
    students = models.JSONField(_("students"), help_text=_("Their numbers."))
    confidential_students = models.JSONField(
        _("of them, by minor consent"),
        null=True,
        help_text=_("Those of whom something was seen that rests on their own consent: no family is told."),
    )

    class Meta:
        verbose_name = _("access")
        verbose_name_plural = _("accesses")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["district", "number"], name="one_access_per_district_and_number")
        ]
        indexes = [
            models.Index(fields=["seen_by", "-seen_at"], name="access_by_person"),
            models.Index(fields=["district", "-seen_at", "-id"], name="access_by_day"),
            models.Index(fields=["district", "action", "-seen_at", "-id"], name="access_by_action"),
            models.Index(fields=["district", "page", "-seen_at", "-id"], name="access_by_page"),
        ]

    def __str__(self):
        return f"{self.number}"


class AccessedStudent(WrittenOnceModel):
    """By which an access is found from the student; the entry itself has them all under its digest."""

    entry = models.ForeignKey(AccessEntry, on_delete=models.PROTECT, related_name="accessed")
    student_number = models.BigIntegerField(_("student"), help_text=_("The row’s number, also after the row is gone."))

    class Meta:
        verbose_name = _("accessed student")
        verbose_name_plural = _("accessed students")
        indexes = [models.Index(fields=["student_number", "-entry"], name="access_by_student")]

    def __str__(self):
        return f"{self.entry_id}: {self.student_number}"


class Disclosure(ChainedModel):
    """What was told to somebody outside the school: which records, to whom, why, by which consent (34 CFR § 99.32)."""

    disclosed_at = models.DateTimeField(_("when"))
    disclosed_by_label = models.CharField(_("by"), max_length=254)
    student_number = models.BigIntegerField(_("student"), db_index=True)
    recipient = models.CharField(_("to"), max_length=250)
    records = models.JSONField(_("records"))
    purpose = models.CharField(_("purpose"), max_length=120)
    consent_number = models.BigIntegerField(_("consent"), null=True)
    referral_number = models.CharField(_("referral"), max_length=9, blank=True)
    is_confidential = models.BooleanField(_("by minor consent"), default=False)

    class Meta:
        verbose_name = _("disclosure")
        verbose_name_plural = _("disclosures")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["district", "number"], name="one_disclosure_per_district_and_number")
        ]
        indexes = [models.Index(fields=["district", "-disclosed_at", "-id"], name="disclosure_by_day")]

    def __str__(self):
        return f"{self.number}"


class BreakGlass(models.Model):
    """Somebody opened a record beyond their reach in an emergency, for some hours; it is looked into."""

    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="+")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = EncryptedTextField(_("reason"))
    opened_at = models.DateTimeField(_("opened"))
    expires_at = models.DateTimeField(_("until"))
    reviewed_at = models.DateTimeField(_("reviewed"), null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    finding = EncryptedTextField(_("finding"), blank=True)

    class Meta:
        verbose_name = _("emergency access")
        verbose_name_plural = _("emergency accesses")
        ordering = ["-opened_at", "-pk"]
        indexes = [models.Index(fields=["opened_by", "expires_at"], name="break_glass_by_person")]

    def __str__(self):
        return str(_("Emergency access %(number)d") % {"number": self.pk or 0})
