from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from oasis.providers.classifying import import_taxonomy
from oasis.providers.taxonomy_file import CannotRead


class Command(BaseCommand):
    help = "Bring the terms that services are found by up to date with Open Eligibility's taxonomy."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="taxonomy.csv as published: id, name, parent_id (0 at the top)")

    def handle(self, *, file, **options):
        try:
            done = import_taxonomy(file.read_bytes(), now=timezone.now(), source=f"import_taxonomy {file.name}")
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except CannotRead as problem:
            raise CommandError(f"{file.name}: {problem}") from problem
        self.report(done)

    def report(self, done):
        self.stdout.write(f"{done.created:,} created, {done.updated:,} updated, {done.unchanged:,} unchanged.")
        for row, reason in done.left_out:
            self.stdout.write(f"  row {row} is left out: {reason}")
        for term, above in done.at_the_top:
            self.stdout.write(f"  {term} stands at the top: {above} above it is not on file, or below it")
        if done.no_longer_listed:
            self.stdout.write(f"{len(done.no_longer_listed):,} no longer listed, and kept:")
            for term in done.no_longer_listed:
                self.stdout.write(f"  {term.code} {term.name}")
