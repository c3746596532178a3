"""Who works in the district: what kinds of employees there are, how many, and who may be written to."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from districts.models import BargainingUnit
from lmi_portal.family_language import for_families

from .program import Program


class JobClass(models.TextChoices):
    TEACHING = "teaching", for_families("Teacher")
    STUDENT_SUPPORT = "student_support", for_families("Counselor, nurse, librarian, psychologist")
    AIDE = "aide", for_families("Aide or paraeducator")
    OFFICE = "office", for_families("Office")
    CUSTODIAL = "custodial", for_families("Custodian, grounds, repairs")
    FOOD = "food", for_families("Kitchen and food")
    TRANSPORT = "transport", for_families("Bus and transport")
    TECHNICAL = "technical", for_families("Computers and technology")
    SAFETY = "safety", for_families("Campus safety")
    ADMINISTRATION = "administration", for_families("Principal, manager, supervisor")


class Shift(models.TextChoices):
    EARLY = "early", for_families("Early morning")
    DAY = "day", for_families("Day")
    EVENING = "evening", for_families("Evening")
    NIGHT = "night", for_families("Night")
    SPLIT = "split", for_families("Split: morning and afternoon")


class Worksite(models.Model):
    """A school or office of the district where its employees work."""

    program = models.ForeignKey(Program, verbose_name=_("program"), on_delete=models.CASCADE, related_name="worksites")
    name = models.CharField(_("name"), max_length=100)

    class Meta:
        verbose_name = _("work site")
        verbose_name_plural = _("work sites")
        ordering = ["program", "name"]
        constraints = [models.UniqueConstraint(fields=["program", "name"], name="one_work_site_per_name")]

    def __str__(self):
        return self.name


class Headcount(models.Model):
    """How many employees of one unit work one shift in a school year; without a unit, those whom none represents."""

    program = models.ForeignKey(Program, verbose_name=_("program"), on_delete=models.CASCADE, related_name="headcounts")
    school_year = models.PositiveSmallIntegerField(_("school year"), help_text=_("The year in which it begins."))
    unit = models.ForeignKey(
        BargainingUnit,
        verbose_name=_("bargaining unit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    shift = models.CharField(_("shift"), max_length=10, choices=Shift)
    employees = models.PositiveIntegerField(_("employees"))

    class Meta:
        verbose_name = _("headcount")
        verbose_name_plural = _("headcounts")
        ordering = ["program", "school_year", "unit", "shift"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "school_year", "unit", "shift"], name="one_headcount_per_year_unit_and_shift"
            ),
            # To SQL no null is like another.
            models.UniqueConstraint(
                fields=["program", "school_year", "shift"],
                condition=Q(unit__isnull=True),
                name="one_headcount_of_the_unrepresented",
            ),
        ]

    def __str__(self):
        return f"{self.school_year} · {self.unit or _('no unit')} · {self.get_shift_display()}"


class EmployeeQuerySet(models.QuerySet):
    def current(self):
        return self.filter(is_current=True)

    def of(self, user):
        """The rows of `user` on the lists of employees, by the address that they proved to be theirs."""
        if not user.is_authenticated:
            return self.none()
        return self.current().filter(email=user.email.lower())


class Employee(models.Model):
    """One employee on the list by which a program writes to people; nothing about their health, ever."""

    program = models.ForeignKey(Program, verbose_name=_("program"), on_delete=models.CASCADE, related_name="employees")
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"))
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
    worksite = models.ForeignKey(
        Worksite, verbose_name=_("work site"), null=True, blank=True, on_delete=models.PROTECT, related_name="employees"
    )
    language = models.CharField(_("language"), max_length=5, default="en")
    is_current = models.BooleanField(_("works here now"), default=True)

    objects = EmployeeQuerySet.as_manager()

    class Meta:
        verbose_name = _("employee")
        verbose_name_plural = _("employees")
        ordering = ["program", "email"]
        constraints = [
            models.UniqueConstraint(fields=["program", "email"], name="one_row_per_employee_and_program"),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="employee_email_in_small_letters"),
        ]
        indexes = [models.Index(fields=["email"], name="employee_by_email")]

    def __str__(self):
        return str(_("Employee %(number)s") % {"number": self.pk})
