from django.core.management.base import BaseCommand, CommandError
from django.db.models import ProtectedError

from core.progress import progress_bar

from ...invented.generating import NotAllowedError, generate_networks
from ...invented.removing import remove_invented_networks


class Command(BaseCommand):
    help = "Adds invented networks in every language, to try the directory out; never in production."

    def add_arguments(self, parser):
        parser.add_argument("--count", type=int, default=1000, help="How many networks (default: 1000).")
        parser.add_argument("--seed", type=int, default=1, help="Another number makes other networks.")
        parser.add_argument("--remove", action="store_true", help="Delete every invented network instead.")

    def handle(self, count, seed, remove, verbosity, **options):
        stream = self.stdout if verbosity else None
        try:
            if remove:
                number = remove_invented_networks(progress_bar(stream))
                self.stdout.write(f"\n{number:,} invented networks have been deleted.")
                return
            generate_networks(count, seed, progress_bar(stream, count))
        except (NotAllowedError, ProtectedError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"\n{count:,} invented networks have been added.")
