"""Challenges that teams meet together: sums of teams, and never of one person."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lmi_portal.family_language import for_families

from .program import Program


class Challenge(models.Model):
    """What teams collect for some weeks; nothing that tells of a body or an illness can be counted."""

    class Counted(models.TextChoices):
        MINUTES_OUTDOORS = "minutes_outdoors", for_families("Minutes outdoors")
        BREAKS = "breaks", for_families("Breaks taken in full")
        THANKS = "thanks", for_families("Thank-you notes")
        WALKS = "walks", for_families("Walks together")
        MEALS_SHARED = "meals_shared", for_families("Lunches shared")
        SCREEN_FREE = "screen_free", for_families("Evenings without work e-mail")

    program = models.ForeignKey(Program, verbose_name=_("program"), on_delete=models.PROTECT, related_name="challenges")
    title = models.CharField(_("title"), max_length=120)
    title_es = models.CharField(_("title in Spanish"), max_length=120, blank=True)
    counted = models.CharField(_("what is counted"), max_length=20, choices=Counted)
    goal = models.PositiveIntegerField(_("goal of all teams together"), null=True, blank=True)
    starts_on = models.DateField(_("starts"))
    ends_on = models.DateField(_("ends"))

    class Meta:
        verbose_name = _("challenge")
        verbose_name_plural = _("challenges")
        ordering = ["program", "-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="challenge_ends_on_or_after_its_start"
            )
        ]

    def __str__(self):
        return self.title


class ChallengeTeam(models.Model):
    challenge = models.ForeignKey(
        Challenge, verbose_name=_("challenge"), on_delete=models.CASCADE, related_name="teams"
    )
    name = models.CharField(_("name"), max_length=60)

    class Meta:
        verbose_name = _("challenge team")
        verbose_name_plural = _("challenge teams")
        ordering = ["challenge", "name"]
        constraints = [models.UniqueConstraint(fields=["challenge", "name"], name="one_challenge_team_per_name")]

    def __str__(self):
        return self.name


class ChallengeEntry(models.Model):
    """What somebody added to their team's sum on a day; who it was is not kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(ChallengeTeam, verbose_name=_("team"), on_delete=models.CASCADE, related_name="entries")
    done_on = models.DateField(_("day"))
    amount = models.PositiveSmallIntegerField(_("amount"))

    class Meta:
        verbose_name = _("challenge entry")
        verbose_name_plural = _("challenge entries")
        constraints = [models.CheckConstraint(condition=Q(amount__gte=1), name="a_challenge_entry_adds_something")]

    def __str__(self):
        return str(_("Challenge entry"))
