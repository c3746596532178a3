from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "lmi_portal.audit"
    label = "audit"
