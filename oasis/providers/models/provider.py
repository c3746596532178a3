"""Who helps: cities, counties, nonprofits – an `organization` in HSDS – and how they are reached."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from districts.spelling import Folded

from .standard import StandardModel, one_row_per_source_key


class Provider(StandardModel):
    """An organization that offers services; HSDS calls it organization."""

    name = models.CharField(_("name"), max_length=250)
    alternate_name = models.CharField(_("also known as"), max_length=250, blank=True)
    description = models.TextField(_("description"))
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.URLField(_("website"), max_length=500, blank=True)
    year_incorporated = models.PositiveSmallIntegerField(
        _("founded"), null=True, blank=True, validators=[MinValueValidator(1600), MaxValueValidator(2200)]
    )
    legal_status = models.CharField(_("legal status"), max_length=120, blank=True)
    parent = models.ForeignKey(
        "self", verbose_name=_("part of"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    is_made_up = models.BooleanField(_("made up, for the demo"), default=False)
    is_listed = models.BooleanField(_("listed"), default=True, help_text=_("Shown to the public."))
    modified_at = models.DateTimeField(_("last changed"))
    spelling = models.GeneratedField(
        expression=Folded("name", "alternate_name"), output_field=models.TextField(_("spelling")), db_persist=True
    )

    class Meta:
        verbose_name = _("provider")
        verbose_name_plural = _("providers")
        ordering = ["name", "pk"]
        constraints = [one_row_per_source_key("provider")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("providers:provider", args=[self.uid])


# What a phone, a contact, a schedule or a language may belong to; exactly one of them.
OWNERS = ["provider", "service", "location", "service_at_location"]


def belongs_to_exactly_one(name, owners=OWNERS):
    """The constraint that one of the foreign keys `owners` is set and the others are not."""
    alone = Q()
    for owner in owners:
        alone |= Q(**{f"{other}__isnull": other != owner for other in owners})
    return models.CheckConstraint(condition=alone, name=name)


class Owned(StandardModel):
    """A row that belongs to exactly one provider, service, location or service at a location."""

    provider = models.ForeignKey(Provider, null=True, blank=True, on_delete=models.CASCADE, related_name="%(class)ss")
    service = models.ForeignKey("Service", null=True, blank=True, on_delete=models.CASCADE, related_name="%(class)ss")
    location = models.ForeignKey("Location", null=True, blank=True, on_delete=models.CASCADE, related_name="%(class)ss")
    service_at_location = models.ForeignKey(
        "ServiceAtLocation", null=True, blank=True, on_delete=models.CASCADE, related_name="%(class)ss"
    )

    class Meta:
        abstract = True


class Contact(Owned):
    """Somebody, or a desk, to ask.

    A named person is private unless they agreed to be listed; `receives_referrals` marks the one address to which
    referrals are sent and where their links must be opened.
    """

    name = models.CharField(_("name"), max_length=120, blank=True)
    title = models.CharField(_("title"), max_length=120, blank=True)
    department = models.CharField(_("department"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    is_public = models.BooleanField(_("listed publicly"), default=False)
    receives_referrals = models.BooleanField(_("receives referrals"), default=False)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["pk"]
        constraints = [
            belongs_to_exactly_one("contact_belongs_to_exactly_one"),
            models.CheckConstraint(
                condition=Q(receives_referrals=False) | ~Q(email=""), name="who_receives_referrals_has_an_address"
            ),
        ]

    def __str__(self):
        return self.name or self.department or self.title or self.email


class Phone(Owned):
    class Kind(models.TextChoices):
        VOICE = "voice", _("Phone")
        TEXT = "text", _("Text messages")
        FAX = "fax", _("Fax")
        HOTLINE = "hotline", _("Hotline")
        TTY = "textphone", _("TTY")

    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.CASCADE, related_name="phones")
    number = models.CharField(_("number"), max_length=40)
    extension = models.CharField(_("extension"), max_length=10, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.VOICE)
    description = models.CharField(_("description"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("phone")
        verbose_name_plural = _("phones")
        ordering = ["pk"]
        constraints = [belongs_to_exactly_one("phone_belongs_to_exactly_one", [*OWNERS, "contact"])]

    def __str__(self):
        return f"{self.number} ext. {self.extension}" if self.extension else self.number

    def dialed(self):
        """What a phone calls, “tel:+13235550101;ext=4”: numbers of ten digits gain the country's code."""
        digits = "".join(sign for sign in self.number if sign.isdigit())
        number = f"+1{digits}" if len(digits) == 10 else f"+{digits}" if len(digits) == 11 else digits
        return f"tel:{number};ext={self.extension}" if self.extension else f"tel:{number}"
