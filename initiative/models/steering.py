from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from districts.models import District, Organization


class TermQuerySet(models.QuerySet):
    def on(self, day):
        """The terms that ran on that day, which may be an expression."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)

    def with_names(self):
        return self.select_related("organization", "district")


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
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="term_ends_after_it_starts",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=Q(organization__isnull=True) | Q(district__isnull=True),
                name="term_is_of_an_organization_or_a_district",
                violation_error_message=_("Name the organization or the district, not both."),
            ),
            models.CheckConstraint(
                condition=Q(organization__isnull=False) | ~Q(person=""),
                name="term_names_an_organization_or_a_person",
                violation_error_message=_("Name an organization, a person, or both."),
            ),
        ]
        indexes = [models.Index(fields=["starts_on", "ends_on"], name="term_by_days")]

    def __str__(self):
        return self.person or str(self.organization)

    def runs_on(self, day):
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


def _shown_to(user, *, of, on):
    """What one sees whose own term runs on the day `on`, or ran on the day `of` of the row."""
    own = Term.objects.filter(user=user)
    return Q(Exists(own.on(on))) | Q(Exists(own.filter(starts_on__lte=on).on(OuterRef(of))))


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user, *, on):
        """All to whoever sits on the committee on that Pacific day; to former members those of their own terms."""
        if not user.is_authenticated:
            return self.none()
        day = TruncDate("starts_at", tzinfo=timezone.get_default_timezone())
        return self.annotate(held_on=day).filter(_shown_to(user, of="held_on", on=on))


class Meeting(models.Model):
    """A meeting of the steering committee; agenda and minutes are for its members."""

    starts_at = models.DateTimeField(_("begins"), unique=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    agenda = models.TextField(_("agenda"), blank=True)
    minutes = models.TextField(_("minutes"), blank=True)
    minutes_approved_on = models.DateField(
        _("minutes approved"), null=True, blank=True, editable=False, help_text=_("They stay as they are from then on.")
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes_approved_on__isnull=True) | ~Q(minutes=""), name="approved_minutes_are_written"
            )
        ]

    def __str__(self):
        return gettext("Meeting of %(day)s") % {"day": date_format(timezone.localdate(self.starts_at), "N j, Y")}

    def get_absolute_url(self):
        return reverse("initiative:meeting", args=[self.pk])


class MinutesNote(models.Model):
    """What supersedes a part of minutes that were approved; neither they nor it are ever changed."""

    meeting = models.ForeignKey(
        Meeting, verbose_name=_("meeting"), on_delete=models.PROTECT, related_name="minutes_notes"
    )
    text = models.TextField(_("note"))
    written_at = models.DateTimeField(_("written"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("written by"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("note on approved minutes")
        verbose_name_plural = _("notes on approved minutes")
        ordering = ["meeting", "written_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="minutes_note_says_something")]

    def __str__(self):
        return gettext("Note of %(day)s") % {"day": date_format(timezone.localdate(self.written_at), "N j, Y")}


class CommitteeDecisionQuerySet(models.QuerySet):
    def visible_to(self, user, *, on):
        """The public ones to everyone; to members as their meetings are, by the day of the decision."""
        if not user.is_authenticated:
            return self.filter(is_public=True)
        return self.filter(Q(is_public=True) | _shown_to(user, of="decided_on", on=on))


class CommitteeDecision(models.Model):
    """What the committee decided, in one sentence and its reasons; for everyone only where it says so."""

    meeting = models.ForeignKey(
        Meeting, verbose_name=_("meeting"), null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    decided_on = models.DateField(_("decided"), db_index=True)
    sentence = models.CharField(_("decision"), max_length=300)
    reasons = models.TextField(_("reasons"), blank=True)
    is_public = models.BooleanField(
        _("for everyone to read"),
        default=False,
        help_text=_("It stands in the public decision log then, with its reasons."),
    )

    objects = CommitteeDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decision log")
        ordering = ["-decided_on", "-pk"]

    def __str__(self):
        # The audit trail and the history of the staff area name rows by this, and more people read those.
        return gettext("Decision of %(day)s") % {"day": date_format(self.decided_on, "N j, Y")}
