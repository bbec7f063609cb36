from django.core.management.base import BaseCommand

from networks_directory.listing_index import rebuild_listing_index
from networks_directory.models import IndexedNetwork


class Command(BaseCommand):
    help = "Makes what the directory searches, counts and sorts by again from the listings."

    def add_arguments(self, parser):
        parser.add_argument("--if-empty", action="store_true", help="Do nothing when there is an index.")

    def handle(self, if_empty, verbosity, **options):
        if if_empty and IndexedNetwork.objects.exists():
            return
        number = rebuild_listing_index()
        if verbosity:
            self.stdout.write(f"{number} networks are in the index.")
