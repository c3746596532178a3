from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lmi_portal.written_once import WrittenOnceModel


class Entry(WrittenOnceModel):
    """Who did what to which row and when, with what it was before and after; nobody edits it.

    Triggers refuse UPDATE and DELETE whoever asks, psql included. Left to the owner of the database are TRUNCATE on
    PostgreSQL and deleting from the oldest entry on on SQLite: that is how tables are emptied as a whole.
    """

    done_at = models.DateTimeField(_("when"), db_index=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Empty where a link or the portal itself acted."),
    )
    done_by_label = models.CharField(_("by"), max_length=254, help_text=_("As they were known then."))
    deed = models.CharField(_("deed"), max_length=60, db_index=True)
    subject_type = models.CharField(_("kind"), max_length=60)
    subject_key = models.CharField(_("key"), max_length=60)
    subject_label = models.CharField(_("on"), max_length=300)
    changes = models.JSONField(_("from – to"), default=dict, blank=True)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["-done_at", "-pk"]
        indexes = [models.Index(fields=["subject_type", "subject_key", "-done_at"], name="audit_of_one_subject")]

    def __str__(self):
        return f"{self.done_by_label}: {self.deed} {self.subject_label}"
