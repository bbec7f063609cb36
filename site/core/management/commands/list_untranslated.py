import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = (
        "Prints what the interface catalogue of a language still waits for, as a .po file for its reviewer."
    )

    def add_arguments(self, parser):
        parser.add_argument("language", help="A language code, such as zgh.")

    def handle(self, **options):
        for folder in settings.LOCALE_PATHS:
            path = folder / options["language"] / "LC_MESSAGES" / "django.po"
            if path.exists():
                catalogue = polib.pofile(str(path), wrapwidth=100)
                waiting = [entry for entry in catalogue if not entry.translated()]
                catalogue[:] = waiting
                self.stdout.write(str(catalogue))
                self.stderr.write(f"{len(waiting)} wait in {options['language']}.")
                return
        raise CommandError(f"There is no catalogue of {options['language']} under site/locale/.")
