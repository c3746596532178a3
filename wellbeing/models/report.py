from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .program import Program


class YearlyReportQuerySet(models.QuerySet):
    def highlighted(self):
        """Those whose highlight both sides of a district show to everyone."""
        return self.filter(highlighted_at__isnull=False)


class YearlyReport(models.Model):
    """The joint report of one school year; it is out once both co-chairs approved it, and then stays as it is.

    `figures` are frozen when it is offered for approval: what was done, reach, trends, money, next priorities.
    """

    class State(models.TextChoices):
        """draft → offered → published; offered → draft, when it is taken back."""

        DRAFT = "draft", _("Being written")
        OFFERED = "offered", _("Waiting for both co-chairs")
        PUBLISHED = "published", _("Published")

    program = models.ForeignKey(Program, verbose_name=_("program"), on_delete=models.PROTECT, related_name="reports")
    school_year = models.PositiveSmallIntegerField(_("school year"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    done = models.TextField(_("what was done"))
    learned = models.TextField(_("what was learned"), blank=True)
    next_year = models.TextField(_("priorities of next year"))
    highlight = models.TextField(
        _("highlight for the public"), blank=True, help_text=_("Shown to everyone only if both co-chairs wish it.")
    )
    figures = models.JSONField(_("figures"), default=dict, blank=True)
    drafted_at = models.DateTimeField(_("drafted"))
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("drafted by"), on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    highlighted_at = models.DateTimeField(_("highlight shown since"), null=True, blank=True)

    objects = YearlyReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("yearly report")
        verbose_name_plural = _("yearly reports")
        ordering = ["program", "-school_year"]
        constraints = [
            models.UniqueConstraint(fields=["program", "school_year"], name="one_report_per_school_year"),
            models.CheckConstraint(
                condition=Q(state="published", published_at__isnull=False)
                | ~Q(state="published") & Q(published_at__isnull=True, highlighted_at__isnull=True),
                name="a_published_report_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(highlighted_at__isnull=True) | ~Q(highlight=""), name="a_highlight_has_words"
            ),
        ]

    def __str__(self):
        return str(_("Report %(first)s–%(last)s") % {"first": self.school_year, "last": self.school_year + 1})
