from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "lmi_portal.accounts"
    label = "accounts"
