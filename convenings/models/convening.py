from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from billing.models import Allocation, Invoice
from billing.models.account import to_the_cent, total_of
from districts.models import District


class ConveningQuerySet(models.QuerySet):
    def public(self):
        return self.exclude(state=Convening.State.DRAFT)

    def upcoming(self, *, on):
        """Those not over yet on the Pacific day `on`, the next first; dates to save without a day yet come last."""
        is_to_come = Q(ends_on__gte=on) | Q(ends_on__isnull=True, state=Convening.State.SAVE_THE_DATE)
        return self.public().filter(is_to_come).order_by(F("starts_on").asc(nulls_last=True), "pk")

    def past(self, *, on):
        """Those that are over, and those of which no day is known any more; the latest first."""
        return (
            self.public()
            .filter(Q(ends_on__lt=on) | Q(ends_on__isnull=True) & ~Q(state=Convening.State.SAVE_THE_DATE))
            .order_by(F("starts_on").desc(nulls_last=True), "pk")
        )

    def without_attendance(self):
        """Held, and of none of its confirmed teams has anybody said whether they came."""
        from .registration import Registration

        teams = Registration.objects.confirmed().filter(convening=OuterRef("pk"))
        return self.filter(Exists(teams), state=Convening.State.HELD, attendance_recorded_at__isnull=True)

    def with_seats_taken(self):
        """Annotate `seats_taken` (confirmed) and `teams_waiting`."""
        from .registration import Registration, Seat

        seats = Seat.objects.filter(
            registration__convening=OuterRef("pk"), registration__state=Registration.State.CONFIRMED
        )
        waiting = Registration.objects.filter(convening=OuterRef("pk"), state=Registration.State.WAITLISTED)
        return self.annotate(
            seats_taken=_count(seats, by="registration__convening"), teams_waiting=_count(waiting, by="convening")
        )

    def with_owed(self):
        """Annotate `owed`: Decimal dollars of its teams' standing invoices that are not paid yet."""
        paid = Allocation.objects.filter(invoice__credit_note=None)
        return self.annotate(
            owed=to_the_cent(
                total_of(Invoice.objects.standing(), by="bill__registration__convening", field="total")
                - total_of(paid, by="invoice__bill__registration__convening")
            )
        )


def _count(rows, *, by):
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


class Convening(models.Model):
    """A gathering that districts' teams register for."""

    class Kind(models.TextChoices):
        REGIONAL = "regional", _("Regional convening")
        WORKSHOP = "workshop", _("Workshop")
        INSTITUTE = "institute", _("Institute")
        SYMPOSIUM = "symposium", _("Symposium")
        SERIES = "series", _("Training series")
        PARTNER = "partner", _("Partner event")

    class State(models.TextChoices):
        """draft → save the date → open → closed → held; each but draft and held may become cancelled."""

        DRAFT = "draft", _("Draft")
        SAVE_THE_DATE = "save_the_date", _("Save the date")
        OPEN = "open", _("Open for registration")
        CLOSED = "closed", _("Registration closed")
        CANCELLED = "cancelled", _("Cancelled")
        HELD = "held", _("Held")

    class FeeRule(models.TextChoices):
        NOT_ANNOUNCED = "not_announced", _("Not announced")
        FREE = "free", _("Free")
        PER_PERSON = "per_person", _("Per person")
        FIRST_FREE = "first_free", _("First seats of a district free, then per person")
        EARLY_BIRD = "early_bird", _("Early-bird until a date, then per person")

    class BothSides(models.TextChoices):
        REQUIRED = "required", _("Required")
        ADVISED = "advised", _("Advised")

    class RefundRule(models.TextChoices):
        FULL = "full", _("Full refund until it begins")
        STEPS = "steps", _("By the dates below; nothing after the last")
        NONE = "none", _("No refunds; another person may come")

    title = models.CharField(_("title"), max_length=160)
    slug = models.SlugField(_("address"), max_length=80, unique=True, help_text=_("The last part of its web address."))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    state = models.CharField(_("state"), max_length=15, choices=State, default=State.DRAFT)
    summary = models.CharField(_("in one sentence"), max_length=250, blank=True)
    description = models.TextField(_("description"), blank=True)
    who_should_come = models.TextField(_("who should come"), blank=True)

    starts_on = models.DateField(_("first day"), null=True, blank=True, help_text=_("Taken from the days below."))
    ends_on = models.DateField(_("last day"), null=True, blank=True, help_text=_("Taken from the days below."))
    dates_note = models.CharField(_("note on the dates"), max_length=200, blank=True)
    venue = models.CharField(_("venue"), max_length=160, blank=True)
    street = models.CharField(_("street"), max_length=120, blank=True)
    city = models.CharField(_("city"), max_length=60, blank=True)
    zip_code = models.CharField(_("ZIP code"), max_length=10, blank=True)
    region = models.PositiveSmallIntegerField(
        _("region"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(11)]
    )
    host = models.ForeignKey(
        District,
        verbose_name=_("host district"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="hosted_convenings",
    )
    host_name = models.CharField(_("host, where not a district"), max_length=120, blank=True)
    contact_name = models.CharField(_("contact"), max_length=120, blank=True)
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    partner_url = models.URLField(
        _("registers elsewhere"), blank=True, help_text=_("A partner event's own registration page.")
    )

    registration_opens_at = models.DateTimeField(_("registration opens"), null=True, blank=True)
    registration_closes_at = models.DateTimeField(_("registration closes"), null=True, blank=True)
    changes_close_at = models.DateTimeField(
        _("seats may change until"),
        null=True,
        blank=True,
        help_text=_("Names may change to the last; seats only until then."),
    )
    refund_rule = models.CharField(
        _("refunds"),
        max_length=5,
        choices=RefundRule,
        default=RefundRule.FULL,
        help_text=_("Substitution is free."),
    )
    refunds_add_ons = models.BooleanField(_("add-ons are refunded like seats"), default=True)
    organizer_keeps = models.DecimalField(
        _("kept per paid seat if the initiative cancels ($)"),
        max_digits=8,
        decimal_places=2,
        default=Decimal("0.00"),
        validators=[MinValueValidator(0)],
    )
    late_charge = models.DecimalField(
        _("charged per day for a free seat given up after the last date ($)"),
        max_digits=8,
        decimal_places=2,
        default=Decimal("0.00"),
        validators=[MinValueValidator(0)],
    )
    cancellation_terms = models.TextField(
        _("more about cancelling"), blank=True, help_text=_("Printed after the rule, which the portal writes itself.")
    )
    takes_purchase_orders = models.BooleanField(_("takes purchase orders"), default=True)
    pay_by_days_before = models.PositiveSmallIntegerField(
        _("paid by (days before the first day)"),
        null=True,
        blank=True,
        help_text=_("Empty: as the payee’s terms say, counted from the invoice."),
    )
    capacity = models.PositiveIntegerField(_("capacity"), null=True, blank=True, help_text=_("Seats. Empty: no limit."))
    team_limit = models.PositiveSmallIntegerField(
        _("seats a team may take"), default=12, validators=[MinValueValidator(1), MaxValueValidator(200)]
    )
    both_sides = models.CharField(
        _("labor and management at the table"), max_length=10, choices=BothSides, default=BothSides.REQUIRED
    )

    fee_rule = models.CharField(_("fee"), max_length=15, choices=FeeRule, default=FeeRule.NOT_ANNOUNCED)
    fee = models.DecimalField(
        _("fee per person ($)"),
        max_digits=8,
        decimal_places=2,
        default=Decimal("0.00"),
        validators=[MinValueValidator(0)],
    )
    free_seats = models.PositiveSmallIntegerField(_("free seats per district"), default=0)
    early_fee = models.DecimalField(
        _("early-bird fee ($)"),
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    early_until_at = models.DateTimeField(_("early-bird until"), null=True, blank=True)
    fee_includes = models.CharField(_("the fee includes"), max_length=250, blank=True)

    source = models.CharField(
        _("source"), max_length=250, blank=True, help_text=_("Where a past convening is recorded.")
    )
    attendance_recorded_at = models.DateTimeField(_("attendance recorded"), null=True, blank=True, editable=False)
    next_in_line = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    objects = ConveningQuerySet.as_manager()

    class Meta:
        verbose_name = _("convening")
        verbose_name_plural = _("convenings")
        ordering = [F("starts_on").desc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True, ends_on__isnull=True) | Q(starts_on__lte=F("ends_on")),
                name="convening_ends_on_or_after_its_first_day",
            ),
            models.CheckConstraint(
                condition=Q(registration_opens_at__isnull=True)
                | Q(registration_closes_at__isnull=True)
                | Q(registration_opens_at__lt=F("registration_closes_at")),
                name="registration_opens_before_it_closes",
            ),
            models.CheckConstraint(condition=Q(fee__gte=0), name="fee_is_not_negative"),
            models.CheckConstraint(
                condition=~Q(fee_rule="early_bird") | Q(early_fee__gte=0, early_until_at__isnull=False),
                name="early_bird_has_its_fee_and_date",
            ),
            models.CheckConstraint(
                condition=~Q(fee_rule="first_free") | Q(free_seats__gte=1), name="first_free_says_how_many"
            ),
            models.CheckConstraint(
                condition=~Q(state="open") | Q(registration_closes_at__isnull=False, starts_on__isnull=False),
                name="open_convening_says_when_it_is_and_closes",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "ends_on"], name="convening_by_state_and_end"),
            models.Index(fields=["ends_on", "starts_on"], name="convening_by_date"),
            models.Index(fields=["kind"], name="convening_by_kind"),
            models.Index(fields=["region"], name="convening_by_region"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("convenings:detail", args=[self.slug])

    def is_open_for_registration(self, *, now):
        return (
            self.state == self.State.OPEN
            and (self.registration_opens_at is None or self.registration_opens_at <= now)
            and now < self.registration_closes_at
        )

    def is_over(self, *, now):
        """Whether its last day has passed in California."""
        return self.ends_on is not None and self.ends_on < timezone.localdate(now)

    def seats_may_change(self, *, now):
        until = self.seats_may_change_until()
        return self.state in {self.State.OPEN, self.State.CLOSED} and until is not None and now < until

    def seats_may_change_until(self):
        """The moment, or None where a closed convening has no closing date on record."""
        return self.changes_close_at or self.registration_closes_at
