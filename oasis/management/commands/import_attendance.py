from pathlib import Path

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from districts.models import District
from lmi_portal.accounts.models import User
from lmi_portal.tables.problems import CannotRead
from oasis.access import ACCESS
from oasis.attendance_file import COLUMNS
from oasis.importing_attendance import CannotImport, check_attendance, import_attendance
from oasis.reach import reach_of


class Command(BaseCommand):
    help = (
        "Take in the attendance that a student information system exports, as CSV or as an Excel workbook: the whole"
        " file or nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, help="e-mail of the program administrator who answers for it")
        parser.add_argument("--district", help="CD code; needed where that person works for several")
        parser.add_argument("--dry-run", action="store_true", help="check the file, write nothing")
        for name in COLUMNS:
            parser.add_argument(f"--{name.replace('_', '-')}", help="what the file calls this column")

    def handle(self, *, file, by, district, dry_run, **options):
        reach = self.reach_of(by)
        columns = {name: options[name] for name in COLUMNS if options[name]}
        try:
            with file.open("rb") as content:
                asked = {"file": File(content), "district": self.district_of(reach, district), "reach": reach}
                if dry_run:
                    report = vars(check_attendance(**asked, columns=columns))
                else:
                    done = import_attendance(**asked, columns=columns, file_name=file.name, now=reach.now)
                    report = done.report
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except (CannotRead, CannotImport) as problem:
            raise CommandError(f"{file.name}:\n{problem}") from problem
        self.stdout.write(
            f"{report['rows']:,} rows from {report['first_on']} to {report['last_on']}: {report['taken']:,} of "
            f"{report['students']:,} students on file, {report['unknown']:,} of others, left out."
        )
        self.stdout.write("Nothing was written." if dry_run else "Taken in.")

    def reach_of(self, email):
        user = User.objects.filter(email__iexact=email).first()
        reach = user and reach_of(user, now=timezone.now()).having(ACCESS["oasis:attendance"])
        if not reach or not reach.assignments:
            raise CommandError(f"{email} is no program administrator or site lead of OASIS.")
        return reach

    def district_of(self, reach, cd_code):
        districts = District.objects.filter(pk__in=reach.district_ids)
        found = list(districts.filter(cd_code=cd_code) if cd_code else districts)
        if len(found) != 1:
            raise CommandError("Name the district by --district.")
        return found[0]
