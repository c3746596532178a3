from django.apps import AppConfig


class OasisConfig(AppConfig):
    name = "oasis"
    verbose_name = "OASIS"

    def ready(self):
        # Registers what it keeps under the keys besides columns.
        from . import rotating_keys  # noqa: F401
