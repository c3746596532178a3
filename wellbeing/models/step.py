"""The eight steps of one school year: who answers for each, what it left behind, and what came of it."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from districts.models import Side

from .committee import CommitteeSeat
from .meeting import Decision
from .program import Program


class Step(models.Model):
    """One of the eight steps in one school year; it is done once the owners of both sides say so."""

    class Number(models.IntegerChoices):
        COMMITMENT = 1, _("Commit jointly")
        COMMITTEE = 2, _("Build the committee")
        READINESS = 3, _("Check readiness")
        LISTEN = 4, _("Listen")
        PRIORITIES = 5, _("Choose priorities")
        PLAN = 6, _("Plan actions")
        RUN = 7, _("Launch and run")
        RENEW = 8, _("Evaluate and renew")

    program = models.ForeignKey(Program, verbose_name=_("program"), on_delete=models.PROTECT, related_name="steps")
    school_year = models.PositiveSmallIntegerField(_("school year"), help_text=_("The year in which it begins."))
    number = models.PositiveSmallIntegerField(_("step"), choices=Number)
    due_on = models.DateField(_("due"), null=True, blank=True)
    labor_owner = models.ForeignKey(
        CommitteeSeat, verbose_name=_("labor owner"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    management_owner = models.ForeignKey(
        CommitteeSeat,
        verbose_name=_("management owner"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    labor_done_at = models.DateTimeField(_("done, says labor"), null=True, blank=True)
    management_done_at = models.DateTimeField(_("done, says management"), null=True, blank=True)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["program", "-school_year", "number"]
        constraints = [
            models.UniqueConstraint(fields=["program", "school_year", "number"], name="each_step_once_a_year"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=8), name="one_of_eight_steps"),
        ]

    def __str__(self):
        return f"{self.school_year} · {self.get_number_display()}"

    def is_done(self):
        return self.labor_done_at is not None and self.management_done_at is not None


class Artefact(models.Model):
    """What a step left behind: a note, or a link to where it is kept."""

    class Kind(models.TextChoices):
        FOCUS_GROUP = "focus_group", _("Focus group")
        POLICY_SCAN = "policy_scan", _("Policy scan")
        DOCUMENT = "document", _("Document")
        NOTE = "note", _("Note")

    step = models.ForeignKey(Step, verbose_name=_("step"), on_delete=models.PROTECT, related_name="artefacts")
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    title = models.CharField(_("title"), max_length=150)
    text = models.TextField(_("text"), blank=True)
    link = models.URLField(_("link"), blank=True)
    added_at = models.DateTimeField(_("added"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("added by"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("artefact")
        verbose_name_plural = _("artefacts")
        ordering = ["step", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text="", link=""), name="an_artefact_has_a_text_or_a_link")]

    def __str__(self):
        return self.title


class ReadinessAnswer(models.Model):
    """How far one side sees the district on one statement of the readiness check, 1 (not at all) to 4 (fully)."""

    program = models.ForeignKey(Program, verbose_name=_("program"), on_delete=models.PROTECT, related_name="readiness")
    school_year = models.PositiveSmallIntegerField(_("school year"))
    side = models.CharField(_("side"), max_length=10, choices=Side)
    statement = models.CharField(_("statement"), max_length=40)
    rating = models.PositiveSmallIntegerField(_("rating"), validators=[MinValueValidator(1), MaxValueValidator(4)])
    answered_at = models.DateTimeField(_("answered"))
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("answered by"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("readiness answer")
        verbose_name_plural = _("readiness answers")
        constraints = [
            models.UniqueConstraint(
                fields=["program", "school_year", "side", "statement"], name="one_readiness_answer_per_side"
            ),
            models.CheckConstraint(condition=Q(rating__gte=1, rating__lte=4), name="readiness_from_one_to_four"),
            models.CheckConstraint(condition=Q(side__in=["labor", "management"]), name="readiness_of_two_sides"),
        ]

    def __str__(self):
        return f"{self.school_year} · {self.side} · {self.statement}"


class Priority(models.Model):
    """One of two to four priorities on which both sides agreed for a school year."""

    program = models.ForeignKey(Program, verbose_name=_("program"), on_delete=models.PROTECT, related_name="priorities")
    school_year = models.PositiveSmallIntegerField(_("school year"))
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("priority"), max_length=150)
    reason = models.TextField(_("why this one"))
    decision = models.ForeignKey(
        Decision, verbose_name=_("decision"), on_delete=models.PROTECT, related_name="priorities"
    )

    class Meta:
        verbose_name = _("priority")
        verbose_name_plural = _("priorities")
        ordering = ["program", "-school_year", "position"]
        constraints = [
            models.UniqueConstraint(fields=["program", "school_year", "position"], name="priorities_are_in_order"),
            models.CheckConstraint(condition=Q(position__gte=1, position__lte=4), name="four_priorities_at_most"),
        ]

    def __str__(self):
        return self.title


class Action(models.Model):
    """One line of the action plan; one person of each side answers for it. Money in dollars."""

    class Progress(models.TextChoices):
        PLANNED = "planned", _("Planned")
        UNDER_WAY = "under_way", _("Under way")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    priority = models.ForeignKey(Priority, verbose_name=_("priority"), on_delete=models.PROTECT, related_name="actions")
    goal = models.CharField(_("goal"), max_length=250)
    activity = models.CharField(_("activity"), max_length=250)
    labor_owner = models.ForeignKey(
        CommitteeSeat, verbose_name=_("labor owner"), on_delete=models.PROTECT, related_name="+"
    )
    management_owner = models.ForeignKey(
        CommitteeSeat, verbose_name=_("management owner"), on_delete=models.PROTECT, related_name="+"
    )
    budget = models.DecimalField(_("budget"), max_digits=10, decimal_places=2, default=0)
    spent = models.DecimalField(_("spent"), max_digits=10, decimal_places=2, default=0)
    due_on = models.DateField(_("due"))
    measure = models.CharField(_("measure"), max_length=250)
    progress = models.CharField(_("progress"), max_length=10, choices=Progress, default=Progress.PLANNED)

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ["priority", "due_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(budget__gte=0, spent__gte=0), name="actions_cost_nothing_or_more")
        ]

    def __str__(self):
        return self.activity
