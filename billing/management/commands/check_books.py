from django.core.management.base import BaseCommand, CommandError

from billing.checking import check_books


class Command(BaseCommand):
    help = "Proves the books: prints every check and each difference, and fails where there is one."

    def handle(self, **options):
        count = 0
        for promise, differences in check_books():
            found = 0
            for found, sentence in enumerate(differences, start=1):
                if found == 1:
                    self.stdout.write(self.style.ERROR(f"✗ {promise}"))
                self.stdout.write(f"    {sentence}")
            if not found:
                self.stdout.write(f"✓ {promise}")
            count += found
        if count:
            raise CommandError(f"The books differ in {count} places." if count > 1 else "The books differ in 1 place.")
        self.stdout.write("The books are right.")
