from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from districts.models import District, Organization


class TermQuerySet(models.QuerySet):
    def on(self, day):
        """The terms that ran on that day."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)


class Term(models.Model):
    """One seat of the steering committee for a time: an organization's, or a leader's in their own right."""

    class Group(models.TextChoices):
        STATE_ORGANIZATION = "organization", _("State organizations’ leadership")
        KEY_LEADER = "leader", _("Key state leaders")

    group = models.CharField(_("group"), max_length=12, choices=Group)
    organization = models.ForeignKey(
        Organization,
        verbose_name=_("organization"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="terms",
    )
    district = models.ForeignKey(
        District, verbose_name=_("district"), null=True, blank=True, on_delete=models.PROTECT, related_name="terms"
    )
    person = models.CharField(_("person"), max_length=150, blank=True)
    title = models.CharField(_("title"), max_length=150, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="steering_terms",
        help_text=_("Whoever signs in with it sees agendas and minutes while the term runs."),
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    is_approximate = models.BooleanField(_("days are about right"), default=False)
    source = models.CharField(_("source"), max_length=300, blank=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["group", "starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="term_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(organization__isnull=True) | Q(district__isnull=True),
                name="term_is_of_an_organization_or_a_district",
            ),
            models.CheckConstraint(
                condition=Q(organization__isnull=False) | ~Q(person=""), name="term_names_an_organization_or_a_person"
            ),
        ]
        indexes = [models.Index(fields=["starts_on", "ends_on"], name="term_by_days")]

    def __str__(self):
        return self.person or str(self.organization)


class Meeting(models.Model):
    """A meeting of the steering committee; agenda and minutes are for its members."""

    starts_at = models.DateTimeField(_("begins"), unique=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    agenda = models.TextField(_("agenda"), blank=True)
    minutes = models.TextField(_("minutes"), blank=True)
    minutes_approved_on = models.DateField(_("minutes approved"), null=True, blank=True)

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-starts_at"]

    def __str__(self):
        return f"{self.starts_at:%Y-%m-%d}"

    def get_absolute_url(self):
        return reverse("initiative:meeting", args=[self.pk])


class CommitteeDecision(models.Model):
    """What the committee decided, in one sentence and its reasons; for everyone only where it says so."""

    meeting = models.ForeignKey(
        Meeting, verbose_name=_("meeting"), null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    decided_on = models.DateField(_("decided"), db_index=True)
    sentence = models.CharField(_("decision"), max_length=300)
    reasons = models.TextField(_("reasons"), blank=True)
    is_public = models.BooleanField(_("for everyone to read"), default=False)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decision log")
        ordering = ["-decided_on", "-pk"]

    def __str__(self):
        return self.sentence
