from django.core.management.base import BaseCommand
from django.utils import timezone

from oasis.destroying import count_due, destroy_due


class Command(BaseCommand):
    help = "Destroys the records whose time is over (oasis/retention.py), but for what is held, and certifies it."
    stealth_options = ("now",)

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only count what would be destroyed")

    def handle(self, *, dry_run, now=None, **options):
        now = now or timezone.now()
        purges = count_due(now=now) if dry_run else destroy_due(now=now)
        purge = None
        for purge in purges:
            name = f"{purge.district.cd_code} {purge.rule.name}"
            if purge.refusal:
                self.stdout.write(self.style.ERROR(f"{name}: {purge.refusal}"))
            counts = ", ".join(f"{count} {kind}" for kind, count in purge.counts.items())
            if counts:
                numbers = ", ".join(str(certificate.pk) for certificate in purge.certificates)
                done = "would be destroyed" if dry_run else f"destroyed, certificate {numbers}"
                self.stdout.write(f"{name}: {counts} {done}")
        if purge is None:
            self.stdout.write("Nothing is due.")
