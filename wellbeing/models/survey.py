"""Surveys that nobody can trace: what is kept of an answer, and what is never kept.

No row names who answered, when, or from where. A token is only its keyed hash, in an order that tells nothing, and is
deleted by the answer that spends it. What somebody answered is sealed while the survey is open; at its close it is
counted into ResultGroups and destroyed, with every token.
"""

import uuid

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lmi_portal.encryption import EncryptedTextField

from .program import Program


class SurveyQuerySet(models.QuerySet):
    def open(self, *, now):
        return self.filter(state=Survey.State.OPEN, closes_at__gt=now)

    def counted(self):
        return self.filter(state=Survey.State.CLOSED, counted_at__isnull=False)


class Survey(models.Model):
    """One wave of a needs or pulse survey; `questions` are keys of the question bank, in order."""

    class Kind(models.TextChoices):
        NEEDS = "needs", _("Needs survey")
        PULSE = "pulse", _("Pulse survey")

    class State(models.TextChoices):
        """draft → open, once both co-chairs approved it → closed, with all answers counted and destroyed."""

        DRAFT = "draft", _("Being written")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    program = models.ForeignKey(Program, verbose_name=_("program"), on_delete=models.PROTECT, related_name="surveys")
    kind = models.CharField(_("kind"), max_length=5, choices=Kind)
    title = models.CharField(_("title"), max_length=120)
    title_es = models.CharField(_("title in Spanish"), max_length=120)
    questions = models.JSONField(_("questions"), default=list)
    wellbq = models.JSONField(_("domains of the NIOSH WellBQ pointed to"), default=list, blank=True)
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.DRAFT)
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    counted_at = models.DateTimeField(_("counted"), null=True, blank=True)
    invited = models.PositiveIntegerField(_("invited by e-mail"), default=0)
    invited_at = models.DateTimeField(_("invitations posted"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("last reminder posted"), null=True, blank=True)
    sheets_at_most = models.PositiveSmallIntegerField(
        _("sheets of paper, at most"), default=100, help_text=_("Each has a code that takes one answer.")
    )
    paper_codes = models.PositiveIntegerField(_("paper codes given out"), default=0)
    answered = models.PositiveIntegerField(_("answered"), null=True, blank=True, help_text=_("Counted at the close."))
    shared_at = models.DateTimeField(_("shared with all employees"), null=True, blank=True)
    told_of_results_at = models.DateTimeField(
        _("employees written to of the results"), null=True, blank=True, help_text=_("From then on they stay shared.")
    )
    drafted_at = models.DateTimeField(_("drafted"))
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("drafted by"), on_delete=models.PROTECT, related_name="+"
    )

    objects = SurveyQuerySet.as_manager()

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        ordering = ["program", "-opens_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="survey_closes_after_it_opens"),
            models.CheckConstraint(
                condition=Q(paper_codes__lte=F("sheets_at_most")), name="no_more_sheets_than_both_sides_approved"
            ),
            models.CheckConstraint(
                condition=Q(state="closed", counted_at__isnull=False, answered__isnull=False)
                | ~Q(state="closed") & Q(counted_at__isnull=True, shared_at__isnull=True),
                name="a_closed_survey_is_counted",
            ),
            models.CheckConstraint(
                condition=Q(told_of_results_at__isnull=True) | Q(shared_at__isnull=False),
                name="employees_are_told_of_shared_results_alone",
            ),
        ]
        indexes = [models.Index(fields=["state", "closes_at"], name="survey_by_close")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("wellbeing:survey", args=[self.program.district.cd_code, self.pk])

    def takes_answers(self, *, now):
        return self.state == self.State.OPEN and self.opens_at <= now < self.closes_at


class SurveyToken(models.Model):
    """One right to answer once: a keyed hash of what the letter or paper says, tied to nobody."""

    digest = models.CharField(primary_key=True, max_length=64, validators=[RegexValidator(r"^[0-9a-f]{32,64}$")])
    survey = models.ForeignKey(Survey, verbose_name=_("survey"), on_delete=models.CASCADE, related_name="tokens")

    class Meta:
        verbose_name = _("survey token")
        verbose_name_plural = _("survey tokens")

    def __str__(self):
        return str(_("Survey token"))


class Response(models.Model):
    """What one person answered, sealed until the survey closes; under a random name, so that no order tells of time.

    `sealed` is JSON: {"about": {dimension: value}, "answers": {question: value}, "comments": {question: text}}.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, verbose_name=_("survey"), on_delete=models.CASCADE, related_name="responses")
    sealed = EncryptedTextField(_("sealed answers"))

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")

    def __str__(self):
        return str(_("Response"))
