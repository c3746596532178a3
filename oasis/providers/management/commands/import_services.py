from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError
from django.utils import timezone

from districts.progress import ProgressBar
from oasis.providers.importing import OUTCOMES, import_services
from oasis.providers.incoming.column_maps import read_map
from oasis.providers.incoming.problems import CannotRead

SHOWN = 50
FORMATS = (
    "HSDS 3.x as JSON (a page, a list, one record, or one a line), an HSDS package of CSV tables (3.x, 2.0 or 1.1) as a"
    " zip file or folder, or a CSV table of one organization a row"
)


class Command(BaseCommand):
    help = f"Bring the public directory of providers up to date with a file: {FORMATS}."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the file, or the folder of tables")
        parser.add_argument("--source", default="", help="the publisher's name (default: the name of the file)")
        parser.add_argument(
            "--map", nargs="+", default=[], metavar="FIELD=COLUMN", help="for a table: pairs, or a JSON or TOML file"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and change nothing")
        parser.add_argument(
            "--delist-orphans", action="store_true", help="take what the file no longer has off the public list"
        )

    def handle(self, *, file, source, dry_run, delist_orphans, **options):
        try:
            done = import_services(
                file,
                source=(source.strip() or file.stem)[:120],
                now=timezone.now(),
                column_map=read_map(options["map"]),
                delist_orphans=delist_orphans,
                dry_run=dry_run,
                on_progress=ProgressBar(self.stdout),
            )
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except CannotRead as problem:
            raise CommandError(f"{file.name}: {problem}") from problem
        except IntegrityError as error:
            raise CommandError("Somebody else changed the same rows meanwhile. Nothing was imported.") from error
        self.report(done, dry_run=dry_run)

    def report(self, done, *, dry_run):
        for noun, counts in (("Organizations", done.organizations), ("Services", done.services)):
            told = ", ".join(f"{counts[outcome]:,} {outcome}" for outcome in OUTCOMES)
            self.stdout.write(f"{noun}: {told}.")
        for note in done.notes:
            self.stdout.write(note)
        if done.orphans:
            fate = "taken off the public list" if done.delisted else "kept as they are"
            self.stdout.write(f"{len(done.orphans):,} on file are not in the file, and were {fate}:")
            self.list_(f"{row._meta.verbose_name} {row.name} ({row.uid})" for row in done.orphans[:SHOWN])
            self.tell_rest(len(done.orphans))
        if dry_run:
            self.stdout.write("This was a trial: nothing was changed.")
        if done.bad_count:
            self.stdout.write(f"{done.bad_count:,} rows were left out whole:")
            self.list_(f"{place}: {reason}" for place, reason in done.bad)
            raise CommandError(f"{done.bad_count:,} rows were left out; mend them and import the file again.")

    def list_(self, lines):
        for line in lines:
            self.stdout.write(f"  {line}")

    def tell_rest(self, count):
        if count > SHOWN:
            self.stdout.write(f"  … and {count - SHOWN:,} more")
