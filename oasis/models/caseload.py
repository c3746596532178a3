"""What belongs to the work with a referral beside its moves: notes, hand-overs, and the provider's link."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lmi_portal.encryption import EncryptedTextField
from lmi_portal.written_once import WrittenOnceModel, WrittenOnceQuerySet

from .referral import Referral
from .student import Student


class NoteQuerySet(WrittenOnceQuerySet):
    def within(self, reach):
        """The notes that the person of `reach` (oasis/reach.py) may read.

        Counseling notes are read by the credentialed counselors of the student's school (Education Code § 49602); case
        notes by who sees the student by right, those on what rests on a minor's consent by who sees that referral.
        """
        by_right = reach.by_right()
        if not by_right.assignments:
            return self.none()
        case = Q(kind=Note.Kind.CASE) & (
            Q(referral__isnull=True) | Q(referral__in=Referral.objects.within(reach).values("pk"))
        )
        counseling = Q(kind=Note.Kind.COUNSELING, student__school__in=reach.counselor_schools)
        return self.filter(case | counseling, student__in=Student.objects.within(by_right).values("pk"))

    def for_families(self):
        """Those that a parent's export may hold: case notes, but none on what rests on a minor's own consent."""
        return self.filter(kind=Note.Kind.CASE).exclude(referral__is_confidential=True)


class Note(WrittenOnceModel):
    """What staff write down about a student.

    Counseling notes are for the credentialed counselors of the school alone (Education Code § 49602).
    """

    class Kind(models.TextChoices):
        CASE = "case", _("Case note")
        COUNSELING = "counseling", _("Counseling note")

    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="notes")
    referral = models.ForeignKey(Referral, null=True, blank=True, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.CASE)
    text = EncryptedTextField(_("note"))
    written_at = models.DateTimeField(_("written"))
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["-written_at", "-pk"]
        indexes = [models.Index(fields=["student", "kind", "-written_at"], name="note_by_student_and_kind")]

    def __str__(self):
        return str(_("Note %(number)d") % {"number": self.pk or 0})


class HandOver(models.Model):
    """A caseload offered by its owner, or for one who left, to somebody who accepts or declines it."""

    class State(models.TextChoices):
        """offered → accepted, declined or taken back."""

        OFFERED = "offered", _("Offered")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        TAKEN_BACK = "taken_back", _("Taken back")

    from_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("from"), on_delete=models.PROTECT, related_name="+"
    )
    to_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("to"), on_delete=models.PROTECT, related_name="oasis_hand_overs"
    )
    referrals = models.ManyToManyField(Referral, related_name="hand_overs")
    note = EncryptedTextField(_("note"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OFFERED)
    offered_at = models.DateTimeField(_("offered"))
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        ordering = ["-offered_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(from_user=models.F("to_user")), name="nobody_hands_over_to_themselves")
        ]
        indexes = [models.Index(fields=["to_user", "state"], name="hand_over_by_person_and_state")]

    def __str__(self):
        return str(_("Hand-over %(number)d") % {"number": self.pk or 0})


class ProviderLink(models.Model):
    """The link by which one provider answers one referral; of link and code only digests are kept."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="provider_links")
    email = models.EmailField(_("sent to"))
    token_digest = models.CharField(_("digest of the link"), max_length=64, unique=True)
    code_digest = models.CharField(_("digest of the code"), max_length=64, blank=True)
    code_sent_at = models.DateTimeField(_("code sent"), null=True, blank=True)
    wrong_codes = models.PositiveSmallIntegerField(_("wrong codes"), default=0)
    sent_at = models.DateTimeField(_("sent"))
    expires_at = models.DateTimeField(_("works until"))
    opened_at = models.DateTimeField(_("first opened with the code"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("provider’s link")
        verbose_name_plural = _("providers’ links")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "email"], condition=Q(revoked_at__isnull=True), name="one_active_link_per_recipient"
            )
        ]

    def __str__(self):
        return str(_("Link %(number)d") % {"number": self.pk or 0})


class ProviderLinkUse(WrittenOnceModel):
    """One thing done with a provider's link: code asked for, wrong code, opened, answered, refused."""

    link = models.ForeignKey(ProviderLink, on_delete=models.PROTECT, related_name="uses")
    what = models.CharField(_("what"), max_length=30)
    used_at = models.DateTimeField(_("when"))
    address = models.CharField(_("network address, as a keyed digest"), max_length=32, blank=True)

    class Meta:
        verbose_name = _("use of a link")
        verbose_name_plural = _("uses of links")
        ordering = ["-used_at", "-pk"]

    def __str__(self):
        return f"{self.what} {self.used_at:%Y-%m-%d %H:%M}"
