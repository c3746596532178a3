from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from districts.cde_file import CannotRead
from districts.importing import import_districts
from districts.progress import ProgressBar


class Command(BaseCommand):
    help = "Bring the directory up to date with the public-districts file of the California Department of Education."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the text file exactly as published (tab-separated)")

    def handle(self, *, file, **options):
        try:
            done = import_districts(
                file.read_bytes(),
                now=timezone.now(),
                source=f"import_districts {file.name}",
                on_progress=ProgressBar(self.stdout),
            )
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except CannotRead as problem:
            raise CommandError(f"{file.name}: {problem}") from problem
        self.report(done)

    def report(self, done):
        if not done.created and not done.updated:
            self.stdout.write("Nothing has changed.")
        self.stdout.write(f"{done.created:,} created, {done.updated:,} updated, {done.unchanged:,} unchanged.")
        if done.skipped:
            kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(done.skipped.items()))
            self.stdout.write(f"{sum(done.skipped.values()):,} skipped: {kinds}.")
        if done.no_longer_listed:
            self.stdout.write(f"{len(done.no_longer_listed):,} no longer listed, and kept:")
            for district in done.no_longer_listed:
                self.stdout.write(f"  {district.cd_code} {district.name}")
