from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .account import Account, to_the_cent, total_of

FOLDER = "purchase-orders"
SOON = timedelta(days=30)
NEARLY_ALL = Decimal("0.90")


def place_of_file(purchase_order, name):
    """A name that nobody guesses and that says nothing: the one it came with is kept in its own field."""
    return f"{FOLDER}/{uuid4().hex}"


class PurchaseOrderQuerySet(models.QuerySet):
    def usable(self, *, on):
        """Those not withdrawn, and still valid on the Pacific day `on`."""
        return self.filter(withdrawn_at__isnull=True, valid_until_on__gte=on)

    def with_used(self):
        """Annotate `used` (what standing invoices draw on it) and `left`, Decimal dollars; left may be negative."""
        from .invoice import Invoice

        used = total_of(Invoice.objects.standing(), by="purchase_order", field="total")
        return self.annotate(used=used).annotate(left=to_the_cent(F("amount") - F("used")))

    def running_out(self, *, on):
        """Those that unpaid invoices draw on, nine tenths of them or more, or that end within 30 days, with `used`."""
        from .invoice import Invoice

        nearly_all = Q(used__gte=F("amount") * Value(NEARLY_ALL))
        ends_soon = Q(valid_until_on__lt=on + SOON)
        drawn_on = Invoice.objects.unpaid().filter(purchase_order__isnull=False).values("purchase_order")
        return self.with_used().filter(nearly_all | ends_soon, withdrawn_at__isnull=True, pk__in=drawn_on)

    def of(self, user):
        return self.filter(account__in=Account.objects.of(user))


class PurchaseOrder(models.Model):
    """A district's promise to pay up to an amount until a date; several teams and convenings may draw on it."""

    account = models.ForeignKey(
        Account, verbose_name=_("account"), on_delete=models.PROTECT, related_name="purchase_orders"
    )
    number = models.CharField(_("number"), max_length=40)
    amount = models.DecimalField(_("amount ($)"), max_digits=10, decimal_places=2)
    valid_until_on = models.DateField(_("valid until"), help_text=_("The last day on which it may be billed."))
    file = models.FileField(_("file"), upload_to=place_of_file, blank=True)
    file_name = models.CharField(_("name of the file"), max_length=200, blank=True)
    file_type = models.CharField(_("kind of file"), max_length=40, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    added_at = models.DateTimeField(_("added"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Empty where the accounts-payable contact added it by their link."),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = PurchaseOrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("purchase order")
        verbose_name_plural = _("purchase orders")
        ordering = ["-added_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "account",
                Lower("number"),
                condition=Q(withdrawn_at__isnull=True),
                name="one_purchase_order_per_number",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="purchase_order_is_of_some_money"),
        ]
        indexes = [models.Index(fields=["valid_until_on"], name="purchase_order_by_end")]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("billing:purchase_order", args=[self.account.district.cd_code, self.pk])
