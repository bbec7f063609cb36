"""The sitemap: every address worth finding, in each language, naming the same in the others.

/sitemap.xml is an index of files; each app's part is a section, listed in config/urls.py.
"""

from itertools import groupby

from django.contrib.sitemaps import Sitemap
from django.db.models import F
from wagtail.models import Page, PageViewRestriction, Site

from .frame import HOME_DEPTH, page_address
from .languages import SOURCE_LANGUAGE
from .translations import real_translations


class TranslatedSitemap(Sitemap):
    """A section whose items are groups: one thing with an address in each of its languages."""

    limit = 5_000  # things in a file; with ten languages still within the 50,000 addresses it may have

    def __init__(self, request):
        self.request = request

    def groups(self, items):
        """[{language code: (path, last modified or None)}] for the items of one file."""
        raise NotImplementedError

    def _urls(self, page, protocol, domain):
        urls = []
        for group in self.groups(list(self.paginator.page(page).object_list)):
            alternates = [
                {"location": self.request.build_absolute_uri(path), "lang_code": code}
                for code, (path, _lastmod) in group.items()
            ]
            if SOURCE_LANGUAGE in group:
                source = self.request.build_absolute_uri(group[SOURCE_LANGUAGE][0])
                alternates.append({"location": source, "lang_code": "x-default"})
            urls += [
                {
                    "item": path,
                    "location": self.request.build_absolute_uri(path),
                    "lastmod": lastmod,
                    "changefreq": None,
                    "priority": "",
                    "alternates": alternates,
                }
                for path, lastmod in group.values()
            ]
        return urls


def public_translations(pages):
    """The translations of each of some live pages, {language code: page with its `address`}, in two queries.

    Stand-ins and private pages are left out.
    """
    private_paths = tuple(PageViewRestriction.objects.values_list("page__path", flat=True))
    columns = ("url_path", "translation_key", "last_published_at", "live", "alias_of_id", "path")
    pages = pages.only(*columns).annotate(revision_of=F("live_revision__object_id"))
    roots = Site.get_site_root_paths()
    for _key, group in groupby(pages.order_by("translation_key"), key=lambda page: page.translation_key):
        versions = [page for page in group if not page.path.startswith(private_paths)]
        for page in versions:
            page.language_code, page.address = page_address(page.url_path, roots)
        yield real_translations(page for page in versions if page.address)


class PageSitemap(TranslatedSitemap):
    """Every live page, in each of its translations."""

    def items(self):
        pages = Page.objects.live().filter(depth__gte=HOME_DEPTH, alias_of=None)
        return pages.order_by("translation_key").values_list("translation_key", flat=True).distinct()

    def groups(self, items):
        pages = Page.objects.live().filter(translation_key__in=items, depth__gte=HOME_DEPTH, alias_of=None)
        for translations in public_translations(pages):
            yield {code: (page.address, page.last_published_at) for code, page in translations.items()}
