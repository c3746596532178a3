"""The joint committee: who sits on it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from districts.models import BargainingUnit, Side

from .program import Program
from .workforce import JobClass, Shift

TWO_SIDES = Q(side__in=[Side.LABOR, Side.MANAGEMENT])


class CommitteeSeatQuerySet(models.QuerySet):
    def current(self):
        return self.filter(until_on__isnull=True)

    def co_chairs(self):
        return self.current().filter(is_co_chair=True)

    def seated_on(self, day):
        """Those who sat on the Pacific `day`, first and last day included."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gte=day), since_on__lte=day)

    def of(self, user):
        """The seats of `user`, by the address that they proved to be theirs."""
        if not user.is_authenticated:
            return self.none()
        return self.current().filter(email=user.email.lower())


class CommitteeSeat(models.Model):
    """One person's place on a joint committee, named by their own side.

    Each side chooses its own: an employer does not choose who speaks for employees (Government Code § 3543.5(d)).
    """

    program = models.ForeignKey(Program, verbose_name=_("program"), on_delete=models.PROTECT, related_name="seats")
    side = models.CharField(_("side"), max_length=10, choices=Side)
    unit = models.ForeignKey(
        BargainingUnit,
        verbose_name=_("bargaining unit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    job_class = models.CharField(_("job class"), max_length=20, choices=JobClass)
    shift = models.CharField(_("shift"), max_length=10, choices=Shift)
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"))
    is_co_chair = models.BooleanField(_("co-chair"), default=False)
    since_on = models.DateField(_("since"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("named by"), on_delete=models.PROTECT, related_name="+"
    )

    objects = CommitteeSeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("committee seat")
        verbose_name_plural = _("committee seats")
        ordering = ["program", "side", "-is_co_chair", "name"]
        constraints = [
            models.CheckConstraint(condition=TWO_SIDES, name="committee_seats_are_of_two_sides"),
            models.CheckConstraint(
                condition=Q(unit__isnull=True) | Q(side="labor"), name="only_labor_sits_for_a_unit_on_a_committee"
            ),
            models.UniqueConstraint(
                fields=["program", "side"],
                condition=Q(is_co_chair=True, until_on__isnull=True),
                name="one_co_chair_per_side",
            ),
            models.UniqueConstraint(
                fields=["program", "email"],
                condition=Q(until_on__isnull=True),
                name="one_current_committee_seat_per_person",
            ),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="committee_email_in_small_letters"),
        ]
        indexes = [models.Index(fields=["email"], name="committee_seat_by_email")]

    def __str__(self):
        return self.name
