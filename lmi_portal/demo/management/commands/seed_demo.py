from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from convenings.demo import load_calendar
from convenings.demo_teams import load_teams
from districts.demo import load_directory_facts
from districts.demo_people import PEOPLE, load_people
from initiative.demo import load_initiative
from lmi_portal.accounts.models import User
from lmi_portal.audit.models import Entry
from lmi_portal.audit.recording import record
from lmi_portal.kept_secrets import kept_secret
from lmi_portal.library.demo import load_library
from oasis.demo import load_oasis
from wellbeing.demo import load_well_being

LOADED = "load_demo"


class Command(BaseCommand):
    help = "Load the demo into an empty portal, once, and say who may sign in."

    def add_arguments(self, parser):
        parser.add_argument("--directory", type=Path, help="CDE's public-districts file, to load all its districts too")

    def handle(self, *, directory, **options):
        is_loaded = Entry.objects.filter(deed=LOADED).exists()
        if not is_loaded and User.objects.exists():
            self.stdout.write("This portal has accounts of its own, so no demo was loaded.")
        else:
            password = kept_secret(settings.DATA_DIR / "demo_password", size=9)
            if not is_loaded:
                load(password=password, now=timezone.now())
            self.print_sign_ins(password)
        if directory:
            call_command("import_districts", directory, stdout=self.stdout)

    def print_sign_ins(self, password):
        self.stdout.write(f"Sign in as one of these made-up people. Password of all: {password}")
        for person in PEOPLE:
            self.stdout.write(f"  {person.email:<24} {person.is_for}")


@transaction.atomic
def load(*, password, now):
    load_directory_facts()
    load_library()
    staff, *_others = load_people(password=password, now=now)
    load_calendar(today=timezone.localdate(now))
    load_teams(now=now)
    load_initiative()
    load_oasis(now=now)
    load_well_being(now=now)
    record(deed=LOADED, on=staff, by=None, now=now)
