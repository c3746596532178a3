from django.core.management.base import BaseCommand
from django.utils import timezone

from oasis.figures.publishing import publish_due_figures
from oasis.figures.terms import Term


class Command(BaseCommand):
    help = (
        "Publish the figures of every term that ended 30 days ago or more and has none yet; each term once, for good."
    )

    def handle(self, **options):
        editions = publish_due_figures(now=timezone.now())
        for edition in editions:
            self.stdout.write(f"{edition.district}: {Term(edition.starts_on, edition.ends_on).name()}")
        self.stdout.write(f"{len(editions)} published.")
