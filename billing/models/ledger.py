from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lmi_portal.written_once import WrittenOnceModel

from .account import Account


class Counter(models.Model):
    """The last number given out in one series and fiscal year (1 July – 30 June); its row is the lock."""

    class Series(models.TextChoices):
        INVOICE = "INV", _("Invoices")
        CREDIT_NOTE = "CRN", _("Credit notes")
        RECEIPT = "RCT", _("Receipts")
        QUOTE = "QUO", _("Quotes")

    series = models.CharField(max_length=3, choices=Series)
    fiscal_year = models.PositiveSmallIntegerField(help_text=_("The year in which it begins."))
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "fiscal_year"], name="one_counter_per_fiscal_year")]

    def __str__(self):
        return f"{self.series} {self.fiscal_year}: {self.last}"


class NumberedPaper(WrittenOnceModel):
    """A paper with its number in a gapless series, and what it says, frozen; it is never changed or deleted."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year"), help_text=_("The year in which it begins."))
    sequence = models.PositiveIntegerField(_("number in the year"))
    facts = models.JSONField(_("what it says"), help_text=_("Frozen: the PDF is made of nothing else."))
    language = models.CharField(_("language"), max_length=2)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["fiscal_year", "sequence"], name="%(class)s_number_once_per_fiscal_year")
        ]

    def __str__(self):
        return self.number


class Entry(WrittenOnceModel):
    """One change of what a district owes; balance = invoiced − credited − paid (less bounced) + refunded."""

    class Kind(models.TextChoices):
        INVOICED = "invoiced", _("Invoiced")
        CREDITED = "credited", _("Credited")
        PAID = "paid", _("Paid")
        BOUNCED = "bounced", _("Bounced")
        REFUNDED = "refunded", _("Refunded")

    account = models.ForeignKey(Account, verbose_name=_("account"), on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    amount = models.DecimalField(
        _("amount ($)"), max_digits=10, decimal_places=2, help_text=_("Its effect on what is owed.")
    )
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    invoice = models.OneToOneField("Invoice", null=True, on_delete=models.PROTECT, related_name="entry")
    credit_note = models.OneToOneField("CreditNote", null=True, on_delete=models.PROTECT, related_name="entry")
    payment = models.OneToOneField("Payment", null=True, on_delete=models.PROTECT, related_name="entry")
    bounce = models.OneToOneField("Bounce", null=True, on_delete=models.PROTECT, related_name="entry")
    refund = models.OneToOneField("Refund", null=True, on_delete=models.PROTECT, related_name="entry")

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger")
        ordering = ["-made_at", "-pk"]
        indexes = [
            models.Index(fields=["account", "made_at", "id"], name="ledger_of_an_account"),
            models.Index(fields=["-made_at", "-id"], name="ledger_newest_first"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="invoiced", invoice__isnull=False, amount__gte=0)
                | Q(kind="credited", credit_note__isnull=False, amount__lte=0)
                | Q(kind="paid", payment__isnull=False, amount__lt=0)
                | Q(kind="bounced", bounce__isnull=False, amount__gt=0)
                | Q(kind="refunded", refund__isnull=False, amount__gt=0),
                name="ledger_entry_says_what_it_is_of",
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.amount}"


class Allocation(WrittenOnceModel):
    """Money of one payment set against one invoice, or, negative, taken off it again."""

    payment = models.ForeignKey("Payment", on_delete=models.PROTECT, related_name="allocations")
    invoice = models.ForeignKey("Invoice", on_delete=models.PROTECT, related_name="allocations")
    amount = models.DecimalField(_("amount ($)"), max_digits=10, decimal_places=2)
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(_("why"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("allocation")
        verbose_name_plural = _("allocations")
        ordering = ["made_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(amount=0), name="allocation_is_of_some_money")]

    def __str__(self):
        return f"{self.amount}: {self.payment} → {self.invoice}"
