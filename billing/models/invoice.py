from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lmi_portal.written_once import WrittenOnceModel, WrittenOnceQuerySet

from .account import MONEY, NOTHING, Account, to_the_cent, total_of
from .ledger import Allocation, NumberedPaper
from .purchase_order import PurchaseOrder


class BillQuerySet(models.QuerySet):
    def awaiting_purchase_order(self):
        """Those that are to be paid by a purchase order which is not there yet, and of which something is open."""
        due = Invoice.objects.unpaid().filter(bill=models.OuterRef("pk"))
        return self.filter(models.Exists(due), pays_by=Bill.PaysBy.PURCHASE_ORDER, purchase_order__isnull=True)

    def fallen_short(self):
        """Those with an unpaid invoice that its purchase order does not cover: withdrawn, overdrawn or over by then."""
        failing = PurchaseOrder.objects.with_used().filter(Q(left__lt=0) | Q(withdrawn_at__isnull=False))
        short = Invoice.objects.unpaid().filter(
            Q(purchase_order__in=failing.values("pk")) | Q(issued_on__gt=F("purchase_order__valid_until_on"))
        )
        return self.filter(pk__in=short.values("bill"))

    def with_open_amount(self):
        """Annotate `open_amount` (Decimal dollars) and `due_on` of the standing invoice; None where none stands."""
        standing = Invoice.objects.standing().with_open_amount().filter(bill=models.OuterRef("pk")).order_by()
        return self.annotate(
            open_amount=models.Subquery(standing.values("open_amount")[:1], output_field=MONEY),
            due_on=models.Subquery(standing.values("due_on")[:1]),
        )


class Bill(models.Model):
    """What one team costs at one gathering: a row of invoices of which one at most is not credited."""

    class PaysBy(models.TextChoices):
        PURCHASE_ORDER = "purchase_order", _("Purchase order")
        CHECK = "check", _("Check or ACH, without a purchase order")
        CARD = "card", _("Card")

    account = models.ForeignKey(Account, verbose_name=_("account"), on_delete=models.PROTECT, related_name="bills")
    code = models.CharField(_("code"), max_length=20, unique=True, help_text=_("The code of the team that is billed."))
    subject = models.CharField(_("for"), max_length=160, help_text=_("The convening’s title."))
    subject_key = models.CharField(_("key"), max_length=80, help_text=_("The same for all bills of one convening."))
    team = models.CharField(_("team"), max_length=250)
    path = models.CharField(_("page"), max_length=200, help_text=_("Where the team is seen."))
    pays_by = models.CharField(_("to be paid by"), max_length=15, choices=PaysBy, default=PaysBy.PURCHASE_ORDER)
    purchase_order = models.ForeignKey(
        PurchaseOrder,
        verbose_name=_("purchase order"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="bills",
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("registered by"), on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField(_("opened"))

    objects = BillQuerySet.as_manager()

    class Meta:
        verbose_name = _("bill")
        verbose_name_plural = _("bills")
        ordering = ["-opened_at", "-pk"]
        indexes = [models.Index(fields=["subject_key"], name="bill_by_subject")]
        constraints = [
            models.CheckConstraint(
                condition=Q(purchase_order__isnull=True) | Q(pays_by="purchase_order"),
                name="bill_with_a_purchase_order_is_paid_by_it",
            )
        ]

    def __str__(self):
        return f"{self.team}: {self.subject}"

    def awaits_purchase_order(self):
        return self.pays_by == self.PaysBy.PURCHASE_ORDER and self.purchase_order_id is None


class InvoiceQuerySet(WrittenOnceQuerySet):
    def standing(self):
        """Those that no credit note has taken back."""
        return self.filter(credit_note__isnull=True)

    def with_open_amount(self):
        """Annotate `paid` and `open_amount`, Decimal dollars; of a credited invoice nothing is open."""
        return self.annotate(paid=total_of(Allocation.objects.all(), by="invoice")).annotate(
            open_amount=Case(
                When(credit_note__isnull=True, then=to_the_cent(F("total") - F("paid"))),
                default=Value(NOTHING, output_field=MONEY),
                output_field=MONEY,
            )
        )

    def open_at(self, moment):
        """Those of which something was open at `moment`, with `open_amount` as it was then, Decimal dollars."""
        paid = total_of(Allocation.objects.filter(made_at__lt=moment), by="invoice")
        return (
            self.filter(Q(credit_note__isnull=True) | Q(credit_note__issued_at__gte=moment), issued_at__lt=moment)
            .annotate(open_amount=to_the_cent(F("total") - paid))
            .filter(open_amount__gt=0)
        )

    def unpaid(self):
        """Standing ones of which something is open, with `paid` and `open_amount`."""
        return self.standing().with_open_amount().filter(open_amount__gt=0)

    def of(self, user):
        return self.filter(account__in=Account.objects.of(user))


class Invoice(NumberedPaper):
    """What a district was asked to pay; a change is a credit note and a new invoice."""

    bill = models.ForeignKey(Bill, verbose_name=_("bill"), on_delete=models.PROTECT, related_name="invoices")
    account = models.ForeignKey(Account, verbose_name=_("account"), on_delete=models.PROTECT, related_name="invoices")
    purchase_order = models.ForeignKey(
        PurchaseOrder,
        verbose_name=_("purchase order"),
        null=True,
        on_delete=models.PROTECT,
        related_name="invoices",
    )
    replaces = models.OneToOneField(
        "CreditNote", verbose_name=_("replaces"), null=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    total = models.DecimalField(_("total ($)"), max_digits=10, decimal_places=2)
    issued_on = models.DateField(_("date"))
    due_on = models.DateField(_("due"))
    issued_at = models.DateTimeField(_("issued"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = InvoiceQuerySet.as_manager()

    class Meta(NumberedPaper.Meta):
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        ordering = ["-issued_at", "-pk"]
        constraints = [
            *NumberedPaper.Meta.constraints,
            models.CheckConstraint(condition=Q(total__gte=0), name="invoice_total_is_not_negative"),
            models.CheckConstraint(condition=Q(due_on__gte=F("issued_on")), name="invoice_is_due_after_it_is_issued"),
        ]
        indexes = [
            models.Index(fields=["account", "-issued_at", "-id"], name="invoices_of_an_account"),
            models.Index(fields=["-issued_at", "-id"], name="invoices_newest_first"),
            models.Index(fields=["due_on"], name="invoice_by_due_date"),
        ]

    def get_absolute_url(self):
        return reverse("papers:invoice", args=[self.number])

    def is_credited(self):
        return hasattr(self, "credit_note")

    def days_past_due(self, *, now):
        return max((timezone.localdate(now) - self.due_on).days, 0)


class InvoiceLine(WrittenOnceModel):
    """One position of an invoice: a seat with who sits on it, an add-on, a waiver (negative), a cancellation fee."""

    class Kind(models.TextChoices):
        SEAT = "seat", _("Seat")
        ADD_ON = "add_on", _("Add-on")
        WAIVER = "waiver", _("Waiver")
        CANCELLATION_FEE = "cancellation_fee", _("Cancellation fee")

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    label = models.CharField(_("what"), max_length=250)
    person = models.CharField(_("who"), max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    amount = models.DecimalField(_("amount ($)"), max_digits=10, decimal_places=2)

    class Meta:
        verbose_name = _("invoice line")
        verbose_name_plural = _("invoice lines")
        ordering = ["invoice", "position"]
        constraints = [models.UniqueConstraint(fields=["invoice", "position"], name="one_line_per_position")]

    def __str__(self):
        return f"{self.label}: {self.amount}"


class CreditNote(NumberedPaper):
    """Takes one invoice back, whole; what is still due is on the invoice that replaces it."""

    class Cause(models.TextChoices):
        CHANGE = "change", _("The team changed")
        CANCELLATION = "cancellation", _("The team’s registration was cancelled")
        REISSUE = "reissue", _("Issued again with other particulars")
        WRITE_OFF = "write_off", _("Written off by staff")

    invoice = models.OneToOneField(
        Invoice, verbose_name=_("invoice"), on_delete=models.PROTECT, related_name="credit_note"
    )
    account = models.ForeignKey(
        Account, verbose_name=_("account"), on_delete=models.PROTECT, related_name="credit_notes"
    )
    cause = models.CharField(_("cause"), max_length=12, choices=Cause)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    total = models.DecimalField(_("total ($)"), max_digits=10, decimal_places=2)
    issued_on = models.DateField(_("date"))
    issued_at = models.DateTimeField(_("issued"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(NumberedPaper.Meta):
        verbose_name = _("credit note")
        verbose_name_plural = _("credit notes")
        ordering = ["-issued_at", "-pk"]
        indexes = [
            models.Index(fields=["account", "-issued_at", "-id"], name="credit_notes_of_an_account"),
            models.Index(fields=["-issued_at", "-id"], name="credit_notes_newest_first"),
        ]

    def get_absolute_url(self):
        return reverse("papers:credit_note", args=[self.number])


class Quote(NumberedPaper):
    """What a team would cost, on paper, before anybody commits to it; it holds no seat."""

    account = models.ForeignKey(Account, verbose_name=_("account"), on_delete=models.PROTECT, related_name="quotes")
    total = models.DecimalField(_("total ($)"), max_digits=10, decimal_places=2)
    valid_until_on = models.DateField(_("valid until"))
    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta(NumberedPaper.Meta):
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["account", "-asked_at", "-id"], name="quotes_of_an_account")]

    def get_absolute_url(self):
        return reverse("papers:quote", args=[self.number])
