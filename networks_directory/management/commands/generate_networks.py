from django.core.management.base import BaseCommand, CommandError

from networks_directory.synthetic import NotAllowedError, generate_networks, remove_synthetic_networks

WIDTH = 40  # characters of the progress bar


class Command(BaseCommand):
    help = "Adds invented networks in every language, to try the directory out; never in production."

    def add_arguments(self, parser):
        parser.add_argument("--count", type=int, default=1000, help="How many networks (default: 1000).")
        parser.add_argument("--seed", type=int, default=1, help="Another number makes other networks.")
        parser.add_argument("--remove", action="store_true", help="Delete every invented network instead.")

    def handle(self, count, seed, remove, verbosity, **options):
        def progress(done, total=count):
            if verbosity:
                bar = "#" * (WIDTH * done // max(total, 1))
                self.stdout.write(f"\r[{bar:<{WIDTH}}] {done:,}", ending="")
                self.stdout.flush()

        try:
            if remove:
                number = remove_synthetic_networks()
                self.stdout.write(f"{number:,} invented networks have been deleted.")
                return
            generate_networks(count, seed, progress)
        except NotAllowedError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"\n{count:,} invented networks have been added.")
