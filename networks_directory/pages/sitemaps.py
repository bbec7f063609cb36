"""The part of the sitemap that is not pages: the landing pages and the other views of the directory."""

from collections.abc import Iterator, Sequence
from typing import Any

from core.sitemaps import TranslatedSitemap, public_translations
from core.visibility import visible

from ..browsing.addresses import country_path, field_path, sub_path
from ..browsing.entrances import country_choices, field_choices, load_entrances
from ..models.fields_of_activity import field_names
from .directory import NetworksDirectoryPage


class DirectorySitemap(TranslatedSitemap):
    """For each country and each field that has networks, its page; the coverage grid; the two questions."""

    def items(self) -> list[tuple[str, str]]:
        """(route, code) of each view, "" where it has no code."""
        directories = visible(NetworksDirectoryPage.objects).filter(alias_of=None)
        self.directories = next(public_translations(directories), {})
        self.names, self.bitmaps = field_names(), load_entrances()
        found = set()
        for code in self.directories:
            found |= {("country", choice.value) for choice in country_choices(self.bitmaps, code)}
            found |= {("field", choice.value) for choice in field_choices(self.bitmaps, self.names, code)}
        return [("coverage", ""), ("which_network", ""), *sorted(found)] if self.directories else []

    def groups(self, items: Sequence[tuple[str, str]]) -> Iterator[dict[str, Any]]:
        for route, code in items:
            paths = {}
            for language, directory in self.directories.items():
                if code and not self.bitmaps[route, code] & self.bitmaps.listed(language):
                    continue
                if route == "country":
                    path = country_path(code, language)
                elif route == "field":
                    path = field_path(code, self.names, language)
                else:
                    path = sub_path(language, route)
                paths[language] = (directory.address + path, None)
            yield paths
