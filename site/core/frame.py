"""Everything around a page's own content: menus, breadcrumbs, languages, the contact block."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext
from wagtail.models import Page

from .languages import SOURCE_LANGUAGE, direction, native_name, words_attributes
from .links import HOME_DEPTH, page_address
from .surroundings import FramePage, Surroundings
from .translating.models import Standing
from .translations import Version, real_translations


@dataclass
class MenuEntry:
    """A link of a menu. `current` is "page" on that page, "true" inside its section, else ""."""

    title: str
    url: str
    current: str
    children: list["MenuEntry"]
    words_in: str = ""


@dataclass
class LanguageLink:
    """One language of the switcher; `translated` is False where the page has no words in it yet."""

    code: str
    name: str
    direction: str
    url: str
    is_current: bool
    translated: bool

    @property
    def label(self) -> str:
        """Its name, and in its own words that the page is not translated where it is not."""
        if self.translated:
            return self.name
        with translation.override(self.code):
            remark = gettext("not translated")
        return f"{self.name} ({remark})"


@dataclass
class TranslationNote:
    """Where the words of a page come from: the original, or a translation and what is to be known of it."""

    is_original: bool
    is_behind: bool
    behind_since: str | None
    is_unreviewed: bool
    original: FramePage


@dataclass(frozen=True)
class SubAddress:
    """Where a view that answers below its page's own address is found: {language code: "countries/germany/"}.

    `canonical` are the addresses that search engines should keep instead, {} for the page's own; None where
    they should keep this one.
    """

    paths: Mapping[str, str] = field(default_factory=dict)
    canonical: Mapping[str, str] | None = None


class Frame:
    """The frame of one request. Build it with for_page() or for_view().

    What the apps add (surroundings.FramePart) is found by its name: `frame.contact`.
    """

    def __init__(
        self,
        request: HttpRequest,
        surroundings: Surroundings,
        page: Page | None = None,
        address: SubAddress | None = None,
    ) -> None:
        self.request = request
        self.page = page
        self.address = address or SubAddress()
        self.surroundings = surroundings
        self.language_code = surroundings.language_code
        self.url_path = surroundings.url_path
        self.url_of = surroundings.url_of

    def __getattr__(self, name: str) -> Any:
        try:
            return self.surroundings.parts[name]
        except KeyError:
            raise AttributeError(name) from None

    @classmethod
    def load(cls, request: HttpRequest, language_code: str, url_path: str) -> Surroundings:
        """Read what stands around `url_path`, once for a request, before its page is known."""
        request.surroundings = Surroundings.load(language_code, url_path)
        return request.surroundings

    @classmethod
    def for_page(cls, request: HttpRequest, page: Page, address: SubAddress | None = None) -> "Frame":
        """The frame around `page`, which may be an unsaved one in a preview, or around a view below it."""
        found = getattr(request, "surroundings", None)
        if found is None or found.target is None or found.target.url_path != page.url_path:
            found = cls.load(request, page.locale.language_code, page.url_path or "")
        return cls(request, found, page, address)

    @classmethod
    def for_view(cls, request: HttpRequest) -> "Frame":
        """The frame of a view that is not a page: the search, an error."""
        found = getattr(request, "surroundings", None)
        return cls(request, found or cls.load(request, translation.get_language() or SOURCE_LANGUAGE, ""))

    def located(self, row: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
        """A row with link_columns() as a dict with the `url` of its page and the language its `words_in`."""
        language_code, url = page_address(row[prefix + "url_path"] or "", self.surroundings.roots)
        words_in = Version.from_row(row, language_code, prefix).words_in if url else ""
        return dict(row) | {f"{prefix}url": url, f"{prefix}words_in": words_in}

    @property
    def path(self) -> str:
        """The address of this request, without its parameters."""
        return self.request.path

    @cached_property
    def own_url(self) -> str:
        """The URL of the page itself, whichever view of it this is."""
        return self.url_of(self.page.url_path)

    @cached_property
    def home(self) -> FramePage | None:
        """The home page in the reader's language, or None on an empty site."""
        return next(
            (page for page in self.surroundings.homes if page.language_code == self.language_code),
            None,
        )

    @cached_property
    def home_url(self) -> str:
        return self.home.url if self.home else "/"

    @cached_property
    def breadcrumbs(self) -> list[FramePage]:
        """The live pages above this one, from the home page down."""
        if not self.home or self.url_path == self.home.url_path:
            return []
        above = [self.home]
        for page in self.surroundings.trail:
            if (
                page.live
                and page.url_path != self.url_path
                and self.url_path.startswith(page.url_path)
                and page.depth > HOME_DEPTH
            ):
                above.append(page)
        return above

    def _entry(self, page: FramePage, children: Iterable[FramePage] = ()) -> MenuEntry:
        if self.url_path == page.url_path:
            current = "page"
        elif self.url_path.startswith(page.url_path):
            current = "true"
        else:
            current = ""
        entries = [self._entry(child) for child in children]
        return MenuEntry(page.title, page.url, current, entries, page.words_in)

    def _sections(self, in_main_menu: bool) -> list[MenuEntry]:
        menu = self.surroundings.menu
        return [
            self._entry(section, [page for page in menu if page.path[:-4] == section.path])
            for section in menu
            if section.depth == HOME_DEPTH + 1 and section.show_in_menus == in_main_menu
        ]

    @cached_property
    def main_menu(self) -> list[MenuEntry]:
        """The sections of the site that editors ticked "show in menus", with their pages."""
        return self._sections(in_main_menu=True)

    @cached_property
    def foot_menu(self) -> list[MenuEntry]:
        """Pages of the sections outside the main menu: accessibility, privacy, legal notice."""
        return [entry for section in self._sections(in_main_menu=False) for entry in section.children]

    @cached_property
    def versions(self) -> dict[str, FramePage]:
        """This page in every language in which it is live, stand-ins too: {language code: FramePage}.

        A page that everybody may see leads to no other.
        """
        target = self.surroundings.target
        if not self.page or not target or target.id != self.page.pk:
            return {}  # a new page that is being previewed
        return {
            page.language_code: page
            for page in self.surroundings.versions
            if page.translation_key == target.translation_key
            and page.live
            and (target.is_private or not page.is_private)
        }

    @cached_property
    def translations(self) -> dict[str, FramePage]:
        """The real translations among them, itself included: {language code: FramePage}."""
        return real_translations(self.versions.values())

    @cached_property
    def source(self) -> FramePage | None:
        """The page in whose words this one stands in for a translation, or None where it is itself."""
        # An editor's preview is in the words that are being written; what a network proposes is in ours.
        is_preview = getattr(self.request, "is_preview", False)
        is_written_here = is_preview and not getattr(self.request, "is_proposal", False)
        if not self.page or is_written_here or self.language_code in self.translations:
            return None
        return self.translations.get(SOURCE_LANGUAGE)

    @property
    def content_language(self) -> str:
        """The language of the page's own words: the reader's, unless it is not translated yet."""
        return self.source.language_code if self.source else self.language_code

    @property
    def words_attributes(self) -> str:
        """For the elements that hold the page's own words: their language, where it is not the reader's."""
        return words_attributes(self.source.language_code if self.source else "")

    @property
    def note(self) -> TranslationNote | None:
        """What the reader is told of where the words come from, or None: a TranslationNote."""
        here = self.translations.get(self.language_code)
        original = self.translations.get(SOURCE_LANGUAGE)
        if getattr(self.request, "is_preview", False) or not here or not original or self.address.paths:
            return None
        return TranslationNote(
            is_original=here is original,
            is_behind=here.state == Standing.BEHIND,
            behind_since=here.behind_since,
            is_unreviewed=bool(here.unreviewed),
            original=original,
        )

    @property
    def canonical_path(self) -> str:
        """The address search engines should keep: a stand-in yields to the page it stands in for."""
        url = self.source.url if self.source else self.url_of(self.page.url_path)
        paths = self.address.paths if self.address.canonical is None else self.address.canonical
        return url + paths.get(self.content_language, "")

    @cached_property
    def alternates(self) -> list[tuple[str, str]]:
        """(hreflang, path) of every real translation, and x-default.

        Nothing on a stand-in, on what only some may see, nor on a view that names another address as the
        one to keep.
        """
        here = self.translations.get(self.language_code)
        if here is None or here.is_private or self.address.canonical is not None:
            return []
        links = {
            code: page.url + self.address.paths.get(code, "")
            for code, page in sorted(self.translations.items())
            if code in self.address.paths or not self.address.paths
        }
        default = links.get(SOURCE_LANGUAGE) or links[self.language_code]
        return [*links.items(), ("x-default", default)]

    @property
    def _query(self) -> str:
        """The parameters of the request, which mean the same in every language."""
        query = self.request.GET.urlencode()
        return f"?{query}" if query else ""

    @cached_property
    def languages(self) -> list[LanguageLink]:
        """The language switcher: the same page, a stand-in where it is not translated; else the home page."""
        links = [self._language_link(code) for code, _name in settings.LANGUAGES]
        return [link for link in links if link.url]

    def _language_link(self, code: str) -> LanguageLink:
        """Where the switcher leads for a language; without a `url` where it leads nowhere."""
        homes = {
            page.language_code: page for page in self.surroundings.homes if page.live and not page.is_private
        }
        is_current, translated, url = code == self.language_code, True, ""
        if self.page is None and self.surroundings.target is None:  # a view
            url = translate_url(self.request.get_full_path(), code)
        elif is_current:
            translated, url = self.source is None, self.request.get_full_path()
        elif code in self.versions:
            translated = code in self.translations
            url = self.versions[code].url + self.address.paths.get(code, "") + self._query
        elif code in homes:
            translated, url = self.page is None, homes[code].url
        return LanguageLink(code, native_name(code), direction(code), url, is_current, translated)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the frame of views that are not pages, read only if a template uses it."""
    return {"frame": SimpleLazyObject(lambda: Frame.for_view(request))}
