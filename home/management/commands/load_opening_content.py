from django.core.management.base import BaseCommand, CommandError

from home.opening_content import SiteInUseError, load_opening_content


class Command(BaseCommand):
    help = "Loads the content the site opens with, in every language. Does nothing the second time."

    def handle(self, **options):
        try:
            loaded = load_opening_content()
        except SiteInUseError as error:
            raise CommandError(str(error)) from error
        if loaded is None:
            self.stdout.write("The opening content is loaded already; nothing was changed.")
            return
        self.stdout.write(f"Loaded {loaded.pages} pages.")
        self.stdout.write(f"Editor's login: {loaded.email}")
        self.stdout.write(f"Password:       {loaded.password}   (shown only this once)")
