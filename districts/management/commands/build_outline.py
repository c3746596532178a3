"""Draw California's counties anew.

Source: the US Census Bureau's cartographic boundary files of counties, 2017 edition (public domain:
https://www.census.gov/geographies/mapping-files/time-series/geo/carto-boundary-file.html), as one TopoJSON file with
the objects `counties` and `states`. `counties-10m.json` of the project topojson/us-atlas, version 3, is such a file
(about 1:10,000,000); shapefiles become one by topojson-server's `geo2topo` and topojson-client's `topomerge`.
"""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from districts.outline.building import build_outline
from districts.outline.drawing import FILE


class Command(BaseCommand):
    help = "Draw California’s counties anew from the Census Bureau’s boundaries as TopoJSON."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="TopoJSON with the objects counties and states")
        parser.add_argument("--to", type=Path, default=FILE, help="the file to write, the portal’s own unless told")

    def handle(self, *, file, to, **options):
        try:
            topology = json.loads(file.read_text(encoding="utf-8"))
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except ValueError as error:
            raise CommandError(f"{file.name} is not JSON: {error}") from error
        outline = build_outline(topology)
        lines = json.dumps(outline, separators=(",", ":")).replace("},", "},\n").replace(':{"01"', ':{\n"01"')
        to.write_text(f"{lines}\n", encoding="utf-8")
        self.stdout.write(f"{len(outline['counties'])} counties drawn in {to.stat().st_size:,} bytes.")
