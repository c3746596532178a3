"""The ideas box: what employees would like, and how many want it; neither writers nor voters are kept by name."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lmi_portal.family_language import for_families

from .program import Program


class Idea(models.Model):
    class State(models.TextChoices):
        """new → open once a committee member has read it; open → planned, done or declined."""

        NEW = "new", for_families("Waiting to be read")
        OPEN = "open", for_families("Open for votes")
        PLANNED = "planned", for_families("Planned")
        DONE = "done", for_families("Done")
        DECLINED = "declined", for_families("Not now")

    program = models.ForeignKey(Program, verbose_name=_("program"), on_delete=models.PROTECT, related_name="ideas")
    text = models.CharField(_("idea"), max_length=300)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.NEW)
    answer = models.CharField(_("the committee’s answer"), max_length=300, blank=True)
    is_for_bargaining = models.BooleanField(_("belongs to bargaining"), default=False)
    written_on = models.DateField(_("written"))

    class Meta:
        verbose_name = _("idea")
        verbose_name_plural = _("ideas")
        ordering = ["program", "-pk"]
        indexes = [models.Index(fields=["program", "state"], name="idea_by_state")]

    def __str__(self):
        return str(_("Idea %(number)s") % {"number": self.pk})


class IdeaVote(models.Model):
    """One vote; `voter` is a keyed hash of idea and employee, so that nobody votes twice and nobody is listed."""

    idea = models.ForeignKey(Idea, verbose_name=_("idea"), on_delete=models.CASCADE, related_name="votes")
    voter = models.CharField(_("voter"), max_length=32)

    class Meta:
        verbose_name = _("vote for an idea")
        verbose_name_plural = _("votes for ideas")
        constraints = [models.UniqueConstraint(fields=["idea", "voter"], name="one_vote_per_employee_and_idea")]

    def __str__(self):
        return str(_("Vote"))
