from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from districts.models import Side


class Approval(models.Model):
    """One co-chair's word for their side on one text: what needs both sides goes no further on one.

    `mark` is the fingerprint of what they had before their eyes; what is changed afterwards is not what they approved.
    """

    class Subject(models.TextChoices):
        MINUTES = "minutes", _("Minutes")
        SURVEY = "survey", _("Survey")
        RESULTS = "results", _("Results for all employees")
        REPORT = "report", _("Yearly report")
        HIGHLIGHT = "highlight", _("Public highlight")

    subject = models.CharField(_("what"), max_length=20, choices=Subject)
    subject_id = models.PositiveBigIntegerField(_("which"))
    side = models.CharField(_("side"), max_length=10, choices=Side)
    mark = models.CharField(_("fingerprint"), max_length=64)
    approved_at = models.DateTimeField(_("approved"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("approved by"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        constraints = [
            models.UniqueConstraint(fields=["subject", "subject_id", "side"], name="one_approval_per_side_and_text"),
            models.CheckConstraint(condition=Q(side__in=["labor", "management"]), name="approvals_are_of_two_sides"),
        ]

    def __str__(self):
        return f"{self.get_subject_display()} {self.subject_id} · {self.get_side_display()}"
