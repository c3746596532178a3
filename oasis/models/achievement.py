"""What OASIS is judged by: students' attendance and their families' part in school life."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from districts.models import District
from lmi_portal.encryption import EncryptedTextField
from lmi_portal.written_once import WrittenOnceModel

from .site import Site
from .staff import Assignment
from .student import Household, Student


class AttendanceImport(models.Model):
    """One file of the student information system that was taken in."""

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(_("file"), max_length=250)
    file_digest = models.CharField(_("SHA-256"), max_length=64)
    imported_at = models.DateTimeField(_("taken in"))
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    report = models.JSONField(_("report"), default=dict)

    class Meta:
        verbose_name = _("attendance file")
        verbose_name_plural = _("attendance files")
        ordering = ["-imported_at", "-pk"]

    def __str__(self):
        return self.file_name


class AttendanceWindow(models.Model):
    """Days expected and attended by one student in one span of days, as the student information system counts them."""

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="attendance")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    days_expected = models.DecimalField(_("days expected"), max_digits=5, decimal_places=1)
    days_attended = models.DecimalField(_("days attended"), max_digits=5, decimal_places=1)
    imported_in = models.ForeignKey(AttendanceImport, on_delete=models.PROTECT, related_name="windows")

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        ordering = ["student", "starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["student", "starts_on", "ends_on"], name="one_attendance_per_student_and_span"
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="a_span_of_attendance_runs_forwards"),
            models.CheckConstraint(
                condition=Q(days_attended__gte=0, days_attended__lte=F("days_expected")),
                name="nobody_attends_more_days_than_expected",
            ),
        ]

    def __str__(self):
        return f"{self.student_id}: {self.starts_on:%Y-%m-%d}"


class FamilyActivity(models.Model):
    """Something that families take part in at a site; `sign_in_token` is in the QR code at the door."""

    class Kind(models.TextChoices):
        EVENT = "event", _("Event")
        TWO_WAY_CONTACT = "two_way_contact", _("Two-way contact")
        WORKSHOP = "workshop", _("Workshop")
        VOLUNTEERING = "volunteering", _("Volunteer hours")
        COUNCIL = "council", _("Council seat")
        HOME_VISIT = "home_visit", _("Home visit")

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="family_activities")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    title = models.CharField(_("title"), max_length=120)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    led_by = models.ForeignKey(
        Assignment,
        verbose_name=_("led by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="activities",
    )
    sign_in_token = models.CharField(_("token of the QR code"), max_length=40, unique=True)

    class Meta:
        verbose_name = _("family activity")
        verbose_name_plural = _("family activities")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gte=F("starts_at")), name="an_activity_ends_after_it_starts")
        ]
        indexes = [models.Index(fields=["site", "kind", "-starts_at"], name="activity_by_site_and_kind")]

    def __str__(self):
        return self.title


class Participation(models.Model):
    """One household took part; who signed in by QR code and is not matched yet has only a name."""

    activity = models.ForeignKey(FamilyActivity, on_delete=models.CASCADE, related_name="participations")
    household = models.ForeignKey(
        Household, null=True, blank=True, on_delete=models.PROTECT, related_name="participations"
    )
    signed_in_as = EncryptedTextField(_("signed in as"), blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    hours = models.DecimalField(_("hours"), max_digits=5, decimal_places=2, null=True, blank=True)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "household"], name="a_household_is_once_at_an_activity"),
            models.CheckConstraint(
                condition=Q(hours__isnull=True) | Q(hours__gt=0), name="hours_of_a_participation_are_above_0"
            ),
        ]

    def __str__(self):
        return f"{self.activity_id}: {self.household_id or ''}"


class FiguresEdition(WrittenOnceModel):
    """What a district's program achieved in one term, published once: no small cell is in `figures`, or in any dump.

    Two editions of one term would tell, one less the other, of the few who came between them.
    """

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="oasis_figures")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    published_at = models.DateTimeField(_("published"))
    figures = models.JSONField(_("figures"))

    class Meta:
        verbose_name = _("figures of a term")
        verbose_name_plural = _("figures of terms")
        ordering = ["-starts_on", "district"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "starts_on"], name="one_edition_of_figures_per_district_and_term"
            ),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="a_term_runs_forwards"),
        ]

    def __str__(self):
        return f"{self.district} {self.starts_on:%Y-%m-%d}"
