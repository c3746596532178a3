from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, Exists, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from billing.models import Allocation, Bill, Invoice
from billing.models.account import MONEY, NOTHING, to_the_cent, total_of
from districts.models import BargainingUnit, District, Membership, Side

from .convening import Convening
from .programme import AddOn


class RegistrationQuerySet(models.QuerySet):
    def confirmed(self):
        return self.filter(state=Registration.State.CONFIRMED)

    def in_line(self):
        """The waitlist, the longest waiting first."""
        return self.filter(state=Registration.State.WAITLISTED).order_by("place_in_line", "pk")

    def standing(self):
        return self.exclude(state=Registration.State.CANCELLED)

    def visible_to(self, user):
        """Those that `user` made and has not left since, and all of the districts at whose table they sit."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(_made_by(user) | Exists(_places(user)))

    def changeable_by(self, user):
        """Those that `user` made, and those of the districts that they lead."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(_made_by(user) | Exists(_places(user).filter(is_lead=True)))

    def left_by_registrar(self):
        """Those whose registrar has left the district's table since, or was declined, and is not approved again."""
        return self.filter(_registrar_left())

    def with_bill(self):
        return self.select_related("bill__account__district", "bill__purchase_order", "bill__opened_by")

    def with_totals(self):
        """Annotate `seat_count`, `named_count` and `amount`: dollars of seats, add-ons and kept fees less waivers.

        Of a waiting team that is what it would owe once confirmed, of a cancelled one the fees alone.
        """
        from .money import KeptFee, Waiver

        seats = Seat.objects.filter(registration=OuterRef("pk")).order_by().values("registration")
        cost = (
            total_of(Seat.objects.all(), by="registration", field="price")
            + total_of(SeatAddOn.objects.all(), by="seat__registration", field="price")
            - total_of(Waiver.objects.all(), by="seat__registration")
        )
        cancelled = When(state=Registration.State.CANCELLED, then=Value(NOTHING, output_field=MONEY))
        return self.annotate(
            seat_count=Coalesce(Subquery(seats.annotate(n=Count("pk")).values("n")), 0),
            named_count=Coalesce(Subquery(seats.exclude(name="").annotate(n=Count("pk")).values("n")), 0),
            amount=to_the_cent(
                Case(cancelled, default=cost, output_field=MONEY) + total_of(KeptFee.objects.all(), by="registration")
            ),
        )

    def with_open_amount(self):
        """Annotate `open_amount`: Decimal dollars of its standing invoice that are not paid yet."""
        return self.annotate(
            open_amount=to_the_cent(
                total_of(Invoice.objects.standing(), by="bill__registration", field="total")
                - total_of(Allocation.objects.filter(invoice__credit_note=None), by="invoice__bill__registration")
            )
        )


def _places(user):
    return Membership.objects.approved().filter(user=user, district=OuterRef("district"))


def _made_by(user):
    """Names and needs stay with the district: who has left sees them when approved again."""
    return Q(registered_by=user) & ~_registrar_left()


def _registrar_left():
    State, registrar = Membership.State, OuterRef("registered_by")
    over = Membership.objects.filter(
        user=registrar, district=OuterRef("district"), state__in=[State.DECLINED, State.ENDED]
    )
    since = over.filter(decided_at__gte=OuterRef("registered_at"))
    return Q(Exists(since)) & ~Exists(_places(registrar))


class Registration(models.Model):
    """One district's team at one convening."""

    class State(models.TextChoices):
        """confirmed or waitlisted on registering; waitlisted → confirmed in line order; either → cancelled."""

        CONFIRMED = "confirmed", _("Confirmed")
        WAITLISTED = "waitlisted", _("On the waitlist")
        CANCELLED = "cancelled", _("Cancelled")

    code = models.CharField(_("code"), max_length=12, unique=True)
    convening = models.ForeignKey(
        Convening, verbose_name=_("convening"), on_delete=models.PROTECT, related_name="registrations"
    )
    district = models.ForeignKey(
        District, verbose_name=_("district"), on_delete=models.PROTECT, related_name="registrations"
    )
    team_name = models.CharField(
        _("team name"), max_length=80, blank=True, help_text=_("Only where a district sends more than one team.")
    )
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("registered by"),
        on_delete=models.PROTECT,
        related_name="registrations",
    )
    registered_at = models.DateTimeField(_("registered"))
    submission = models.UUIDField(
        _("submission"), unique=True, help_text=_("The form that was sent: sent twice, it registers once.")
    )
    side = models.CharField(_("registrar’s side"), max_length=10, choices=Side)
    state = models.CharField(_("state"), max_length=10, choices=State)
    place_in_line = models.PositiveIntegerField(_("place in line"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    cancel_reason = models.CharField(_("reason for cancelling"), max_length=300, blank=True)
    co_lead_name = models.CharField(_("co-lead"), max_length=200, blank=True)
    co_lead_email = models.EmailField(_("co-lead’s e-mail"), blank=True)
    co_lead_confirmed_at = models.DateTimeField(_("co-lead confirmed"), null=True, blank=True)
    bill = models.OneToOneField(
        Bill,
        verbose_name=_("bill"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="registration",
        help_text=_("Empty where the convening is free."),
    )
    revision = models.PositiveIntegerField(default=0, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["-registered_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "convening",
                "district",
                Lower("team_name"),
                condition=~Q(state="cancelled"),
                name="one_standing_registration_per_team_name",
            ),
            models.UniqueConstraint(
                fields=["convening", "place_in_line"],
                condition=Q(state="waitlisted"),
                name="one_team_per_place_in_line",
            ),
            models.CheckConstraint(
                condition=~Q(state="waitlisted") | Q(place_in_line__isnull=False), name="waiting_team_has_its_place"
            ),
            models.CheckConstraint(
                condition=Q(state="cancelled", cancelled_at__isnull=False)
                | (~Q(state="cancelled") & Q(cancelled_at__isnull=True)),
                name="cancelled_registration_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["convening", "state", "place_in_line"], name="registration_line"),
            models.Index(fields=["district", "state"], name="registration_by_district"),
            models.Index(fields=["-registered_at", "-id"], name="registration_newest_first"),
        ]

    def __str__(self):
        return f"{self.team_label} at {self.convening}"

    def get_absolute_url(self):
        return reverse("teams:detail", args=[self.code])

    @property
    def team_label(self):
        return f"{self.district} – {self.team_name}" if self.team_name else str(self.district)

    def is_standing(self):
        return self.state != self.State.CANCELLED

    def is_jointly_confirmed(self):
        return self.co_lead_confirmed_at is not None


class SeatQuerySet(models.QuerySet):
    def held(self):
        return self.filter(registration__state=Registration.State.CONFIRMED)


class Seat(models.Model):
    """One place on a team: a role slot with or without a person yet."""

    class Slot(models.TextChoices):
        SUPERINTENDENT = "superintendent", _("Superintendent or designee")
        CABINET = "cabinet", _("Cabinet member")
        BOARD = "board", _("Board member")
        SITE_LEADER = "site_leader", _("Principal or site leader")
        UNIT_LEAD = "unit_lead", _("Union president or lead")
        CERTIFICATED_LEAD = "certificated_lead", _("Certificated employees’ lead")
        CLASSIFIED_LEAD = "classified_lead", _("Classified employees’ lead")
        EXTRA = "extra", _("Extra seat")

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="seats")
    position = models.PositiveSmallIntegerField(_("order"))
    slot = models.CharField(_("slot"), max_length=20, choices=Slot)
    unit = models.ForeignKey(
        BargainingUnit,
        verbose_name=_("bargaining unit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="seats",
    )
    side = models.CharField(_("side"), max_length=10, choices=Side)
    label = models.CharField(_("seat"), max_length=120, help_text=_("“CSEA 127 lead”"))
    name = models.CharField(_("name"), max_length=200, blank=True, help_text=_("Empty: to be named."))
    email = models.EmailField(_("e-mail"), blank=True)
    title = models.CharField(_("job title"), max_length=120, blank=True)
    dietary_needs = models.CharField(_("dietary needs"), max_length=300, blank=True)
    access_needs = models.CharField(_("accessibility needs"), max_length=300, blank=True)
    price = models.DecimalField(_("price ($)"), max_digits=8, decimal_places=2, default=Decimal("0.00"))
    claimed_at = models.DateTimeField(_("claimed"), help_text=_("Decides the early-bird fee."))
    add_ons = models.ManyToManyField(AddOn, through="SeatAddOn", related_name="seats")

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ["registration", "position"]
        constraints = [
            models.UniqueConstraint(
                "registration", Lower("email"), condition=~Q(email=""), name="one_seat_per_person_on_a_team"
            ),
            models.CheckConstraint(condition=Q(price__gte=0), name="seat_price_is_not_negative"),
        ]
        indexes = [
            models.Index(fields=["email"], name="seat_by_email"),
            models.Index(fields=["name"], name="seat_by_name"),
        ]

    def __str__(self):
        return self.name or f"{self.label} – to be named"

    def name_shown(self):
        """What stands beside the seat's label."""
        return self.name or _("to be named")


class SeatAddOn(models.Model):
    """One add-on taken with one seat, at its price then."""

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="chosen_add_ons")
    add_on = models.ForeignKey(AddOn, on_delete=models.PROTECT, related_name="chosen")
    price = models.DecimalField(_("price ($)"), max_digits=8, decimal_places=2)

    class Meta:
        verbose_name = _("chosen add-on")
        verbose_name_plural = _("chosen add-ons")
        constraints = [models.UniqueConstraint(fields=["seat", "add_on"], name="an_add_on_once_per_seat")]

    def __str__(self):
        return f"{self.add_on} for {self.seat}"
