from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import connections, models
from django.db.models import Exists, F, Min, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce, Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from districts.spelling import Folded, InCodeOrder, fold

from .finding import NEAR_ENOUGH, SHORTEST_TO_GUESS, begins_as, holding, likeness, nearness

# Whoever has an address in one of these works anywhere.
# fmt: off
SHARED_DOMAINS = {
    "k12.ca.us", "ca.us", "ca.gov",
    "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com", "ymail.com",
    "rocketmail.com", "aol.com", "aim.com", "icloud.com", "me.com", "mac.com", "proton.me", "protonmail.com", "pm.me",
    "gmx.com", "gmx.net", "mail.com", "zoho.com", "fastmail.com", "hey.com", "hushmail.com", "tutanota.com",
    "comcast.net", "sbcglobal.net", "att.net", "pacbell.net", "bellsouth.net", "cox.net", "verizon.net",
    "charter.net", "spectrum.net", "roadrunner.com", "frontier.com", "frontiernet.net", "earthlink.net",
    "sonic.net", "juno.com", "netzero.net",
}
# fmt: on


def refuse_shared_domain(domain):
    """A district's own domain is its own: “sanjuan.edu”, never “k12.ca.us” or a mail provider's."""
    if domain.lower() in SHARED_DOMAINS or "." not in domain.strip("."):
        raise ValidationError(_("“%(domain)s” is shared by many: leave it empty.") % {"domain": domain})


class County(models.Model):
    """One of California's 58 counties, with the CCSESA service region (1–11) of its county office of education."""

    code = models.CharField(_("code"), max_length=2, primary_key=True, validators=[RegexValidator(r"^\d{2}$")])
    name = models.CharField(_("name"), max_length=40, unique=True)
    region = models.PositiveSmallIntegerField(
        _("region"), validators=[MinValueValidator(1), MaxValueValidator(11)], db_index=True
    )

    class Meta:
        verbose_name = _("county")
        verbose_name_plural = _("counties")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(region__gte=1, region__lte=11), name="county_in_one_of_eleven_regions")
        ]

    def __str__(self):
        return self.name


class DistrictQuerySet(models.QuerySet):
    def active(self):
        return self.exclude(status__in=District.GONE)

    def found_by(self, words):
        """Those that hold every one of `words` in name, city, county, CD code or a union, best first (see finding)."""
        found = self.active().select_related("county").filter(holding(words))
        return found.order_by(begins_as(words), InCodeOrder("spelling"), "cd_code")

    def spelled_like(self, words):
        """Those whose words are spelled much like `words`, nearest first; none on SQLite, which cannot tell."""
        if connections[self.db].vendor != "postgresql" or len(fold(words)) < SHORTEST_TO_GUESS:
            return self.none()
        near = self.active().select_related("county").annotate(nearness=nearness(words))
        best = (F("nearness") + likeness(words)).desc()
        return near.filter(nearness__gte=NEAR_ENOUGH).order_by(best, InCodeOrder("spelling"), "cd_code")

    def with_participation(self):
        """Annotate `participation`: the strength of the best evidence of a part in the initiative, or None."""
        from .evidence import Evidence

        shown = Evidence.objects.of_participation().filter(district=OuterRef("pk")).order_by().values("district")
        return self.annotate(participation=Subquery(shown.annotate(best=Min("strength")).values("best")))

    def with_case_study(self):
        """Annotate `has_case_study`: whether a case study of it is published."""
        from .evidence import Evidence

        return self.annotate(has_case_study=Exists(Evidence.objects.case_studies().filter(district=OuterRef("pk"))))

    def with_shown_units(self):
        """Prefetch `shown_units`: those that everyone sees, with their organizations."""
        from .table import BargainingUnit

        units = BargainingUnit.objects.shown_to_all().select_related("organization")
        return self.prefetch_related(Prefetch("units", units.order_by("kind", "pk"), to_attr="shown_units"))

    def participating(self):
        """Those whose part in the initiative is evidenced, however strongly."""
        return self.with_participation().filter(participation__isnull=False)

    def of(self, user):
        """The districts at whose table `user` has an approved place."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(memberships__user=user, memberships__state="approved").distinct()

    def led_by(self, user):
        if not user.is_authenticated:
            return self.none()
        return self.filter(memberships__user=user, memberships__state="approved", memberships__is_lead=True).distinct()

    def asked_or_joined_by(self, user):
        """Where `user` has a place or has asked for one; enough to register a team, not to see another's."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(memberships__user=user, memberships__state__in=["approved", "requested"]).distinct()


class District(models.Model):
    """A school district or county office of education, known by its 7-digit CD code (CDE: county 2 + district 5)."""

    class Kind(models.TextChoices):
        COUNTY_OFFICE = "county_office", _("County office of education")
        ELEMENTARY = "elementary", _("Elementary school district")
        UNIFIED = "unified", _("Unified school district")
        HIGH = "high", _("High school district")

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        MERGED = "merged", _("Merged")
        PENDING = "pending", _("Pending")
        CLOSED = "closed", _("Closed")

    # Kept for what is on record of them, and offered nowhere.
    GONE = [Status.MERGED, Status.CLOSED]

    cd_code = models.CharField(
        _("CD code"), max_length=7, unique=True, validators=[RegexValidator(r"^\d{7}$", _("Seven digits."))]
    )
    name = models.CharField(_("name"), max_length=120, db_index=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    county = models.ForeignKey(County, verbose_name=_("county"), on_delete=models.PROTECT, related_name="districts")
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ACTIVE)
    street = models.CharField(_("street"), max_length=120, blank=True)
    city = models.CharField(_("city"), max_length=60, blank=True)
    zip_code = models.CharField(_("ZIP code"), max_length=10, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    website = models.URLField(_("website"), blank=True)
    email_domain = models.CharField(
        _("e-mail domain"),
        max_length=100,
        blank=True,
        db_index=True,
        validators=[
            RegexValidator(r"^[a-z0-9.-]+$", _("Small letters, digits, dots and hyphens: sanjuan.edu.")),
            refuse_shared_domain,
        ],
        help_text=_(
            "A verified e-mail address in this domain joins the district at once. Leave empty if others share it."
        ),
    )
    latitude = models.DecimalField(_("latitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    enrollment = models.PositiveIntegerField(_("enrollment"), null=True, blank=True)
    nces_id = models.CharField(_("NCES id"), max_length=7, blank=True)
    source_updated_on = models.DateField(_("source updated"), null=True, blank=True)
    spelling = models.GeneratedField(
        expression=Folded("name", "city"), output_field=models.TextField(_("spelling")), db_persist=True
    )

    objects = DistrictQuerySet.as_manager()

    class Meta:
        verbose_name = _("district")
        verbose_name_plural = _("districts")
        ordering = ["name", "cd_code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                # To SQL a comparison with null is neither true nor false, which a check lets pass.
                | Q(latitude__isnull=False, longitude__isnull=False)
                & Q(latitude__gte=32, latitude__lte=43, longitude__gte=-125, longitude__lte=-114),
                name="district_lies_in_california",
            ),
            models.UniqueConstraint(
                fields=["email_domain"], condition=~Q(email_domain=""), name="one_district_per_email_domain"
            ),
            models.CheckConstraint(
                condition=Q(email_domain=Lower("email_domain")), name="email_domain_in_small_letters"
            ),
        ]
        indexes = [
            models.Index(InCodeOrder("spelling"), "cd_code", name="district_by_spelling"),
            models.Index("county", InCodeOrder("spelling"), name="district_by_county"),
            models.Index("kind", InCodeOrder("spelling"), name="district_by_kind"),
            models.Index("enrollment", InCodeOrder("spelling"), name="district_by_enrollment"),
            models.Index(Coalesce("enrollment", 0).desc(), InCodeOrder("spelling"), name="district_by_enrollment_down"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("district", args=[self.cd_code])

    def is_gone(self):
        return self.status in self.GONE


class School(models.Model):
    """A school, known by its 14-digit CDS code (CD code 7 + school 7)."""

    cds_code = models.CharField(
        _("CDS code"), max_length=14, unique=True, validators=[RegexValidator(r"^\d{14}$", _("Fourteen digits."))]
    )
    district = models.ForeignKey(District, verbose_name=_("district"), on_delete=models.PROTECT, related_name="schools")
    name = models.CharField(_("name"), max_length=120)
    latitude = models.DecimalField(_("latitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)

    class Meta:
        verbose_name = _("school")
        verbose_name_plural = _("schools")
        ordering = ["name", "cds_code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False)
                & Q(latitude__gte=32, latitude__lte=43, longitude__gte=-125, longitude__lte=-114),
                name="school_lies_in_california",
            )
        ]

    def __str__(self):
        return self.name
