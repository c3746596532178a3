"""What surveys found: sums over groups so large that nobody is seen in them, and comments that both sides released."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lmi_portal.encryption import EncryptedTextField

from .survey import Survey


class ResultGroup(models.Model):
    """The answers of one group, counted; all who answered where both dimensions are empty, else a cut by one or two.

    `counts` is {question: {option: people}}; a hidden group has neither counts nor a size.
    """

    class Dimension(models.TextChoices):
        UNIT = "unit", _("Bargaining unit")
        SIDE = "side", _("Side")
        JOB_CLASS = "job_class", _("Job class")
        SHIFT = "shift", _("Shift")
        WORKSITE = "worksite", _("Work site")

    survey = models.ForeignKey(Survey, verbose_name=_("survey"), on_delete=models.CASCADE, related_name="groups")
    first_dimension = models.CharField(_("first dimension"), max_length=10, choices=Dimension, blank=True)
    first_value = models.CharField(_("first value"), max_length=40, blank=True)
    second_dimension = models.CharField(_("second dimension"), max_length=10, choices=Dimension, blank=True)
    second_value = models.CharField(_("second value"), max_length=40, blank=True)
    people = models.PositiveIntegerField(_("people"), null=True, blank=True)
    counts = models.JSONField(_("counts"), null=True, blank=True)

    class Meta:
        verbose_name = _("group of answers")
        verbose_name_plural = _("groups of answers")
        ordering = ["survey", "first_dimension", "second_dimension", "first_value", "second_value"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "first_dimension", "second_dimension", "first_value", "second_value"],
                name="each_group_of_answers_once",
            ),
            models.CheckConstraint(
                condition=Q(people__isnull=True, counts__isnull=True) | Q(people__gte=10, counts__isnull=False),
                name="no_group_under_ten_is_kept",
            ),
        ]

    def __str__(self):
        return str(_("Group %(number)s") % {"number": self.pk})


class SurveyComment(models.Model):
    """One comment, apart from all that its writer answered besides; read by all once both co-chairs release it."""

    class Verdict(models.TextChoices):
        RELEASE = "release", _("Release")
        WITHHOLD = "withhold", _("Withhold")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, verbose_name=_("survey"), on_delete=models.CASCADE, related_name="comments")
    question = models.CharField(_("question"), max_length=40)
    text = EncryptedTextField(_("comment"))
    labor_verdict = models.CharField(_("labor"), max_length=10, choices=Verdict, blank=True)
    management_verdict = models.CharField(_("management"), max_length=10, choices=Verdict, blank=True)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["survey", "question", "id"]

    def __str__(self):
        return str(_("Comment"))
