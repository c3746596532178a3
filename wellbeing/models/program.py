from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from districts.models import District


class ProgramQuerySet(models.QuerySet):
    def live(self):
        """Those whose charter both sides have signed."""
        from .charter import Charter

        return self.filter(Exists(Charter.objects.in_force().filter(program=OuterRef("pk"))))


class Program(models.Model):
    """One district's employee well-being program, which labor and management run together.

    It is live while a charter that both sides signed is in force; until then nothing of it reaches an employee.
    """

    district = models.OneToOneField(
        District, verbose_name=_("district"), on_delete=models.PROTECT, related_name="well_being_program"
    )
    is_made_up = models.BooleanField(_("made up"), default=False, help_text=_("An example: every page says so."))
    begun_at = models.DateTimeField(_("begun"))
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("begun by"), on_delete=models.PROTECT, related_name="+"
    )

    objects = ProgramQuerySet.as_manager()

    class Meta:
        verbose_name = _("well-being program")
        verbose_name_plural = _("well-being programs")
        ordering = ["district"]

    def __str__(self):
        return str(_("Well-being program of %(district)s") % {"district": self.district})

    def get_absolute_url(self):
        return reverse("wellbeing:program", args=[self.district.cd_code])

    def is_live(self):
        return self.charters.in_force().exists()
