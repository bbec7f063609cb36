from django.core.management.base import BaseCommand

from core.progress import progress_bar

from ...index.rebuilding import rebuild_listing_index
from ...models.listing_index import IndexedNetwork


class Command(BaseCommand):
    help = "Makes what the directory searches, counts and sorts by again from the listings."

    def add_arguments(self, parser):
        parser.add_argument("--if-empty", action="store_true", help="Do nothing when there is an index.")

    def handle(self, if_empty, verbosity, **options):
        if if_empty and IndexedNetwork.objects.exists():
            return
        number = rebuild_listing_index(progress_bar(self.stdout if verbosity else None))
        if verbosity:
            self.stdout.write(f"\n{number:,} networks are in the index.")
