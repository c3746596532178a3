"""Who sits at a district's table."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .directory import District
from .organization import Organization


class Side(models.TextChoices):
    LABOR = "labor", _("Labor")
    MANAGEMENT = "management", _("Management")
    NEUTRAL = "neutral", _("Neutral")


class BargainingUnitQuerySet(models.QuerySet):
    def shown_to_all(self):
        """All but those of low confidence, which staff look into first."""
        return self.exclude(confidence=BargainingUnit.Confidence.LOW)

    def at_the_table(self):
        """Units that have an exclusive representative, in the order in which seats are offered."""
        return (
            self.shown_to_all()
            .exclude(kind=BargainingUnit.Kind.UNREPRESENTED)
            .select_related("organization")
            .order_by("kind", "organization__name", "pk")
        )


class BargainingUnit(models.Model):
    """The employees of one district that one organization represents.

    A unit has exactly one kind: certificated and classified employees are never in one unit, and supervisors are in
    a unit of their own (Government Code § 3545(b)).
    """

    class Kind(models.TextChoices):
        CERTIFICATED = "certificated", _("Certificated")
        CERTIFICATED_SUPERVISORY = "certificated_supervisory", _("Certificated supervisors")
        CLASSIFIED = "classified", _("Classified")
        CLASSIFIED_SUPERVISORY = "classified_supervisory", _("Classified supervisors")
        UNREPRESENTED = "unrepresented", _("Unrepresented (agreement only)")

    class Confidence(models.TextChoices):
        HIGH = "high", _("High")
        MEDIUM = "medium", _("Medium")
        LOW = "low", _("Low")

    district = models.ForeignKey(District, verbose_name=_("district"), on_delete=models.PROTECT, related_name="units")
    organization = models.ForeignKey(
        Organization, verbose_name=_("organization"), on_delete=models.PROTECT, related_name="units"
    )
    label = models.CharField(_("label"), max_length=60, blank=True, help_text=_("Unit B"))
    kind = models.CharField(_("kind"), max_length=30, choices=Kind)
    covers = models.CharField(_("covers"), max_length=250, blank=True)
    members = models.PositiveIntegerField(_("members"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=250, blank=True)
    confidence = models.CharField(_("confidence"), max_length=10, choices=Confidence, default=Confidence.HIGH)

    objects = BargainingUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("bargaining unit")
        verbose_name_plural = _("bargaining units")
        ordering = ["district", "kind", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "certificated",
                        "certificated_supervisory",
                        "classified",
                        "classified_supervisory",
                        "unrepresented",
                    ]
                ),
                name="one_unit_is_of_exactly_one_kind",
            ),
            models.UniqueConstraint(
                fields=["district", "organization", "label", "kind"], name="one_unit_per_organization_label_and_kind"
            ),
        ]

    def __str__(self):
        return f"{self.organization} {self.label}".strip()

    def clean(self):
        others = BargainingUnit.objects.filter(district_id=self.district_id, organization_id=self.organization_id)
        refuse_own_supervisors([self, *others.exclude(pk=self.pk)])


def refuse_own_supervisors(units):
    """Raise ValidationError where one organization of a district represents employees and those who supervise them.

    `units` are of one district. Source: Government Code § 3545(b)(2).
    """
    Kind = BargainingUnit.Kind
    represented = {(unit.organization_id, unit.kind) for unit in units}
    for supervisors, supervised in (
        (Kind.CERTIFICATED_SUPERVISORY, Kind.CERTIFICATED),
        (Kind.CLASSIFIED_SUPERVISORY, Kind.CLASSIFIED),
    ):
        if any((organization, supervised) in represented for organization, kind in represented if kind == supervisors):
            raise ValidationError(
                _(
                    "Supervisors may not be represented by the organization that represents those they supervise"
                    " (Government Code § 3545(b)(2))."
                )
            )


class MembershipQuerySet(models.QuerySet):
    def approved(self):
        return self.filter(state=Membership.State.APPROVED)

    def requested(self):
        return self.filter(state=Membership.State.REQUESTED)

    def current(self):
        return self.filter(state__in=[Membership.State.REQUESTED, Membership.State.APPROVED])

    def led(self):
        return self.approved().filter(is_lead=True)


class Membership(models.Model):
    """One person's place at one district's table."""

    class Role(models.TextChoices):
        SUPERINTENDENT = "superintendent", _("Superintendent or designee")
        CABINET = "cabinet", _("Cabinet member")
        BOARD = "board", _("Board member")
        SITE_LEADER = "site_leader", _("Principal or site leader")
        UNIT_LEAD = "unit_lead", _("Union president or lead")
        UNIT_MEMBER = "unit_member", _("Union representative or member")
        STAFF = "staff", _("District staff")
        FACILITATOR = "facilitator", _("Facilitator")

    class Employees(models.TextChoices):
        CERTIFICATED = "certificated", _("Certificated employees")
        CLASSIFIED = "classified", _("Classified employees")

    class State(models.TextChoices):
        """requested → approved or declined; approved → ended."""

        REQUESTED = "requested", _("Waiting for approval")
        APPROVED = "approved", _("Approved")
        DECLINED = "declined", _("Declined")
        ENDED = "ended", _("Ended")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="memberships"
    )
    district = models.ForeignKey(
        District, verbose_name=_("district"), on_delete=models.PROTECT, related_name="memberships"
    )
    side = models.CharField(_("side"), max_length=10, choices=Side)
    role = models.CharField(_("role"), max_length=20, choices=Role)
    unit = models.ForeignKey(
        BargainingUnit,
        verbose_name=_("bargaining unit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    employees = models.CharField(
        _("employees spoken for"),
        max_length=20,
        choices=Employees,
        blank=True,
        help_text=_("Only where the district has no such bargaining unit on file."),
    )
    is_lead = models.BooleanField(
        _("team lead"), default=False, help_text=_("Registers and changes the district's teams and approves members.")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.REQUESTED)
    requested_at = models.DateTimeField(_("requested"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decline_reason = models.CharField(_("reason for declining"), max_length=300, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "district"],
                condition=Q(state__in=["requested", "approved"]),
                name="one_current_place_per_person_and_district",
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=True) | Q(side="labor"), name="only_labor_sits_for_a_bargaining_unit"
            ),
            models.CheckConstraint(
                condition=Q(employees="") | Q(side="labor", unit__isnull=True),
                name="only_labor_without_a_unit_names_employees",
            ),
            models.CheckConstraint(
                condition=Q(side="labor", role__in=["unit_lead", "unit_member"])
                | Q(side="management", role__in=["superintendent", "cabinet", "board", "site_leader", "staff"])
                | Q(side="neutral", role="facilitator"),
                name="membership_role_fits_its_side",
            ),
        ]
        indexes = [models.Index(fields=["district", "state"], name="membership_by_district_state")]

    def __str__(self):
        return f"{self.user} · {self.get_role_display()} · {self.district}"

    def speaks_for(self):
        """The unit, or the employees named for want of one; empty for management and neutrals."""
        return str(self.unit) if self.unit_id else self.get_employees_display()
