from django.core.management.base import BaseCommand, CommandError

from core.translating.drift import find_drift, repair


class Command(BaseCommand):
    help = "Says where the languages of the site have come apart; with --repair, brings them together again."

    def add_arguments(self, parser):
        parser.add_argument("--repair", action="store_true", help="Repair what is found.")

    def handle(self, **options):
        found = repair() if options["repair"] else list(find_drift())
        for drift in found:
            self.stdout.write(str(drift))
        if not found:
            self.stdout.write("The languages of the site are together.")
        elif options["repair"]:
            self.stdout.write(f"Repaired: {len(found)}.")
        else:
            raise CommandError(f"{len(found)} found. Repair with --repair.")
