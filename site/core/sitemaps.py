"""The sitemap: every live page with its translations, in one query whatever the number of pages."""

from itertools import groupby

from django.contrib.sitemaps import Sitemap
from django.db.models import F
from django.utils.functional import cached_property
from wagtail.models import Page, PageViewRestriction, Site

from .frame import HOME_DEPTH, page_address
from .languages import SOURCE_LANGUAGE
from .translations import real_translations


class PageSitemap(Sitemap):
    """Real translations only, each naming the others; aliases and private pages are left out."""

    limit = 10_000
    columns = (
        "url_path",
        "translation_key",
        "last_published_at",
        "live",
        "alias_of_id",
    )

    def __init__(self, request):
        self.request = request

    @cached_property
    def _entries(self):
        restricted = PageViewRestriction.objects.all()
        private_paths = list(restricted.values_list("page__path", flat=True))
        pages = Page.objects.live().filter(depth__gte=HOME_DEPTH, alias_of=None)
        pages = pages.only(*self.columns, "path").annotate(revision_of=F("live_revision__object_id"))
        pages = pages.order_by("translation_key")
        entries, roots = [], Site.get_site_root_paths()
        for _key, group in groupby(pages.iterator(), key=lambda page: page.translation_key):
            versions = [page for page in group if not page.path.startswith(tuple(private_paths))]
            for page in versions:
                page.language_code, page.address = page_address(page.url_path, roots)
            translations = real_translations(page for page in versions if page.address)
            entries += [(page, translations) for page in translations.values()]
        return entries

    def items(self):
        return self._entries

    def _urls(self, page, protocol, domain):
        def absolute(path):
            return self.request.build_absolute_uri(path)

        urls = []
        for item, translations in self.paginator.page(page).object_list:
            alternates = [
                {"location": absolute(version.address), "lang_code": code}
                for code, version in translations.items()
            ]
            default = translations.get(SOURCE_LANGUAGE)
            if default:
                alternates.append({"location": absolute(default.address), "lang_code": "x-default"})
            urls.append({
                "item": item,
                "location": absolute(item.address),
                "lastmod": item.last_published_at,
                "changefreq": None,
                "priority": "",
                "alternates": alternates,
            })  # fmt: skip
        return urls
