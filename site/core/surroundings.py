"""What stands around a page, read in one query (one_query.py): every page of the site pays for it.

Other apps add their own part through the `register_frame_part` hook; the contact block is one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from wagtail import hooks
from wagtail.models import Page, Site

from .links import HOME_DEPTH, page_address
from .one_query import Given, OneQuery
from .translating.models import LanguageVersion
from .translations import VERSION_COLUMNS, Version
from .visibility import IsPrivate, visible

PAGE_COLUMNS: dict[str, Any] = (
    {
        name: name
        for name in (
            "title",
            "path",
            "url_path",
            "depth",
            "show_in_menus",
            "translation_key",
            "content_type_id",
        )
    }
    | VERSION_COLUMNS
    | {"is_private": IsPrivate()}
)
REMEMBERED = ("state", "behind_since", "unreviewed")


def remembered_columns() -> dict[str, Any]:
    """The columns of a FramePage of which it matters what is remembered of its language version."""
    remembered = LanguageVersion.objects.filter(
        source__object_id=OuterRef("translation_key"), locale_id=OuterRef("locale_id")
    )
    return PAGE_COLUMNS | {name: Subquery(remembered.values(name)[:1]) for name in REMEMBERED}


@dataclass(frozen=True)
class FramePage:
    """A page as the frame knows it: enough to link to it, no more."""

    version: Version
    title: str
    path: str
    url_path: str
    url: str
    depth: int
    show_in_menus: bool
    translation_key: str
    content_type_id: int
    is_private: bool
    state: str | None = None
    behind_since: str | None = None
    unreviewed: bool | None = None

    @classmethod
    def from_row(cls, row: Mapping[str, Any], roots: list[Any]) -> "FramePage":
        """From a row of PAGE_COLUMNS or remembered_columns()."""
        language_code, url = page_address(row["url_path"], roots)
        columns = {name: value for name, value in row.items() if name not in VERSION_COLUMNS}
        for name in ("show_in_menus", "is_private"):
            columns[name] = bool(columns[name])
        return cls(version=Version.from_row(row, language_code), url=url, **columns)

    @property
    def id(self) -> int:
        return self.version.id

    @property
    def live(self) -> bool:
        return bool(self.version.live)

    @property
    def language_code(self) -> str:
        return self.version.language_code

    @property
    def words_in(self) -> str:
        return self.version.words_in


class FramePart:
    """What an app adds to every frame: rows to read with it, and what it makes of them."""

    name = ""

    def queries(self, language_code: Given) -> dict[str, Any]:
        """{key: (queryset, columns)} as OneQuery takes them, for any language: they are asked for once."""
        raise NotImplementedError

    def build(self, rows: dict[str, list[dict[str, Any]]], surroundings: "Surroundings") -> Any:
        """The object templates find as `frame.<name>`, from the rows of queries()."""
        raise NotImplementedError


class Surroundings:
    """What was read for the frame of an address: pages around it, and the parts of other apps."""

    def __init__(
        self, language_code: str, url_path: str, rows: dict[str, list[Any]], parts: list[FramePart]
    ) -> None:
        self.language_code = language_code
        self.url_path = url_path
        self.roots = Site.get_site_root_paths()
        self.homes, self.menu, self.trail, self.versions = (
            [FramePage.from_row(row, self.roots) for row in rows[key]]
            for key in ("homes", "menu", "trail", "versions")
        )
        self.parts = {part.name: part.build(rows, self) for part in parts}

    @classmethod
    def load(cls, language_code: str, url_path: str) -> "Surroundings":
        """Read the surroundings of the page at `url_path`, which may not exist. One query."""
        slugs = [slug for slug in url_path.split("/") if slug]
        given = {"language_code": language_code}
        for depth, slug in enumerate(slugs):
            given |= {f"slug{depth}": slug, f"path{depth}": "/".join(["", *slugs[: depth + 1], ""])}
        part_classes = tuple(hooks.get_hooks("register_frame_part"))
        rows = _query(len(slugs), part_classes).fetch(**given)
        return cls(language_code, url_path, rows, [make_part() for make_part in part_classes])

    def url_of(self, url_path: str | None) -> str:
        """The URL of the page with this url_path, "" where there is none."""
        return page_address(url_path or "", self.roots)[1]

    @cached_property
    def target(self) -> FramePage | None:
        """The deepest page on the way to this url_path, or None."""
        on_the_way = [page for page in self.trail + self.homes if self.url_path.startswith(page.url_path)]
        return max(on_the_way, key=lambda page: len(page.url_path), default=None)

    @property
    def below(self) -> list[str]:
        """The parts of the address below the target: [] on the page itself."""
        start = len(self.target.url_path) if self.target else 0
        return [part for part in self.url_path[start:].split("/") if part]


@cache
def _query(depth: int, part_classes: tuple[type[FramePart], ...]) -> OneQuery:
    """What every frame reads, for an address of so many parts (core.request_limits bounds them)."""
    language_code = Given("language_code")
    pages = Page.objects.all()
    in_language = pages.filter(locale__language_code=language_code)
    trail = in_language.filter(
        slug__in=[Given(f"slug{part}") for part in range(depth)],  # by an index; paths have none
        url_path__in=[Given(f"path{part}") for part in range(depth)],
    )
    queries = {
        "homes": (pages.filter(depth=HOME_DEPTH), remembered_columns()),
        "menu": (
            visible(in_language)
            .filter(Q(depth=HOME_DEPTH + 1) | Q(depth=HOME_DEPTH + 2, show_in_menus=True))
            .order_by("path"),
            PAGE_COLUMNS,
        ),
        "trail": (trail.order_by("path"), PAGE_COLUMNS),
        "versions": (
            pages.filter(translation_key__in=trail.values("translation_key")),
            remembered_columns(),
        ),
    }
    for make_part in part_classes:
        queries |= make_part().queries(language_code)
    return OneQuery(queries)
