"""The demo of the whole portal: `manage.py seed_demo` loads every app's own, so it stands above them all."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "lmi_portal.demo"
    label = "demo"
