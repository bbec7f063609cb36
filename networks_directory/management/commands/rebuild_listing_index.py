from django.core.management.base import BaseCommand

from core.progress import progress_bar

from ...index.rebuilding import is_outdated, rebuild_listing_index


class Command(BaseCommand):
    help = "Makes what the directory searches, counts and sorts by again from the listings."

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-outdated",
            "--if-empty",
            action="store_true",
            help="Do nothing where there is an index, written by a release that writes the same.",
        )

    def handle(self, if_outdated, verbosity, **options):
        if if_outdated and not is_outdated():
            return
        number = rebuild_listing_index(progress_bar(self.stdout if verbosity else None))
        if verbosity:
            self.stdout.write(f"\n{number:,} networks are in the index.")
