"""What families and courts ask about records, and what must therefore be kept."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from districts.models import District
from lmi_portal.encryption import EncryptedTextField

from .student import Guardian, Student


class CorrectionRequest(models.Model):
    """A parent, or a student of 18, asks that a record be corrected (34 CFR § 99.20; Education Code § 49070)."""

    class State(models.TextChoices):
        """received → corrected or refused."""

        RECEIVED = "received", _("Received")
        CORRECTED = "corrected", _("Corrected")
        REFUSED = "refused", _("Refused, with a reason and the right to a hearing")

    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="correction_requests")
    guardian = models.ForeignKey(Guardian, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked_by = EncryptedTextField(_("asked by"))
    what = EncryptedTextField(_("what is to be corrected"))
    received_on = models.DateField(_("received"))
    due_on = models.DateField(_("answer due"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RECEIVED)
    answer = EncryptedTextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("correction request")
        verbose_name_plural = _("correction requests")
        ordering = ["-received_on", "-pk"]
        indexes = [models.Index(fields=["state", "due_on"], name="correction_by_state_and_due")]

    def __str__(self):
        return str(_("Correction request %(number)d") % {"number": self.pk or 0})


class LegalRequest(models.Model):
    """A subpoena or court order: the family is told in advance, unless the court forbids it.

    Sources: 34 CFR § 99.31(a)(9); Education Code § 49077.
    """

    class State(models.TextChoices):
        """received → notice sent (or forbidden) → answered or objected."""

        RECEIVED = "received", _("Received")
        NOTICE_SENT = "notice_sent", _("Family told in advance")
        NOTICE_FORBIDDEN = "notice_forbidden", _("Court forbids telling the family")
        ANSWERED = "answered", _("Answered")
        OBJECTED = "objected", _("Objected, or withdrawn")

    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="legal_requests")
    issuer = models.CharField(_("issued by"), max_length=250)
    case_number = models.CharField(_("case number"), max_length=60, blank=True)
    what = EncryptedTextField(_("what is asked for"))
    received_on = models.DateField(_("received"))
    respond_by_on = models.DateField(_("answer due"))
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.RECEIVED)
    notice_sent_on = models.DateField(_("family told"), null=True, blank=True)
    answer_from_on = models.DateField(_("not answered before"), null=True, blank=True)
    forbidden_by = EncryptedTextField(_("who forbids to tell the family"), blank=True)
    note = EncryptedTextField(_("note"), blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("legal request")
        verbose_name_plural = _("legal requests")
        ordering = ["-received_on", "-pk"]
        indexes = [models.Index(fields=["state", "respond_by_on"], name="legal_request_by_state_and_due")]

    def __str__(self):
        return str(_("Legal request %(number)d") % {"number": self.pk or 0})


class HoldQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(lifted_at__isnull=True)


class Hold(models.Model):
    """Nothing of the student, or of the whole district where no student is named, is destroyed while it stands."""

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="+")
    student = models.ForeignKey(Student, null=True, blank=True, on_delete=models.PROTECT, related_name="holds")
    reason = EncryptedTextField(_("reason"))
    legal_request = models.ForeignKey(
        LegalRequest, null=True, blank=True, on_delete=models.PROTECT, related_name="holds"
    )
    placed_at = models.DateTimeField(_("placed"))
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        ordering = ["-placed_at", "-pk"]
        indexes = [models.Index(fields=["district", "lifted_at"], name="hold_by_district")]

    def __str__(self):
        return str(_("Hold %(number)d") % {"number": self.pk or 0})
