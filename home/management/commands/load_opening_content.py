from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from ...opening_addresses import give_present_addresses
from ...opening_content import EDITOR_EMAIL, FOLDER, SiteInUseError, load_opening_content
from ...renewing_content import renew_opening_content


class Command(BaseCommand):
    help = (
        "Loads the content the site opens with, in every language. On a site that has it already, brings"
        " up to date what nobody has touched."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="Do nothing, instead of failing, when the database has a site of somebody else's.",
        )

        parser.add_argument(
            "--folder",
            type=Path,
            default=FOLDER,
            help="Other content than ours, in files like those of site/content.",
        )

    def handle(self, **options):
        try:
            loaded = load_opening_content(options["folder"])
        except SiteInUseError as error:
            if options["if_empty"]:
                self.stdout.write("The database has a site of its own; nothing was loaded.")
                return
            raise CommandError(str(error)) from error
        if loaded is None:
            renewed = renew_opening_content(options["folder"])
            what = f"brought up to date: {', '.join(renewed)}" if renewed else "nothing was changed"
            self.stdout.write(f"The opening content is loaded already; {what}.")
            if moved := give_present_addresses(options["folder"]):
                self.stdout.write(f"At other addresses: {', '.join(page.url for page in moved)}.")
            self.stdout.write(f"Editor's login: {EDITOR_EMAIL} (its password was shown at the first load;")
            self.stdout.write(f"                manage.py changepassword {EDITOR_EMAIL} sets another)")
            return
        self.stdout.write(f"Loaded {loaded.pages} pages.")
        self.stdout.write(f"Editor's login: {loaded.email}")
        self.stdout.write(f"Password:       {loaded.password}   (shown only this once)")
