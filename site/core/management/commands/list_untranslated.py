import polib
from babel.plural import to_gettext
from django.conf import settings
from django.core.management.base import BaseCommand

from core.languages import SOURCE_LANGUAGE, cldr


class Command(BaseCommand):
    help = (
        "Prints what the interface catalogue of a language still waits for, as a .po file for its reviewer:"
        " all of it, where the language has no catalogue yet."
    )

    def add_arguments(self, parser):
        parser.add_argument("language", help="A language code, such as zgh.")

    def handle(self, **options):
        language = options["language"]
        catalogue = catalogue_of(language) or new_catalogue(language)
        catalogue[:] = [entry for entry in catalogue if not entry.translated()]
        self.stdout.write(str(catalogue))
        self.stderr.write(f"{len(catalogue)} wait in {language}.")


def catalogue_of(language):
    """The interface catalogue of a language, or None."""
    for folder in settings.LOCALE_PATHS:
        path = folder / language / "LC_MESSAGES" / "django.po"
        if path.exists():
            return polib.pofile(str(path), wrapwidth=100)
    return None


def new_catalogue(language):
    """A catalogue to begin with: every string of the site, none translated, with the plurals of CLDR."""
    rule = cldr(language).plural_form
    catalogue = polib.POFile(wrapwidth=100)
    catalogue.metadata = catalogue_of(SOURCE_LANGUAGE).metadata | {
        "Language": language,
        "Plural-Forms": to_gettext(rule),
    }
    for known in catalogue_of(SOURCE_LANGUAGE):
        entry = polib.POEntry(msgid=known.msgid, msgid_plural=known.msgid_plural)
        if known.msgid_plural:
            entry.msgstr_plural = dict.fromkeys(range(len(rule.tags | {"other"})), "")
        catalogue.append(entry)
    return catalogue
