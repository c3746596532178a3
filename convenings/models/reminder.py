from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .convening import Convening
from .registration import Registration, Seat


class ReminderRule(models.Model):
    """When a convening writes to its teams without being asked.

    `days` counts from the first day for `before` (14: two weeks ahead), from the last day for `after`, and is the
    interval for `roster` (7: weekly until the roster is complete or the convening begins).
    """

    class Kind(models.TextChoices):
        BEFORE = "before", _("Before it, to members")
        ROSTER = "roster", _("Roster incomplete, to the lead")
        AFTER = "after", _("After it, thanks")

    convening = models.ForeignKey(Convening, on_delete=models.CASCADE, related_name="reminder_rules")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    days = models.PositiveSmallIntegerField(_("days"))
    send_time = models.TimeField(_("at (Pacific)"))
    note = models.TextField(_("words of your own"), blank=True, help_text=_("Shown above the standard text."))
    is_on = models.BooleanField(_("on"), default=True)

    class Meta:
        verbose_name = _("reminder rule")
        verbose_name_plural = _("reminder rules")
        ordering = ["kind", "-days", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["convening", "kind", "days"], name="one_rule_per_kind_and_day"),
            models.CheckConstraint(
                condition=~Q(kind="roster") | Q(days__gte=1), name="roster_reminder_has_an_interval"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} ({self.days})"


class Reminder(models.Model):
    """One planned e-mail of one rule to one seat, or to the registrar where `seat` is empty."""

    class State(models.TextChoices):
        """planned → posted, or skipped where it no longer makes sense when its time comes."""

        PLANNED = "planned", _("Planned")
        POSTED = "posted", _("Posted")
        SKIPPED = "skipped", _("Skipped")

    rule = models.ForeignKey(ReminderRule, on_delete=models.CASCADE, related_name="reminders")
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="reminders")
    seat = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.CASCADE, related_name="reminders")
    turn = models.PositiveSmallIntegerField(_("turn"), default=1, help_text=_("1 but for weekly ones."))
    due_at = models.DateTimeField(_("due"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    posted_at = models.DateTimeField(_("posted"), null=True, blank=True)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "seat", "turn"], condition=Q(seat__isnull=False), name="one_reminder_per_rule_and_seat"
            ),
            models.UniqueConstraint(
                fields=["rule", "registration", "turn"],
                condition=Q(seat__isnull=True),
                name="one_reminder_per_rule_and_registrar",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="reminder_by_state_and_due")]

    def __str__(self):
        return f"{self.rule} for {self.seat or self.registration}"


class FollowerQuerySet(models.QuerySet):
    def to_tell(self):
        return self.filter(confirmed_at__isnull=False, unsubscribed_at__isnull=True, told_at__isnull=True)


class Follower(models.Model):
    """Someone who asked to be told when a convening's registration opens; counts once confirmed by its link."""

    convening = models.ForeignKey(Convening, on_delete=models.CASCADE, related_name="followers")
    email = models.EmailField(_("e-mail"))
    asked_at = models.DateTimeField(_("asked"))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    unsubscribed_at = models.DateTimeField(_("unsubscribed"), null=True, blank=True)
    told_at = models.DateTimeField(_("told that it opened"), null=True, blank=True)

    objects = FollowerQuerySet.as_manager()

    class Meta:
        verbose_name = _("follower")
        verbose_name_plural = _("followers")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["convening", "email"], name="one_follower_per_convening_and_email")
        ]

    def __str__(self):
        return f"{self.email} · {self.convening}"
