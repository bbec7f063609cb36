from pathlib import Path

import polib
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Compiles the interface catalogues (.po to .mo) without needing GNU gettext."

    def handle(self, **options):
        for folder in settings.LOCALE_PATHS:
            for path in Path(folder).glob("*/LC_MESSAGES/*.po"):
                target = path.with_suffix(".mo")
                if not target.exists() or target.stat().st_mtime < path.stat().st_mtime:
                    polib.pofile(str(path)).save_as_mofile(str(target))
                    if options["verbosity"]:
                        self.stdout.write(f"Compiled {path.relative_to(settings.BASE_DIR)}")
