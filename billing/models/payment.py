from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lmi_portal.written_once import WrittenOnceModel, WrittenOnceQuerySet

from .account import MONEY, NOTHING, Account, to_the_cent, total_of
from .ledger import Allocation, NumberedPaper


class PaymentQuerySet(WrittenOnceQuerySet):
    def with_unapplied(self):
        """Annotate `applied`, `refunded` and `unapplied`, Decimal dollars; of a bounced payment nothing is left."""
        return self.annotate(
            applied=total_of(Allocation.objects.all(), by="payment"),
            refunded=total_of(Refund.objects.all(), by="payment"),
        ).annotate(
            unapplied=Case(
                When(bounce__isnull=True, then=to_the_cent(F("amount") - F("applied") - F("refunded"))),
                default=Value(NOTHING, output_field=MONEY),
                output_field=MONEY,
            )
        )

    def unmatched(self):
        """Those of which money is set against no invoice, with `unapplied`."""
        return self.with_unapplied().filter(unapplied__gt=0)


class Payment(NumberedPaper):
    """Money that came from a district; its number is the receipt's."""

    class Method(models.TextChoices):
        CHECK = "check", _("Check")
        ACH = "ach", _("ACH transfer")
        CARD_DESK = "card_desk", _("Card at the desk")
        CARD_ONLINE = "card_online", _("Card online")

    account = models.ForeignKey(Account, verbose_name=_("account"), on_delete=models.PROTECT, related_name="payments")
    method = models.CharField(_("method"), max_length=12, choices=Method)
    reference = models.CharField(_("check number or reference"), max_length=80, blank=True)
    amount = models.DecimalField(_("amount ($)"), max_digits=10, decimal_places=2)
    received_on = models.DateField(_("received"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    submission = models.UUIDField(
        _("submission"), null=True, blank=True, unique=True, help_text=_("A form sent twice records once.")
    )

    objects = PaymentQuerySet.as_manager()

    class Meta(NumberedPaper.Meta):
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            *NumberedPaper.Meta.constraints,
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_is_of_some_money"),
            models.CheckConstraint(condition=~Q(method="check") | ~Q(reference=""), name="check_has_its_number"),
            models.UniqueConstraint(
                fields=["reference"], condition=Q(method="card_online"), name="one_payment_per_card_charge"
            ),
        ]
        indexes = [
            models.Index(fields=["account", "-recorded_at", "-id"], name="payments_of_an_account"),
            models.Index(fields=["-recorded_at", "-id"], name="payments_newest_first"),
        ]

    def get_absolute_url(self):
        return reverse("papers:receipt", args=[self.number])

    def has_bounced(self):
        return hasattr(self, "bounce")


class Bounce(WrittenOnceModel):
    """A payment that the bank took back, whole."""

    payment = models.OneToOneField(Payment, verbose_name=_("payment"), on_delete=models.PROTECT, related_name="bounce")
    reason = models.CharField(_("reason"), max_length=300)
    bounced_on = models.DateField(_("bounced"))
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("bounce")
        verbose_name_plural = _("bounces")

    def __str__(self):
        return f"{self.payment}: {self.reason}"


class Refund(WrittenOnceModel):
    """Money of a payment, set against no invoice, that went back to the district."""

    payment = models.ForeignKey(Payment, verbose_name=_("payment"), on_delete=models.PROTECT, related_name="refunds")
    amount = models.DecimalField(_("amount ($)"), max_digits=10, decimal_places=2)
    method = models.CharField(_("method"), max_length=12, choices=Payment.Method)
    reference = models.CharField(_("check number or reference"), max_length=80, blank=True)
    reason = models.CharField(_("reason"), max_length=300)
    refunded_on = models.DateField(_("refunded"))
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    submission = models.UUIDField(
        _("submission"), null=True, blank=True, unique=True, help_text=_("A form sent twice records once.")
    )

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_is_of_some_money"),
            models.UniqueConstraint(
                fields=["reference"], condition=Q(method="card_online"), name="one_refund_per_card_refund"
            ),
        ]

    def __str__(self):
        return f"{self.amount}: {self.payment}"
