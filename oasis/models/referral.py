"""Referrals: a request that one student or family meet one service, told by events that are written once."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lmi_portal.encryption import EncryptedTextField
from lmi_portal.written_once import WrittenOnceModel
from oasis.providers.models import Need, Service, ServiceAtLocation

from .consent import Consent
from .outcome import LOOP_LEFT_OPEN, Outcome, OutcomeSource
from .site import Site
from .student import Student

# Without 0, O, 1, I and L, so that it can be read out on the phone.
NUMBER_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_number():
    return "R-" + "".join(secrets.choice(NUMBER_LETTERS) for _each in range(7))


class State(models.TextChoices):
    """Which move leads where, and who may make it, is in oasis/moves.py."""

    DRAFT = "draft", _("Draft")
    AWAITING_CONSENT = "awaiting_consent", _("Awaiting consent")
    READY = "ready", _("Ready to send")
    SENT = "sent", _("Sent")
    OPENED = "opened", _("Opened by the provider")
    NEEDS_INFO = "needs_info", _("Provider asks for more")
    ACCEPTED = "accepted", _("Accepted")
    WAITLISTED = "waitlisted", _("On a waiting list")
    SCHEDULED = "scheduled", _("Appointment made")
    IN_SERVICE = "in_service", _("Receiving the service")
    DECLINED = "declined", _("Declined by the provider")
    RECALLED = "recalled", _("Recalled before it was opened")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired without an answer")
    CLOSED = "closed", _("Closed")
    ENTERED_IN_ERROR = "entered_in_error", _("Entered in error")


BEFORE_SENDING = [State.DRAFT, State.AWAITING_CONSENT, State.READY]
OVER = [State.RECALLED, State.WITHDRAWN, State.EXPIRED, State.CLOSED, State.ENTERED_IN_ERROR]


class ReferralQuerySet(models.QuerySet):
    def within(self, reach):
        """The referrals that the person of `reach` (oasis/reach.py) may see."""
        return self.filter(reach.referrals())

    def for_families(self):
        """Those that a household page, a parent's report or a notice may tell of: none by minor consent."""
        return self.exclude(is_confidential=True)

    def running(self):
        return self.exclude(state__in=OVER)

    def loop_closed(self):
        """Those of which it is known what became of the student; see Referral.is_loop_closed."""
        return self.filter(state=State.CLOSED).exclude(outcome__in=LOOP_LEFT_OPEN)


class Referral(models.Model):
    """One student or family, one need, one service.

    `state` and `version` are drawn from the newest ReferralEvent and written with it in one transaction
    (oasis/moving.py); the events are the truth. A *direct* referral is sent by the portal and never without a consent;
    an *informational* one is handed to the family. `is_confidential` ones rest on the student's own consent, as the
    professional decided (Family Code § 6924; Health & Safety Code § 124260): no household page, report or notice tells
    of them.
    """

    class Kind(models.TextChoices):
        DIRECT = "direct", _("Sent to the provider")
        INFORMATIONAL = "informational", _("Handed to the family")

    class Urgency(models.TextChoices):
        ROUTINE = "routine", _("Routine")
        SOON = "soon", _("Soon")
        URGENT = "urgent", _("Urgent, but no emergency")

    number = models.CharField(_("number"), max_length=9, unique=True, default=new_number, editable=False)
    kind = models.CharField(_("kind"), max_length=13, choices=Kind)
    student = models.ForeignKey(Student, verbose_name=_("student"), on_delete=models.PROTECT, related_name="referrals")
    site = models.ForeignKey(Site, verbose_name=_("site"), on_delete=models.PROTECT, related_name="referrals")
    need = models.ForeignKey(Need, verbose_name=_("need"), on_delete=models.PROTECT, related_name="referrals")
    service = models.ForeignKey(
        Service, verbose_name=_("service"), null=True, blank=True, on_delete=models.PROTECT, related_name="referrals"
    )
    service_at_location = models.ForeignKey(
        ServiceAtLocation,
        verbose_name=_("where"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="referrals",
    )
    reason = EncryptedTextField(_("what the help is for"), blank=True)
    urgency = models.CharField(_("urgency"), max_length=10, choices=Urgency, default=Urgency.ROUTINE)
    language = models.CharField(_("language wanted"), max_length=10, default="en")
    is_confidential = models.BooleanField(_("by minor consent"), default=False)
    consent = models.ForeignKey(
        Consent, verbose_name=_("consent"), null=True, blank=True, on_delete=models.PROTECT, related_name="referrals"
    )
    parent = models.ForeignKey(
        "self", verbose_name=_("follows"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("cared for by"),
        on_delete=models.PROTECT,
        related_name="oasis_caseload",
    )
    logged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("logged by"), on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.DRAFT, editable=False)
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome, blank=True, editable=False)
    outcome_source = models.CharField(
        _("who said so"), max_length=10, choices=OutcomeSource, blank=True, editable=False
    )
    created_at = models.DateTimeField(_("logged"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True, editable=False)
    acknowledged_at = models.DateTimeField(_("answered first"), null=True, blank=True, editable=False)
    first_contact_at = models.DateTimeField(_("family first reached"), null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("over since"), null=True, blank=True, editable=False)
    due_on = models.DateField(_("next step due"), null=True, blank=True, editable=False)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="informational")
                | Q(consent__isnull=False)
                | Q(state__in=["draft", "awaiting_consent", "withdrawn", "expired", "entered_in_error"]),
                name="no_direct_referral_goes_out_without_consent",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | ~Q(outcome="") & ~Q(outcome_source=""),
                name="a_closed_referral_says_its_outcome_and_source",
            ),
            models.CheckConstraint(
                condition=Q(service__isnull=False) | Q(state__in=["draft", "withdrawn", "entered_in_error"]),
                name="only_a_draft_has_no_service_yet",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "state", "due_on", "id"], name="referral_by_owner_and_due"),
            models.Index(fields=["site", "state", "-created_at", "-id"], name="referral_by_site_and_state"),
            models.Index(fields=["site", "-created_at", "-id"], name="referral_by_site"),
            models.Index(fields=["need", "-created_at", "-id"], name="referral_by_need"),
            models.Index(fields=["student", "-created_at"], name="referral_by_student"),
            models.Index(fields=["state", "sent_at"], name="referral_by_state_and_sending"),
            models.Index(fields=["state", "due_on"], name="referral_by_state_and_due"),
        ]

    def __str__(self):
        return self.number

    def is_over(self):
        return self.state in OVER

    def is_loop_closed(self):
        """Whether it is known what became of the student: expired and unreachable never count."""
        return self.state == State.CLOSED and self.outcome not in LOOP_LEFT_OPEN


class ReferralEvent(WrittenOnceModel):
    """One move of a referral: what it led to, when, and who made it."""

    class Actor(models.TextChoices):
        STAFF = "staff", _("School or union staff")
        PROVIDER = "provider", _("Provider")
        FAMILY = "family", _("Family")
        CLOCK = "clock", _("The portal")

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="events")
    version = models.PositiveIntegerField(_("version"))
    move = models.CharField(_("move"), max_length=30)
    state = models.CharField(_("led to"), max_length=20, choices=State)
    actor = models.CharField(_("made by"), max_length=10, choices=Actor)
    moved_at = models.DateTimeField(_("when"))
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(_("coded reason"), max_length=20, blank=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome, blank=True)
    outcome_source = models.CharField(_("who said so"), max_length=10, choices=OutcomeSource, blank=True)
    note = EncryptedTextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["referral", "version"]
        constraints = [
            models.UniqueConstraint(fields=["referral", "version"], name="one_event_per_referral_and_version")
        ]

    def __str__(self):
        return f"{self.referral_id}: {self.move}"


class Appointment(models.Model):
    """When a student meets the provider; both are reminded."""

    class Kept(models.TextChoices):
        YES = "yes", _("Came")
        NO = "no", _("Did not come")
        CANCELLED = "cancelled", _("Cancelled")

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="appointments")
    starts_at = models.DateTimeField(_("when"))
    place = EncryptedTextField(_("where"), blank=True)
    kept = models.CharField(_("came"), max_length=10, choices=Kept, blank=True)
    made_at = models.DateTimeField(_("entered"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("entered by"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["starts_at"], name="appointment_by_time")]

    def __str__(self):
        return f"{self.referral_id}: {self.starts_at:%Y-%m-%d %H:%M}"


class ContactAttempt(WrittenOnceModel):
    """Somebody tried to reach the family; three are asked for before a referral closes as *unable to contact*."""

    class Way(models.TextChoices):
        PHONE = "phone", _("Phone")
        TEXT = "text", _("Text message")
        EMAIL = "email", _("E-mail")
        LETTER = "letter", _("Letter")
        VISIT = "visit", _("Home visit")
        SCHOOL = "school", _("At school")

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="contact_attempts")
    tried_at = models.DateTimeField(_("when"))
    tried_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who"), on_delete=models.PROTECT, related_name="+"
    )
    way = models.CharField(_("how"), max_length=10, choices=Way)
    was_reached = models.BooleanField(_("reached"), default=False)
    note = EncryptedTextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("contact attempt")
        verbose_name_plural = _("contact attempts")
        ordering = ["-tried_at", "-pk"]

    def __str__(self):
        return f"{self.referral_id}: {self.way}"
