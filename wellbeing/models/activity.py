"""What is on: activities of a program, who signed up, and who came."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from districts.models import BargainingUnit
from lmi_portal.family_language import for_families

from .committee import CommitteeSeat
from .program import Program
from .step import Action
from .workforce import Employee, Shift, Worksite


class Series(models.Model):
    """Activities that come back every so many weeks."""

    program = models.ForeignKey(Program, verbose_name=_("program"), on_delete=models.PROTECT, related_name="series")
    every_weeks = models.PositiveSmallIntegerField(
        _("every … weeks"), default=1, validators=[MinValueValidator(1), MaxValueValidator(8)]
    )
    until_on = models.DateField(_("until"))

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")

    def __str__(self):
        return str(_("Series %(number)s") % {"number": self.pk})


class Activity(models.Model):
    """One happening that employees may come to; without a capacity everybody may. Its cost in dollars."""

    class Kind(models.TextChoices):
        MOVEMENT = "movement", for_families("Moving together")
        FOOD = "food", for_families("Food and cooking")
        CALM = "calm", for_families("Rest and calm")
        MONEY = "money", for_families("Money and plans")
        LEARNING = "learning", for_families("Learning")
        TOGETHER = "together", for_families("Time together")
        THANKS = "thanks", for_families("Thanks and recognition")

    class State(models.TextChoices):
        """draft → open → canceled; what is over stays open."""

        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Open")
        CANCELLED = "cancelled", _("Canceled")

    program = models.ForeignKey(Program, verbose_name=_("program"), on_delete=models.PROTECT, related_name="activities")
    series = models.ForeignKey(
        Series, verbose_name=_("series"), null=True, blank=True, on_delete=models.PROTECT, related_name="activities"
    )
    action = models.ForeignKey(
        Action,
        verbose_name=_("action of the plan"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="activities",
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title = models.CharField(_("title"), max_length=120)
    title_es = models.CharField(_("title in Spanish"), max_length=120, blank=True)
    description = models.TextField(_("what happens"))
    description_es = models.TextField(_("what happens, in Spanish"), blank=True)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    worksite = models.ForeignKey(
        Worksite,
        verbose_name=_("work site"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="activities",
    )
    place = models.CharField(_("place"), max_length=200)
    shift = models.CharField(
        _("shift"), max_length=10, choices=Shift, blank=True, help_text=_("Whom its time suits; empty for everybody.")
    )
    capacity = models.PositiveSmallIntegerField(_("places"), null=True, blank=True, validators=[MinValueValidator(1)])
    cost = models.DecimalField(_("cost"), max_digits=10, decimal_places=2, default=0)
    labor_lead = models.ForeignKey(
        CommitteeSeat, verbose_name=_("labor lead"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    management_lead = models.ForeignKey(
        CommitteeSeat,
        verbose_name=_("management lead"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    cancel_reason = models.CharField(_("why it was canceled"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["program", "starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="activity_ends_later"),
            models.CheckConstraint(condition=Q(cost__gte=0), name="activity_costs_nothing_or_more"),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__gte=1), name="activity_has_a_place_or_no_limit"
            ),
        ]
        indexes = [
            models.Index(fields=["program", "state", "starts_at"], name="activity_by_day"),
            models.Index(fields=["state", "starts_at"], name="activity_to_remind_of"),
        ]

    def __str__(self):
        return self.title


class SignUp(models.Model):
    """One employee's place at one activity, or on its line; the line is in the order of `signed_up_at`."""

    class State(models.TextChoices):
        """confirmed or waitlisted → withdrawn; waitlisted → confirmed."""

        CONFIRMED = "confirmed", for_families("You have a place")
        WAITLISTED = "waitlisted", for_families("You are on the waitlist")
        WITHDRAWN = "withdrawn", for_families("You are not coming")

    activity = models.ForeignKey(
        Activity, verbose_name=_("activity"), on_delete=models.PROTECT, related_name="sign_ups"
    )
    employee = models.ForeignKey(
        Employee, verbose_name=_("employee"), on_delete=models.CASCADE, related_name="sign_ups"
    )
    state = models.CharField(_("state"), max_length=10, choices=State)
    signed_up_at = models.DateTimeField(_("signed up"))
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)

    class Meta:
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-ups")
        ordering = ["activity", "signed_up_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "employee"], name="one_sign_up_per_employee_and_activity")
        ]
        indexes = [models.Index(fields=["activity", "state", "signed_up_at"], name="sign_up_by_line")]

    def __str__(self):
        return str(_("Sign-up %(number)s") % {"number": self.pk})


class Participation(models.Model):
    """That somebody came: an employee on the list, or somebody of whom no more than unit and shift are known."""

    activity = models.ForeignKey(
        Activity, verbose_name=_("activity"), on_delete=models.PROTECT, related_name="participations"
    )
    employee = models.ForeignKey(
        Employee,
        verbose_name=_("employee"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="participations",
    )
    unit = models.ForeignKey(
        BargainingUnit,
        verbose_name=_("bargaining unit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    shift = models.CharField(_("shift"), max_length=10, choices=Shift)
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "employee"],
                condition=Q(employee__isnull=False),
                name="one_participation_per_employee_and_activity",
            )
        ]

    def __str__(self):
        return str(_("Participation %(number)s") % {"number": self.pk})


class Rating(models.Model):
    """How much somebody liked an activity, 1 to 5; tied to nobody."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    activity = models.ForeignKey(Activity, verbose_name=_("activity"), on_delete=models.CASCADE, related_name="ratings")
    stars = models.PositiveSmallIntegerField(_("stars"))

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        constraints = [models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="one_to_five_stars")]

    def __str__(self):
        return str(_("Rating"))
