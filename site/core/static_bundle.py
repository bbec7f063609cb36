"""One stylesheet over the wire, many in the repository.

static/css/site.css imports one file a component. Browsers can load that as it stands, but each import
is a round trip; collectstatic writes the imported files into site.css before it is hashed and compressed.
"""

import re

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

BUNDLE = "css/site.css"
IMPORT = re.compile(r'@import "(?P<path>[^"]+)" layer\((?P<layer>[\w.]+)\);')
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
INDENT = re.compile(r"\n\s*")


class BundledStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage (hashed names, gzip and brotli), after the stylesheet is put together."""

    def post_process(self, paths, dry_run=False, **options):
        if BUNDLE in paths and not dry_run:
            paths = paths | {BUNDLE: (self._bundle(paths), BUNDLE)}
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def _bundle(self, paths):
        """A storage that holds the bundle alone, in place of the folder the source came from."""
        folder = BUNDLE.rsplit("/", 1)[0]

        def imported(match):
            css = read(paths, f"{folder}/{match['path']}")
            return f"@layer {match['layer']} {{{css}}}"

        css = IMPORT.sub(imported, read(paths, BUNDLE))
        bundle = InMemoryStorage()
        bundle.save(BUNDLE, ContentFile(INDENT.sub("\n", COMMENT.sub("", css)).encode()))
        return bundle


def read(paths, name):
    """The text of a static file, from where the finders found it."""
    storage, path = paths[name]
    with storage.open(path) as stylesheet:
        return stylesheet.read().decode()
