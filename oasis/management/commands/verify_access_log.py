import sys
from itertools import islice
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from districts.models import District
from oasis.anchoring import anchors_in
from oasis.verifying import breaks, chains, refuted

BREAKS_SHOWN = 100
ROWS_BETWEEN_SIGNS_OF_LIFE = 20_000


class Command(BaseCommand):
    help = "Reads the logs of access and disclosure from their beginning, and fails where a chain is broken."

    def add_arguments(self, parser):
        parser.add_argument(
            "--anchor", action="append", default=[], metavar="LINE", help="a line of a mailed letter to compare with"
        )
        parser.add_argument(
            "--anchors", metavar="FILE", help="a file with whole letters to compare with; - reads them from the input"
        )

    def handle(self, *, anchor, anchors, **options):
        wanted = self._anchors(anchor, anchors)
        count = sum(self._verify(district, chain) for district, chain in chains())
        count += sum(self._compare(*each) for each in wanted)
        if count:
            raise CommandError(f"The logs are broken in {count} place{'s' if count > 1 else ''}.")
        self.stdout.write("The logs hold.")

    def _verify(self, district, chain):
        found, read = [], [0]

        def tell(rows):
            read[0] = rows
            if rows and rows % ROWS_BETWEEN_SIGNS_OF_LIFE == 0:
                self.stdout.write(f"  {district.cd_code} {chain}: {rows:,} rows read")

        walk = breaks(district=district, chain=chain, tell=tell)
        for each in islice(walk, BREAKS_SHOWN):
            found.append(each)
            self.stdout.write(self.style.ERROR(f"✗ {each}"))
        more = sum(1 for _each in walk)
        if more:
            self.stdout.write(f"  and {more} more")
        if not found:
            self.stdout.write(f"✓ {district.cd_code} {chain}: {read[0]:,} rows")
        return len(found) + more

    def _compare(self, cd_code, chain, number, digest):
        district = District.objects.filter(cd_code=cd_code).first()
        what = refuted(district=district, chain=chain, number=number, digest=digest) if district else "is unknown here"
        if what is None:
            self.stdout.write(f"✓ {cd_code} {chain} {number} is as it was mailed")
            return 0
        self.stdout.write(self.style.ERROR(f"✗ {cd_code} {chain} {number} {what}"))
        return 1

    def _anchors(self, lines, file):
        text = "\n".join(lines)
        if file:
            text += "\n" + (sys.stdin.read() if file == "-" else Path(file).read_text())
        found = anchors_in(text)
        if (lines or file) and not found:
            raise CommandError("No line of a letter was found: district, log, number and 64 hex digits.")
        return found
