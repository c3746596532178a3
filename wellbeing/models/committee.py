"""The joint committee: who sits on it, its meetings, and what it decided."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from districts.models import BargainingUnit, Side

from .program import Program
from .workforce import JobClass, Shift

TWO_SIDES = Q(side__in=[Side.LABOR, Side.MANAGEMENT])


class CommitteeSeatQuerySet(models.QuerySet):
    def current(self):
        return self.filter(until_on__isnull=True)

    def co_chairs(self):
        return self.current().filter(is_co_chair=True)

    def of(self, user):
        """The seats of `user`, by the address that they proved to be theirs."""
        if not user.is_authenticated:
            return self.none()
        return self.current().filter(email=user.email.lower())


class CommitteeSeat(models.Model):
    """One person's place on a joint committee, named by their own side.

    Each side chooses its own: an employer does not choose who speaks for employees (Government Code § 3543.5(d)).
    """

    program = models.ForeignKey(Program, verbose_name=_("program"), on_delete=models.PROTECT, related_name="seats")
    side = models.CharField(_("side"), max_length=10, choices=Side)
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
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"))
    is_co_chair = models.BooleanField(_("co-chair"), default=False)
    since_on = models.DateField(_("since"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("named by"), on_delete=models.PROTECT, related_name="+"
    )

    objects = CommitteeSeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("committee seat")
        verbose_name_plural = _("committee seats")
        ordering = ["program", "side", "-is_co_chair", "name"]
        constraints = [
            models.CheckConstraint(condition=TWO_SIDES, name="committee_seats_are_of_two_sides"),
            models.CheckConstraint(
                condition=Q(unit__isnull=True) | Q(side="labor"), name="only_labor_sits_for_a_unit_on_a_committee"
            ),
            models.UniqueConstraint(
                fields=["program", "side"],
                condition=Q(is_co_chair=True, until_on__isnull=True),
                name="one_co_chair_per_side",
            ),
            models.UniqueConstraint(
                fields=["program", "email"],
                condition=Q(until_on__isnull=True),
                name="one_current_committee_seat_per_person",
            ),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="committee_email_in_small_letters"),
        ]
        indexes = [models.Index(fields=["email"], name="committee_seat_by_email")]

    def __str__(self):
        return self.name


class CommitteeMeeting(models.Model):
    """One meeting of a joint committee; its minutes are published once both co-chairs approved them."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")
        CANCELLED = "cancelled", _("Canceled")

    program = models.ForeignKey(Program, verbose_name=_("program"), on_delete=models.PROTECT, related_name="meetings")
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=200)
    chair_side = models.CharField(_("chaired by"), max_length=10, choices=Side)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    minutes = models.TextField(_("minutes"), blank=True)
    minutes_published_at = models.DateTimeField(_("minutes published"), null=True, blank=True)

    class Meta:
        verbose_name = _("committee meeting")
        verbose_name_plural = _("committee meetings")
        ordering = ["program", "-starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="committee_meeting_ends_later"),
            models.CheckConstraint(
                condition=Q(chair_side__in=["labor", "management"]), name="one_of_two_sides_chairs_a_meeting"
            ),
        ]
        indexes = [models.Index(fields=["program", "-starts_at"], name="committee_meeting_by_day")]

    def __str__(self):
        return str(_("Meeting %(number)s") % {"number": self.pk})


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


class Decision(models.Model):
    """What the committee decided: by consensus, or by a vote in which both sides cast equally many votes."""

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
                condition=Q(way="vote") | Q(is_adopted=True, labor_for=0, labor_against=0, management_against=0),
                name="consensus_is_without_votes",
            ),
        ]

    def __str__(self):
        return str(_("Decision %(number)s") % {"number": self.pk})
