from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WellbeingConfig(AppConfig):
    name = "wellbeing"
    verbose_name = _("Well-being")

    def ready(self):
        # Registers what it says of units that become one.
        from . import joining_units  # noqa: F401
