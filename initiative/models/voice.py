from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from districts.models import District


class VoiceQuerySet(models.QuerySet):
    def permitted(self):
        return self.filter(is_permitted=True)


class Voice(models.Model):
    """Somebody's words about working together, shown only with that person's permission."""

    quotation = models.CharField(_("quotation"), max_length=400)
    name = models.CharField(_("name"), max_length=150)
    role = models.CharField(_("role"), max_length=150)
    district = models.ForeignKey(
        District, verbose_name=_("district"), null=True, blank=True, on_delete=models.PROTECT, related_name="voices"
    )
    said_on = models.DateField(_("day"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)
    is_permitted = models.BooleanField(_("permission given"), default=False)
    permission = models.CharField(
        _("how permission was given"), max_length=300, blank=True, help_text=_("By whom, when, and where that is kept.")
    )

    objects = VoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("voice")
        verbose_name_plural = _("voices")
        ordering = ["-said_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_permitted=False) | ~Q(permission=""),
                name="permitted_voice_says_how",
                violation_error_message=_("Say how permission was given: by whom, when, and where that is kept."),
            )
        ]

    def __str__(self):
        # The audit trail and the history of the staff area name rows by this for good: no words that may be taken back.
        return self.name
