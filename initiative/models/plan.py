from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class PlanQuerySet(models.QuerySet):
    def published(self):
        return self.filter(is_published=True)

    def with_measures(self):
        """All that a page of one needs, in five queries."""
        return self.prefetch_related(*Plan.PARTS)


class Plan(models.Model):
    """What the initiative means to reach within some years."""

    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    summary = models.TextField(_("summary"), blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    source = models.CharField(_("source"), max_length=300, blank=True)
    is_example = models.BooleanField(
        _("an example"),
        default=False,
        help_text=_("Its page says that the committee has not adopted it, and that its targets are made up."),
    )
    is_published = models.BooleanField(
        _("published"),
        default=False,
        help_text=_("Everyone can read it then. The published plan that runs today is shown at /strategic-plan/."),
    )

    PARTS = ["goals__objectives__measures__values"]

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("strategic plan")
        verbose_name_plural = _("strategic plans")
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="plan_ends_after_it_starts",
                violation_error_message=_("The last day lies before the first."),
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("initiative:plan_of", args=[self.slug])


class Goal(models.Model):
    """Where the plan wants to be."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="goals")
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), blank=True)

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        ordering = ["plan", "position", "pk"]

    def __str__(self):
        return self.title


class Objective(models.Model):
    """A step to a goal that can be measured."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="objectives")
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    title = models.CharField(_("title"), max_length=250)
    text = models.TextField(_("text"), blank=True)

    class Meta:
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")
        ordering = ["goal", "position", "pk"]

    def __str__(self):
        return self.title


class Measure(models.Model):
    """A number by which an objective is judged, with its target.

    `figure` names the portal's own data that it is drawn from; where it is empty, staff enter the values.
    """

    class Figure(models.TextChoices):
        CONVENINGS_HELD = "convenings_held", _("Convenings held")
        TEAMS = "teams", _("Teams at convenings")
        BOTH_SIDES = "both_sides", _("Teams with both sides at the table (percent)")
        DISTRICTS = "districts", _("Districts and county offices with evidence of a part")
        REGIONS = "regions", _("Regions with a participating district (of 11)")
        RESOURCES = "resources", _("Resources in the library")
        CASE_STUDIES = "case_studies", _("Case studies published")

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="measures")
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    name = models.CharField(_("name"), max_length=200)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    figure = models.CharField(
        _("drawn from"),
        max_length=20,
        choices=Figure,
        blank=True,
        help_text=_("The portal counts it by itself then, and the values below are not shown."),
    )
    baseline = models.DecimalField(
        _("baseline"), max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    target = models.DecimalField(
        _("target"), max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    source = models.CharField(
        _("source"), max_length=300, blank=True, help_text=_("Where the baseline and the target are written.")
    )

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["objective", "position", "pk"]

    def __str__(self):
        return self.name


class MeasureValue(models.Model):
    """What a measure stood at on a day, as staff entered it."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="values")
    measured_on = models.DateField(_("measured"))
    value = models.DecimalField(_("value"), max_digits=12, decimal_places=2, validators=[MinValueValidator(0)])
    source = models.CharField(_("source"), max_length=300)

    class Meta:
        verbose_name = _("value")
        verbose_name_plural = _("values")
        ordering = ["measure", "measured_on"]
        constraints = [models.UniqueConstraint(fields=["measure", "measured_on"], name="one_value_per_measure_and_day")]

    def __str__(self):
        return f"{self.value} ({self.measured_on})"
