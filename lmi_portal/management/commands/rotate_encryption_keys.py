from itertools import groupby

from django.core.management.base import BaseCommand, CommandError

from lmi_portal.rotating_keys import rotate_keys


class Command(BaseCommand):
    help = (
        "Seals everything encrypted anew under the first of FIELD_ENCRYPTION_KEYS. Put the new key first, keep the old"
        " ones after it, restart, run this, and only then take the old ones away. It can be stopped and started again."
    )

    def handle(self, **options):
        unreadable = 0
        for what, parts in groupby(rotate_keys(), key=lambda progress: progress.what):
            for progress in parts:
                if progress.seen % 10_000 == 0 and progress.seen:
                    self.stdout.write(f"{what}: {progress.seen} rows so far")
            self.stdout.write(f"{what}: {progress.changed} sealed anew, {progress.seen} rows looked at")
            for pk in progress.unreadable:
                self.stdout.write(self.style.ERROR(f"{what}: row {pk} opens with no key on file"))
            unreadable += len(progress.unreadable)
        if unreadable:
            raise CommandError("Keep the old keys, and restore what opens with none of them from a backup.")
        self.stdout.write(self.style.SUCCESS("All is under the newest key; the older ones may go."))
