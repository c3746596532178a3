"""Who works with OASIS: role, site, on which basis they see records, and what they were trained in."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from districts.models import BargainingUnit, District, Organization
from lmi_portal.library.models import Resource

from .site import Position, Site


class Role(models.TextChoices):
    REFERRER = "referrer", _("Referrer")
    COORDINATOR = "coordinator", _("Coordinator")
    SERVICE_AIDE = "service_aide", _("Social service aide")
    COUNSELING_AIDE = "counseling_aide", _("Counseling aide")
    PARENT_LIAISON = "parent_liaison", _("Parent liaison")
    COUNSELOR = "counselor", _("Credentialed counselor")
    SITE_LEAD = "site_lead", _("Site lead")
    PROGRAM_ADMINISTRATOR = "program_administrator", _("Program administrator")
    RECORDS_OFFICIAL = "records_official", _("Records official")
    AUDITOR = "auditor", _("Auditor")


WHOLE_DISTRICT = [Role.PROGRAM_ADMINISTRATOR, Role.RECORDS_OFFICIAL, Role.AUDITOR]


class AssignmentQuerySet(models.QuerySet):
    def current(self, *, on):
        """Those that run on the Pacific day `on`."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on)


class Assignment(models.Model):
    """One person's work with OASIS at one site, or for a whole district.

    `basis` is why they may see records: a school official with a legitimate educational interest, a contractor under
    the district's direct control, or consent alone (34 CFR § 99.31(a)(1), Education Code § 49076). Employees of a
    union are consent-only: they see a record while an active consent names `employer`.
    """

    class Basis(models.TextChoices):
        EMPLOYEE = "employee", _("District employee with a legitimate educational interest")
        CONTRACTOR = "contractor", _("Contractor under an agreement")
        CONSENT = "consent", _("Consent only")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, related_name="oasis_assignments"
    )
    district = models.ForeignKey(
        District, verbose_name=_("district"), on_delete=models.PROTECT, related_name="oasis_assignments"
    )
    site = models.ForeignKey(
        Site, verbose_name=_("site"), null=True, blank=True, on_delete=models.PROTECT, related_name="assignments"
    )
    role = models.CharField(_("role"), max_length=30, choices=Role)
    position = models.ForeignKey(
        Position,
        verbose_name=_("position"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="assignments",
    )
    basis = models.CharField(_("access basis"), max_length=12, choices=Basis)
    agreement_number = models.CharField(_("agreement number"), max_length=60, blank=True)
    employer = models.ForeignKey(
        Organization,
        verbose_name=_("employer"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="oasis_assignments",
        help_text=_("The union or organization that a consent must name."),
    )
    unit = models.ForeignKey(
        BargainingUnit,
        verbose_name=_("bargaining unit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="oasis_assignments",
    )
    credential = models.CharField(
        _("credential document number"),
        max_length=40,
        blank=True,
        help_text=_("Pupil personnel services credential, for counseling notes (Education Code § 49602)."),
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["user", "-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in WHOLE_DISTRICT], site__isnull=True)
                | ~Q(role__in=[role.value for role in WHOLE_DISTRICT]) & Q(site__isnull=False),
                name="who_works_at_a_site_names_it",
            ),
            models.CheckConstraint(
                condition=~Q(basis="contractor") | ~Q(agreement_number=""), name="a_contractor_names_the_agreement"
            ),
            models.CheckConstraint(
                condition=~Q(basis="consent") | Q(employer__isnull=False), name="who_needs_consent_names_the_employer"
            ),
            models.CheckConstraint(
                condition=~Q(role="counselor") | ~Q(credential=""), name="a_counselor_names_the_credential"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="an_assignment_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["user", "site", "role", "starts_on"], name="one_assignment_per_person_site_role_and_start"
            ),
        ]
        indexes = [models.Index(fields=["user", "starts_on", "ends_on"], name="assignment_by_person_and_days")]

    def __str__(self):
        return f"{self.user.get_full_name()} · {self.get_role_display()} · {self.site or self.district}"


class TrainingModule(models.Model):
    """What somebody must have learned before they log a referral."""

    slug = models.SlugField(_("name in addresses"), unique=True)
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    resource = models.ForeignKey(
        Resource, verbose_name=_("in the library"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_required = models.BooleanField(_("required before referring"), default=True)
    valid_years = models.PositiveSmallIntegerField(_("valid for years"), null=True, blank=True)

    class Meta:
        verbose_name = _("training module")
        verbose_name_plural = _("training modules")
        ordering = ["title"]

    def __str__(self):
        return self.title


class TrainingCompletion(models.Model):
    """Somebody finished a module on a day."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="oasis_training"
    )
    module = models.ForeignKey(
        TrainingModule, verbose_name=_("module"), on_delete=models.PROTECT, related_name="completions"
    )
    completed_on = models.DateField(_("finished"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("completed training")
        verbose_name_plural = _("completed training")
        ordering = ["-completed_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "module", "completed_on"], name="one_completion_per_module_and_day")
        ]

    def __str__(self):
        return f"{self.module}, {self.completed_on:%Y-%m-%d}"
