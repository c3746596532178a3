from django.core.management.base import BaseCommand

from lmi_portal.accounts.groups import ensure_groups


class Command(BaseCommand):
    help = "Makes the staff groups and grants them what settings.STAFF_GROUPS says; safe to run again."

    def handle(self, **options):
        for name, group in ensure_groups().items():
            self.stdout.write(f"{name}: {group.permissions.count()} permissions")
