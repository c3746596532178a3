from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .account import Account
from .invoice import Invoice
from .payment import Payment


class CheckoutQuerySet(models.QuerySet):
    def paid_no_seat(self):
        """Those that staff must settle: money came, and not all of it found what it was meant for."""
        return self.exclude(concern="").filter(settled_at__isnull=True)

    def still_open(self):
        return self.filter(state=Checkout.State.OPEN)


class Checkout(models.Model):
    """One visit to Stripe's payment page, for the open amounts of some invoices as they were then."""

    class State(models.TextChoices):
        """open → paid or expired; expired → paid where the money was on its way already."""

        OPEN = "open", _("Open")
        PAID = "paid", _("Paid")
        EXPIRED = "expired", _("Expired")

    account = models.ForeignKey(Account, verbose_name=_("account"), on_delete=models.PROTECT, related_name="checkouts")
    session_id = models.CharField(_("Stripe’s session"), max_length=120, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    amount = models.DecimalField(_("amount ($)"), max_digits=10, decimal_places=2)
    opened_at = models.DateTimeField(_("opened"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Empty where the accounts-payable contact paid by their link."),
    )
    payment = models.OneToOneField(Payment, null=True, on_delete=models.PROTECT, related_name="checkout")
    # “Paid, no seat”: money came for invoices that were credited meanwhile; staff settle it and say how.
    concern = models.TextField(_("why staff must look"), blank=True)
    settled_at = models.DateTimeField(_("settled by staff"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("settled by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_how = models.CharField(_("how it was settled"), max_length=300, blank=True)

    objects = CheckoutQuerySet.as_manager()

    class Meta:
        verbose_name = _("card payment")
        verbose_name_plural = _("card payments")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session_id"], condition=~Q(session_id=""), name="one_checkout_per_stripe_session"
            ),
            models.CheckConstraint(
                condition=~Q(state="paid") | Q(payment__isnull=False), name="paid_checkout_has_its_payment"
            ),
        ]
        indexes = [
            models.Index(fields=["state"], condition=Q(state="open"), name="open_checkouts"),
            models.Index(fields=["-opened_at", "-id"], name="checkouts_newest_first"),
        ]

    def __str__(self):
        return f"{self.account}: ${self.amount:,.2f}"

    def reference(self):
        """How Stripe's events name this row; the moment tells it from a row of another database with the same key."""
        return f"lmi-{self.pk}-{int(self.opened_at.timestamp())}"

    def is_paid_no_seat(self):
        return bool(self.concern) and self.settled_at is None


class CheckoutItem(models.Model):
    """How much of one invoice a Checkout asks for."""

    checkout = models.ForeignKey(Checkout, on_delete=models.PROTECT, related_name="items")
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="checkout_items")
    amount = models.DecimalField(_("amount ($)"), max_digits=10, decimal_places=2)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["checkout", "invoice"], name="an_invoice_once_per_checkout")]

    def __str__(self):
        return f"{self.invoice}: {self.amount}"


class StripeEvent(models.Model):
    """An event that Stripe told of; told again, it does nothing."""

    event_id = models.CharField(_("Stripe’s event"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=80)
    object_id = models.CharField(_("about"), max_length=120, blank=True)
    made_at = models.DateTimeField(_("made at Stripe"))
    received_at = models.DateTimeField(_("received"))
    says = models.JSONField(_("what it says"), default=dict)
    outcome = models.TextField(_("what came of it"), blank=True)
    waits_for = models.CharField(_("waits for the payment"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("Stripe event")
        verbose_name_plural = _("Stripe events")
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="stripe_events_newest_first"),
            models.Index(fields=["object_id"], name="stripe_event_by_object"),
            models.Index(fields=["waits_for"], condition=~Q(waits_for=""), name="waiting_stripe_events"),
        ]

    def __str__(self):
        return self.event_id
