"""Where OASIS works: a school in a year, what is funded there, and the days on which it is closed."""

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from districts.models import BargainingUnit, District, School


class SiteQuerySet(models.QuerySet):
    def of_year(self, *, on):
        return self.filter(year=school_year_of(on))


class Site(models.Model):
    """One school in one school year, by the year in which it begins: 2026 is July 1, 2026 to June 30, 2027."""

    school = models.ForeignKey(School, verbose_name=_("school"), on_delete=models.PROTECT, related_name="sites")
    year = models.PositiveSmallIntegerField(
        _("school year begins in"), validators=[MinValueValidator(2013), MaxValueValidator(2100)]
    )
    program_ended_on = models.DateField(
        _("program ended"),
        null=True,
        blank=True,
        help_text=_("Notes are destroyed six months after this day (5 CCR § 437)."),
    )

    objects = SiteQuerySet.as_manager()

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        ordering = ["-year", "school__name", "pk"]
        constraints = [models.UniqueConstraint(fields=["school", "year"], name="one_site_per_school_and_year")]

    def __str__(self):
        return f"{self.school} {self.year}–{(self.year + 1) % 100:02}"

    def last_day(self):
        return date(self.year + 1, 6, 30)


def school_year_of(day):
    """The year in which the school year of `day` begins; it runs from July 1 (Education Code § 37200)."""
    return day.year if day.month >= 7 else day.year - 1


class Position(models.Model):
    """A paid place at a site, and out of which money."""

    class Funding(models.TextChoices):
        TITLE_I = "title_i", _("Title I, Part A")
        LCFF = "lcff", _("LCFF supplemental and concentration")
        COMMUNITY_SCHOOLS = "community_schools", _("Community schools grant")
        UNION = "union", _("Union")
        OTHER = "other", _("Other")

    site = models.ForeignKey(Site, verbose_name=_("site"), on_delete=models.CASCADE, related_name="positions")
    title = models.CharField(_("title"), max_length=120)
    unit = models.ForeignKey(
        BargainingUnit,
        verbose_name=_("bargaining unit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="oasis_positions",
    )
    funding = models.CharField(_("funding"), max_length=20, choices=Funding)
    budget_line = models.CharField(_("budget line"), max_length=60, blank=True)
    full_time_equivalent = models.DecimalField(_("FTE"), max_digits=3, decimal_places=2, default=1)
    yearly_cost = models.DecimalField(_("cost a year"), max_digits=10, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        ordering = ["site", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(full_time_equivalent__gt=0, full_time_equivalent__lte=1), name="fte_is_above_0_and_up_to_1"
            ),
            models.CheckConstraint(
                condition=Q(yearly_cost__isnull=True) | Q(yearly_cost__gte=0),
                name="a_position_costs_no_less_than_nothing",
            ),
        ]

    def __str__(self):
        return f"{self.title}, {self.site}"


class DayOff(models.Model):
    """A weekday on which a district's schools are closed, beside the state's holidays."""

    district = models.ForeignKey(
        District, verbose_name=_("district"), on_delete=models.CASCADE, related_name="oasis_days_off"
    )
    off_on = models.DateField(_("day"))
    name = models.CharField(_("why"), max_length=120, help_text=_("Spring break"))

    class Meta:
        verbose_name = _("day off")
        verbose_name_plural = _("days off")
        ordering = ["off_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["district", "off_on"], name="one_day_off_per_district_and_day")]

    def __str__(self):
        return f"{self.off_on:%Y-%m-%d} {self.name}"
