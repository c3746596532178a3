from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import DecimalField, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Round
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from districts.models import District

MONEY = DecimalField(max_digits=12, decimal_places=2)
NOTHING = Decimal("0.00")


def to_the_cent(dollars):
    """An expression rounded to cents: SQLite adds floats, whose sums end a trace above or below (and at −0.0)."""
    return Round(dollars, 2, output_field=MONEY) + Value(NOTHING, output_field=MONEY)


def total_of(rows, *, by, field="amount"):
    """A subquery: Decimal dollars of `rows` that belong to the outer row by their field `by`."""
    summed = rows.filter(**{by: OuterRef("pk")}).order_by().values(by).annotate(n=to_the_cent(Sum(field))).values("n")
    return Coalesce(Subquery(summed, output_field=MONEY), Value(NOTHING, output_field=MONEY))


class Language(models.TextChoices):
    """What papers are written in."""

    ENGLISH = "en", _("English")
    SPANISH = "es", _("Spanish")


class AccountQuerySet(models.QuerySet):
    def of(self, user):
        """Those of the districts at whose table `user` has an approved place."""
        return self.filter(district__in=District.objects.of(user))

    def led_by(self, user):
        return self.filter(district__in=District.objects.led_by(user))

    def with_balance(self):
        """Annotate `balance`: Decimal dollars that the district owes, negative where it is in credit."""
        from .ledger import Entry

        return self.annotate(balance=total_of(Entry.objects.all(), by="account"))

    def with_overdue(self, *, on):
        """Annotate `overdue`: Decimal dollars still open of invoices that were due before the Pacific day `on`."""
        from .invoice import Invoice

        late = Invoice.objects.unpaid().filter(due_on__lt=on)
        return self.annotate(overdue=total_of(late, by="account", field="open_amount"))


class Account(models.Model):
    """One district's money with the initiative: who is billed, who pays, and all that was billed and paid."""

    district = models.OneToOneField(
        District, verbose_name=_("district"), on_delete=models.PROTECT, related_name="account"
    )
    bill_to_name = models.CharField(_("bill to"), max_length=160)
    attention = models.CharField(_("attention"), max_length=120, blank=True, help_text=_("“Accounts Payable”"))
    street = models.CharField(_("street"), max_length=120, blank=True)
    city = models.CharField(_("city"), max_length=60, blank=True)
    state = models.CharField(_("state"), max_length=2, default="CA")
    zip_code = models.CharField(_("ZIP code"), max_length=10, blank=True)
    ap_name = models.CharField(_("accounts-payable contact"), max_length=120, blank=True)
    ap_email = models.EmailField(_("accounts-payable e-mail"), blank=True)
    ap_phone = models.CharField(_("accounts-payable telephone"), max_length=30, blank=True)
    language = models.CharField(_("language of papers"), max_length=2, choices=Language, default=Language.ENGLISH)
    opened_at = models.DateTimeField(_("opened"))

    objects = AccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["bill_to_name", "pk"]
        indexes = [models.Index(fields=["bill_to_name"], name="account_by_name")]

    def __str__(self):
        return self.bill_to_name

    def get_absolute_url(self):
        return reverse("billing:account", args=[self.district.cd_code])

    def address_lines(self):
        town = f"{self.city}, {self.state} {self.zip_code}".strip() if self.city else self.zip_code
        return [line for line in (self.street, town) if line]


class AccountLink(models.Model):
    """A signed link by which an accounts-payable contact sees one account without signing in."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="links")
    email = models.EmailField(_("e-mail"))
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("account link")
        verbose_name_plural = _("account links")
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return f"{self.email}: {self.account}"

    def opens(self, *, now):
        return self.revoked_at is None and now < self.expires_at


class Payee(models.Model):
    """Who is paid and where: printed on every paper, frozen in each as it stood when issued; there is one row."""

    name = models.CharField(_("payee"), max_length=160, default="California Labor-Management Initiative")
    address = models.TextField(_("address"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    payable_to = models.CharField(_("checks payable to"), max_length=160, blank=True)
    remit_to = models.TextField(_("checks are sent to"), blank=True)
    ach = models.TextField(_("ACH instructions"), blank=True)
    w9_url = models.URLField(_("W-9"), blank=True, help_text=_("Where districts find the signed form."))
    net_days = models.PositiveSmallIntegerField(_("due after (days)"), default=30)

    class Meta:
        verbose_name = _("payee")
        verbose_name_plural = _("payee")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="there_is_one_payee")]

    def __str__(self):
        return self.name

    @classmethod
    def current(cls):
        """The payee as staff wrote it, or an unsaved one with nothing but its name."""
        return cls.objects.first() or cls(pk=1)
