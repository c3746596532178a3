"""What a program's reach was at the end of a month, as it was counted once and for good."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lmi_portal.written_once import WrittenOnceModel

from .program import Program


class ReachFigures(WrittenOnceModel):
    """The reach of one program in a school year, up to the end of a month; the row of a month is never changed.

    `figures` is what the page says. `held` is what no page says: how many people of each group are counted in sums
    that name no group (see wellbeing/reach/stepping.py).
    """

    program = models.ForeignKey(
        Program, verbose_name=_("program"), on_delete=models.PROTECT, related_name="reach_figures"
    )
    school_year = models.PositiveSmallIntegerField(_("school year"), help_text=_("The year in which it begins."))
    through_on = models.DateField(_("through"))
    counted_at = models.DateTimeField(_("counted"))
    figures = models.JSONField(_("figures"))
    held = models.JSONField(_("held back"))

    class Meta:
        verbose_name = _("reach figures")
        verbose_name_plural = _("reach figures")
        ordering = ["program", "-through_on"]
        constraints = [models.UniqueConstraint(fields=["program", "through_on"], name="reach_is_counted_once_a_month")]

    def __str__(self):
        return f"{self.program} · {self.through_on:%B %Y}"
