"""The meetings of the joint committee: what they were about, who came, and what was decided."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from districts.models import Side

from .committee import CommitteeSeat
from .program import Program


class CommitteeMeetingQuerySet(models.QuerySet):
    def published(self):
        return self.filter(minutes_published_at__isnull=False)


class CommitteeMeeting(models.Model):
    """One meeting of a joint committee; its minutes are published once both co-chairs approved them.

    `revision` counts the changes of when, where and what about; calendars know a newer invitation by it.
    """

    class State(models.TextChoices):
        """planned → held, once somebody was present, and back where nobody was after all; or → canceled."""

        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")
        CANCELLED = "cancelled", _("Canceled")

    program = models.ForeignKey(Program, verbose_name=_("program"), on_delete=models.PROTECT, related_name="meetings")
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=200)
    chair_side = models.CharField(_("chaired by"), max_length=10, choices=Side)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    revision = models.PositiveIntegerField(_("revision"), default=0)
    minutes = models.TextField(_("minutes"), blank=True)
    minutes_published_at = models.DateTimeField(_("minutes published"), null=True, blank=True)

    objects = CommitteeMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("committee meeting")
        verbose_name_plural = _("committee meetings")
        ordering = ["program", "-starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="committee_meeting_ends_later"),
            models.CheckConstraint(
                condition=Q(chair_side__in=["labor", "management"]), name="one_of_two_sides_chairs_a_meeting"
            ),
            models.CheckConstraint(
                condition=Q(minutes_published_at__isnull=True) | Q(state="held") & ~Q(minutes=""),
                name="published_minutes_are_of_a_meeting_held",
            ),
        ]
        indexes = [models.Index(fields=["program", "-starts_at"], name="committee_meeting_by_day")]

    def __str__(self):
        return str(_("Meeting %(number)s") % {"number": self.pk})

    def get_absolute_url(self):
        return reverse("wellbeing:meeting", args=[self.program.district.cd_code, self.pk])

    def is_published(self):
        return self.minutes_published_at is not None


class CorrectionOfMinutes(models.Model):
    """What somebody adds to published minutes, which themselves stay as they are."""

    meeting = models.ForeignKey(
        CommitteeMeeting, verbose_name=_("meeting"), on_delete=models.PROTECT, related_name="corrections"
    )
    text = models.TextField(_("correction"))
    written_at = models.DateTimeField(_("written"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("written by"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("correction of minutes")
        verbose_name_plural = _("corrections of minutes")
        ordering = ["meeting", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="corrections_of_minutes_say_something")]

    def __str__(self):
        return str(_("Correction %(number)s") % {"number": self.pk})


class AgendaItem(models.Model):
    meeting = models.ForeignKey(
        CommitteeMeeting, verbose_name=_("meeting"), on_delete=models.CASCADE, related_name="agenda"
    )
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("topic"), max_length=200)
    notes = models.TextField(_("what it is about"), blank=True)
    is_for_bargaining = models.BooleanField(
        _("belongs to bargaining"), default=False, help_text=_("It is left to the negotiating teams.")
    )

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ["meeting", "position"]
        constraints = [models.UniqueConstraint(fields=["meeting", "position"], name="agenda_items_are_in_order")]

    def __str__(self):
        return self.title


class MeetingAttendance(models.Model):
    """That the person of one seat was there."""

    meeting = models.ForeignKey(
        CommitteeMeeting, verbose_name=_("meeting"), on_delete=models.CASCADE, related_name="attendances"
    )
    seat = models.ForeignKey(
        CommitteeSeat, verbose_name=_("seat"), on_delete=models.PROTECT, related_name="attendances"
    )

    class Meta:
        verbose_name = _("attendance at a meeting")
        verbose_name_plural = _("attendances at meetings")
        constraints = [models.UniqueConstraint(fields=["meeting", "seat"], name="one_attendance_per_seat_and_meeting")]

    def __str__(self):
        return f"{self.meeting} · {self.seat_id}"


# A vote is carried by more for than against in all, with at least one for from each side.
CARRIED = Q(
    labor_for__gt=0,
    management_for__gt=0,
    labor_against__lt=F("labor_for") + F("management_for") - F("management_against"),
)


class Decision(models.Model):
    """What the committee decided: by consensus, or by a vote in which both sides cast equally many votes.

    A vote is carried where more are for it than against in all, and at least one of each side is: neither side outvotes
    the other. A consensus is one of all who were there, so it counts no votes.
    """

    class Way(models.TextChoices):
        CONSENSUS = "consensus", _("By consensus")
        VOTE = "vote", _("By equal votes of each side")

    meeting = models.ForeignKey(
        CommitteeMeeting, verbose_name=_("meeting"), on_delete=models.PROTECT, related_name="decisions"
    )
    item = models.ForeignKey(
        AgendaItem,
        verbose_name=_("agenda item"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="decisions",
    )
    text = models.TextField(_("decision"))
    way = models.CharField(_("how"), max_length=10, choices=Way)
    labor_for = models.PositiveSmallIntegerField(_("labor: for"), default=0)
    labor_against = models.PositiveSmallIntegerField(_("labor: against"), default=0)
    labor_abstaining = models.PositiveSmallIntegerField(_("labor: abstaining"), default=0)
    management_for = models.PositiveSmallIntegerField(_("management: for"), default=0)
    management_against = models.PositiveSmallIntegerField(_("management: against"), default=0)
    management_abstaining = models.PositiveSmallIntegerField(_("management: abstaining"), default=0)
    is_adopted = models.BooleanField(_("adopted"))
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("recorded by"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["meeting", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    labor_for=F("management_for")
                    + F("management_against")
                    + F("management_abstaining")
                    - F("labor_against")
                    - F("labor_abstaining")
                ),
                name="both_sides_cast_equally_many_votes",
            ),
            models.CheckConstraint(
                condition=Q(way="vote")
                | Q(
                    is_adopted=True,
                    labor_for=0,
                    labor_against=0,
                    labor_abstaining=0,
                    management_for=0,
                    management_against=0,
                    management_abstaining=0,
                ),
                name="consensus_is_without_votes",
            ),
            models.CheckConstraint(
                condition=Q(way="consensus") | Q(labor_for__gt=0) | Q(labor_against__gt=0) | Q(labor_abstaining__gt=0),
                name="a_vote_has_votes",
            ),
            models.CheckConstraint(
                condition=Q(way="consensus") | CARRIED & Q(is_adopted=True) | ~CARRIED & Q(is_adopted=False),
                name="a_vote_is_carried_by_more_for_and_by_both_sides",
            ),
        ]

    def __str__(self):
        return str(_("Decision %(number)s") % {"number": self.pk})
