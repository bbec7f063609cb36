"""The sitemap: every address worth finding, in each language, naming the same in the others.

/sitemap.xml is an index of files; each app's part is a section, listed in config/urls.py.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import F
from wagtail.models import Page, Site

from .languages import SOURCE_LANGUAGE
from .links import HOME_DEPTH, page_address
from .translations import REVISION_OF, Version, real_translations
from .visibility import visible

SITEMAP_COLUMNS = ("id", "live", "alias_of_id", "url_path", "translation_key", "last_published_at")
Group = dict[str, tuple[str, datetime | None]]  # {language code: (path, last modified)}


class TranslatedSitemap(Sitemap):
    """A section whose items are groups: one thing with an address in each of its languages.

    Django's own alternates (`i18n`) make the list of every item in every language before a page is taken
    out of it, which a hundred thousand networks are too many for, and its x-default is an address without
    a language, where ours only leads on. So a page of things is read first, and then their languages.
    """

    limit = 5_000  # things in a file; with ten languages still within the 50,000 addresses it may have

    def groups(self, items: Sequence[Any]) -> Iterable[Group]:
        """The Group of each of the items of one file."""
        raise NotImplementedError

    def get_urls(
        self, page: int | str = 1, site: Any = None, protocol: str | None = None
    ) -> list[dict[str, Any]]:
        """The addresses of one file, as Django's template writes them."""
        root = f"{self.get_protocol(protocol)}://{self.get_domain(site)}"
        items = list(self.paginator.page(page).object_list)
        return [entry for group in self.groups(items) for entry in _entries(root, group)]


def _entries(root: str, group: Group) -> list[dict[str, Any]]:
    """The addresses of one thing, each with all of them as its alternates."""
    alternates = [{"location": root + path, "lang_code": code} for code, (path, _lastmod) in group.items()]
    if SOURCE_LANGUAGE in group:
        alternates.append({"location": root + group[SOURCE_LANGUAGE][0], "lang_code": "x-default"})
    return [
        {"item": path, "location": root + path, "lastmod": lastmod, "priority": "", "alternates": alternates}
        for path, lastmod in group.values()
    ]


@dataclass(frozen=True)
class PublicPage:
    """A page that anybody may read, as the sitemap has it."""

    version: Version
    address: str
    last_published_at: datetime | None


def public_translations(pages: Any) -> Iterator[dict[str, PublicPage]]:
    """The translations of each of some visible pages, {language code: PublicPage}, in one query.

    `pages` is a queryset. Stand-ins are left out.
    """
    rows = pages.order_by("translation_key").values(*SITEMAP_COLUMNS, revision_of=F(REVISION_OF))
    roots = Site.get_site_root_paths()
    for _key, group in groupby(rows, key=lambda row: row["translation_key"]):
        versions = (_public_page(row, roots) for row in group)
        yield real_translations(page for page in versions if page.address)


def _public_page(row: dict[str, Any], roots: list[Any]) -> PublicPage:
    language_code, address = page_address(row["url_path"], roots)
    return PublicPage(Version.from_row(row, language_code), address, row["last_published_at"])


class PageSitemap(TranslatedSitemap):
    """Every page that everybody may see, in each of its translations."""

    def items(self) -> Any:
        pages = visible(Page.objects).filter(depth__gte=HOME_DEPTH, alias_of=None)
        return pages.order_by("translation_key").values_list("translation_key", flat=True).distinct()

    def groups(self, items: Sequence[Any]) -> Iterator[Group]:
        pages = visible(Page.objects).filter(translation_key__in=items, depth__gte=HOME_DEPTH, alias_of=None)
        for translations in public_translations(pages):
            yield {code: (page.address, page.last_published_at) for code, page in translations.items()}
