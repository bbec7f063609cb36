"""One stylesheet over the wire, many in the repository.

static/css/site.css imports one file a component. Browsers can load that as it stands, but each import
is a round trip; collectstatic writes the imported files into site.css before it is hashed and compressed.
"""

import re

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

BUNDLE = "css/site.css"
IMPORT = re.compile(r'@import "(?P<path>[^"]+)" layer\((?P<layer>[\w.]+)\);')
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
INDENT = re.compile(r"\n\s*")


class BundledStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage (hashed names, gzip and brotli), after the stylesheet is put together."""

    def post_process(self, paths, dry_run=False, **options):
        if BUNDLE in paths and not dry_run:
            self._bundle()
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def _bundle(self):
        folder = BUNDLE.rsplit("/", 1)[0]

        def imported(match):
            css = self._read(f"{folder}/{match['path']}")
            return f"@layer {match['layer']} {{{css}}}"

        css = IMPORT.sub(imported, self._read(BUNDLE))
        css = INDENT.sub("\n", COMMENT.sub("", css))
        self.delete(BUNDLE)
        # FileSystemStorage.save, not ours: the name must not change.
        self._save(BUNDLE, ContentFile(css.encode()))

    def _read(self, name):
        with self.open(name) as stylesheet:
            return stylesheet.read().decode()
