from django.core.management.base import BaseCommand, CommandError

from oasis.checking import check_referrals


class Command(BaseCommand):
    help = "Draws the state of every referral anew from its events: prints each difference, and fails where one is."

    def handle(self, **options):
        count = 0
        for number, sentence in check_referrals():
            count += 1
            self.stdout.write(f"{number}: {sentence}")
        if count:
            raise CommandError(f"Referrals differ from their events in {count} {'place' if count == 1 else 'places'}.")
        self.stdout.write("Every referral says what its events tell.")
