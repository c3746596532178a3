from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "lmi_portal.outbox"
    label = "outbox"
