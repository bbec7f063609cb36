"""Everything around a page's own content: menus, breadcrumbs, languages, the contact block.

All of it is read in one query (see one_query.py), because every page of the site pays for it. Other
apps add their own part through the `register_frame_part` hook; the contact block is one.
"""

from dataclasses import dataclass
from functools import cached_property
from types import SimpleNamespace

from django.conf import settings
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse, translate_url
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from wagtail import hooks
from wagtail.models import Page, PageViewRestriction, Site

from .languages import SOURCE_LANGUAGE, direction, native_name, words_attributes
from .one_query import fetch_in_one_query
from .translating.models import LanguageVersion, State
from .translations import real_translations, words_in

PAGE_COLUMNS = {
    name: name
    for name in (
        "id",
        "title",
        "path",
        "url_path",
        "depth",
        "live",
        "show_in_menus",
        "alias_of_id",
        "translation_key",
        "content_type_id",
    )
} | {"revision_of": "live_revision__object_id"}
HOME_DEPTH = 2
LINK = ("id", "title", "url_path", "live", "alias_of_id")  # what a link to a page is made from


def link_columns(twin=None, prefix=""):
    """What frame.located() needs of a page it leads to, as columns for fetch_in_one_query.

    Of the page that is asked for; or of `twin`, a queryset of the one page that something else points at.
    """
    columns = {name: name for name in LINK} | {"revision_of": "live_revision__object_id"}
    if twin is not None:
        columns = {name: Subquery(twin.values(column)[:1]) for name, column in columns.items()}
    return {prefix + name: column for name, column in columns.items()}


def link_row(page):
    """The same of a page in memory."""
    revision = page.live_revision
    row = {name: getattr(page, name) for name in LINK}
    return row | {"revision_of": revision.object_id if revision else None}


def version_columns():
    """The columns of a FramePage whose language version matters: what is remembered of it too."""
    version = LanguageVersion.objects.filter(
        source__object_id=OuterRef("translation_key"), locale_id=OuterRef("locale_id")
    )
    remembered = ("state", "behind_since", "unreviewed")
    return PAGE_COLUMNS | {name: Subquery(version.values(name)[:1]) for name in remembered}


@dataclass
class FramePage:
    """A page as the frame knows it: enough to link to it, no more."""

    id: int
    title: str
    path: str
    url_path: str
    depth: int
    live: bool
    show_in_menus: bool
    alias_of_id: int | None
    revision_of: str | None
    translation_key: str
    content_type_id: int
    language_code: str = ""
    url: str = ""
    state: str | None = None
    behind_since: str | None = None
    unreviewed: bool | None = None

    @property
    def words_in(self):
        return words_in(self)


@dataclass
class MenuEntry:
    """A link of a menu. `current` is "page" on that page, "true" inside its section, else ""."""

    title: str
    url: str
    current: str
    children: list
    words_in: str = ""


@dataclass
class LanguageLink:
    """One language of the switcher; `translated` is False where it can only offer its home page."""

    code: str
    name: str
    direction: str
    url: str
    is_current: bool
    translated: bool


@dataclass
class TranslationNote:
    """Where the words of a page come from: the original, or a translation and what is to be known of it."""

    is_original: bool
    is_behind: bool
    behind_since: str | None
    is_unreviewed: bool
    original: FramePage


class FramePart:
    """What an app adds to every frame: rows to read with it, and what it makes of them."""

    name = ""

    def queries(self, language_code):
        """{key: (queryset, columns)} as fetch_in_one_query takes them."""
        raise NotImplementedError

    def build(self, rows, frame):
        """The object templates find as `frame.<name>`, from the rows of queries()."""
        raise NotImplementedError


def page_address(url_path, roots):
    """(language code, URL) of the page with this url_path; ("", "") outside every site.

    `roots` is Site.get_site_root_paths(), read once by whoever needs many addresses: each reading
    of it is a round trip to the cache.
    """
    for root in roots:
        if url_path.startswith(root.root_path):
            with translation.override(root.language_code):
                return root.language_code, reverse("wagtail_serve", args=(url_path[len(root.root_path) :],))
    return "", ""


class Frame:
    """The frame of one request. Build it with load(), for_page() or for_view()."""

    def __init__(self, request, language_code, url_path, rows, parts):
        self.request = request
        self.language_code = language_code
        self.url_path = url_path
        self._roots = Site.get_site_root_paths()
        self._pages = {
            key: [self._frame_page(row) for row in rows[key]]
            for key in ("homes", "menu", "trail", "versions")
        }
        # Nobody has made any page private: what the frame leads to need not be checked again.
        self.site_is_public = not rows["restrictions"]
        for part in parts:
            setattr(self, part.name, part.build(rows, self))

    def url_of(self, url_path):
        """The URL of the page with this url_path, "" where there is none."""
        return page_address(url_path or "", self._roots)[1]

    def located(self, row, prefix=""):
        """A row with link_columns() as a dict with the `url` of its page and the language its `words_in`."""
        language_code, url = page_address(row[prefix + "url_path"] or "", self._roots)
        version = SimpleNamespace(
            **{name: row[prefix + name] for name in ("id", "live", "alias_of_id", "revision_of")},
            language_code=language_code,
        )
        return row | {f"{prefix}url": url, f"{prefix}words_in": words_in(version) if url else ""}

    def _frame_page(self, row):
        page = FramePage(**row)
        page.live, page.show_in_menus = bool(page.live), bool(page.show_in_menus)
        page.language_code, page.url = page_address(page.url_path, self._roots)
        return page

    @classmethod
    def load(cls, request, language_code, url_path):
        """Read the frame of the page at `url_path`, which may not exist. One query."""
        slugs = [slug for slug in url_path.split("/") if slug]
        on_the_way = ["/".join(["", *slugs[:end], ""]) for end in range(1, len(slugs) + 1)]
        pages = Page.objects.all()
        in_language = pages.filter(locale__language_code=language_code)
        trail = in_language.filter(slug__in=slugs, url_path__in=on_the_way)
        queries = {
            "homes": (pages.filter(depth=HOME_DEPTH), version_columns()),
            "menu": (
                in_language.live()
                .filter(Q(depth=HOME_DEPTH + 1) | Q(depth=HOME_DEPTH + 2, show_in_menus=True))
                .order_by("path"),
                PAGE_COLUMNS,
            ),
            "trail": (trail.order_by("path"), PAGE_COLUMNS),
            "versions": (
                pages.filter(translation_key__in=trail.values("translation_key")),
                version_columns(),
            ),
            "restrictions": (PageViewRestriction.objects.all(), {"id": "id"}),
        }
        parts = [make_part() for make_part in hooks.get_hooks("register_frame_part")]
        for part in parts:
            queries |= part.queries(language_code)
        frame = cls(request, language_code, url_path, fetch_in_one_query(queries), parts)
        request.site_frame = frame
        return frame

    @classmethod
    def for_page(cls, request, page):
        """The frame around `page`, which may be an unsaved one in a preview."""
        frame = getattr(request, "site_frame", None)
        if frame is None or frame.target is None or frame.target.url_path != page.url_path:
            frame = cls.load(request, page.locale.language_code, page.url_path or "")
        frame.page = page
        return frame

    @classmethod
    def for_view(cls, request):
        """The frame of a view that is not a page: the search, an error."""
        frame = getattr(request, "site_frame", None)
        return frame or cls.load(request, translation.get_language() or SOURCE_LANGUAGE, "")

    page = None
    # What a page that answers below its own address sets: {language code: "countries/germany/"}, the
    # address of this view of it in each language; and the one that search engines should keep instead.
    sub_paths = {}
    canonical_sub_paths = None

    @property
    def path(self):
        """The address of this request, without its parameters."""
        return self.request.path

    @cached_property
    def own_url(self):
        """The URL of the page itself, whichever view of it this is."""
        return self.url_of(self.page.url_path)

    @cached_property
    def target(self):
        """The deepest page on the way to this frame's url_path, or None."""
        on_the_way = [
            page
            for page in self._pages["trail"] + self._pages["homes"]
            if self.url_path.startswith(page.url_path)
        ]
        return max(on_the_way, key=lambda page: len(page.url_path), default=None)

    @property
    def below(self):
        """The parts of the address below the target: [] on the page itself."""
        start = len(self.target.url_path) if self.target else 0
        return [part for part in self.url_path[start:].split("/") if part]

    @cached_property
    def home(self):
        """The home page in the reader's language, or None on an empty site."""
        return next(
            (page for page in self._pages["homes"] if page.language_code == self.language_code),
            None,
        )

    @cached_property
    def home_url(self):
        return self.home.url if self.home else "/"

    @cached_property
    def breadcrumbs(self):
        """The live pages above this one, from the home page down."""
        if not self.home or self.url_path == self.home.url_path:
            return []
        above = [self.home]
        for page in self._pages["trail"]:
            if (
                page.live
                and page.url_path != self.url_path
                and self.url_path.startswith(page.url_path)
                and page.depth > HOME_DEPTH
            ):
                above.append(page)
        return above

    def _entry(self, page, children=()):
        if self.url_path == page.url_path:
            current = "page"
        elif self.url_path.startswith(page.url_path):
            current = "true"
        else:
            current = ""
        entries = [self._entry(child) for child in children]
        return MenuEntry(page.title, page.url, current, entries, page.words_in)

    def _sections(self, in_main_menu):
        menu = self._pages["menu"]
        return [
            self._entry(section, [page for page in menu if page.path[:-4] == section.path])
            for section in menu
            if section.depth == HOME_DEPTH + 1 and section.show_in_menus == in_main_menu
        ]

    @cached_property
    def main_menu(self):
        """The sections of the site that editors ticked "show in menus", with their pages."""
        return self._sections(in_main_menu=True)

    @cached_property
    def foot_menu(self):
        """Pages of the sections outside the main menu: accessibility, privacy, legal notice."""
        return [entry for section in self._sections(in_main_menu=False) for entry in section.children]

    @cached_property
    def translations(self):
        """The real translations of this page, itself included: {language code: FramePage}."""
        if not self.page or not self.target or self.target.id != self.page.pk:
            return {}  # a new page that is being previewed
        key = self.target.translation_key
        return real_translations(page for page in self._pages["versions"] if page.translation_key == key)

    @cached_property
    def source(self):
        """The page in whose words this one stands in for a translation, or None where it is itself."""
        is_preview = getattr(self.request, "is_preview", False)
        if not self.page or is_preview or self.language_code in self.translations:
            return None
        return self.translations.get(SOURCE_LANGUAGE)

    @property
    def content_language(self):
        """The language of the page's own words: the reader's, unless it is not translated yet."""
        return self.source.language_code if self.source else self.language_code

    @property
    def content_direction(self):
        return direction(self.content_language)

    @property
    def words_attributes(self):
        """For the elements that hold the page's own words: their language, where it is not the reader's."""
        return words_attributes(self.source.language_code if self.source else "")

    @property
    def note(self):
        """What the reader is told of where the words come from, or None: a TranslationNote."""
        here = self.translations.get(self.language_code)
        original = self.translations.get(SOURCE_LANGUAGE)
        if getattr(self.request, "is_preview", False) or not here or not original or self.sub_paths:
            return None
        return TranslationNote(
            is_original=here is original,
            is_behind=here.state == State.BEHIND,
            behind_since=here.behind_since,
            is_unreviewed=bool(here.unreviewed),
            original=original,
        )

    @property
    def canonical_path(self):
        """The address search engines should keep: a stand-in yields to the page it stands in for."""
        url = self.source.url if self.source else self.url_of(self.page.url_path)
        sub_paths = self.sub_paths if self.canonical_sub_paths is None else self.canonical_sub_paths
        return url + sub_paths.get(self.content_language, "")

    @cached_property
    def alternates(self):
        """(hreflang, path) of every real translation, and x-default.

        Nothing on a stand-in, nor on a view that names another address as the one to keep.
        """
        if self.language_code not in self.translations or self.canonical_sub_paths is not None:
            return []
        links = {
            code: page.url + self.sub_paths.get(code, "")
            for code, page in sorted(self.translations.items())
            if code in self.sub_paths or not self.sub_paths
        }
        default = links.get(SOURCE_LANGUAGE) or links[self.language_code]
        return [*links.items(), ("x-default", default)]

    @property
    def _query(self):
        """The parameters of the request, which mean the same in every language."""
        query = self.request.GET.urlencode()
        return f"?{query}" if query else ""

    @cached_property
    def languages(self):
        """The language switcher: the same page where it is translated, else that language's home."""
        homes = {page.language_code: page for page in self._pages["homes"] if page.live}
        links = []
        for code, _name in settings.LANGUAGES:
            translated, url = True, None
            if self.page is None:
                url = translate_url(self.request.get_full_path(), code)
            elif code == self.language_code:
                url = self.request.get_full_path()
            elif code in self.translations:
                url = self.translations[code].url + self.sub_paths.get(code, "") + self._query
            elif code in homes:
                translated, url = False, homes[code].url
            if url:
                links.append(
                    LanguageLink(
                        code,
                        native_name(code),
                        direction(code),
                        url,
                        code == self.language_code,
                        translated,
                    )
                )
        return links


def frame(request):
    """Context processor: the frame of views that are not pages, read only if a template uses it."""
    return {"frame": SimpleLazyObject(lambda: Frame.for_view(request))}
