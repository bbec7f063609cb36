"""Links to pages: what is read of a page to link to it, and its address."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet, Subquery
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page

from .translations import VERSION_COLUMNS

HOME_DEPTH = 2
LINK_COLUMNS = {"title": "title", "url_path": "url_path"} | VERSION_COLUMNS


def link_columns(twin: QuerySet[Any] | None = None, prefix: str = "") -> dict[str, Any]:
    """What Frame.located() needs of a page it leads to, as columns for fetch_in_one_query.

    Of the page that is asked for; or of `twin`, a queryset of the one page that something else points at.
    """
    columns: dict[str, Any] = LINK_COLUMNS
    if twin is not None:
        columns = {name: Subquery(twin.values(column)[:1]) for name, column in columns.items()}
    return {prefix + name: column for name, column in columns.items()}


def link_row(page: Page) -> dict[str, Any]:
    """The same of a page in memory."""
    revision = page.live_revision
    row = {name: getattr(page, name) for name in LINK_COLUMNS if name != "revision_of"}
    return row | {"revision_of": revision.object_id if revision else None}


def page_address(url_path: str, roots: Iterable[Any]) -> tuple[str, str]:
    """(language code, URL) of the page with this url_path; ("", "") outside every site.

    `roots` is Site.get_site_root_paths(), read once by whoever needs many addresses: each reading
    of it is a round trip to the cache.
    """
    for root in roots:
        if url_path.startswith(root.root_path):
            with translation.override(root.language_code):
                return root.language_code, reverse("wagtail_serve", args=(url_path[len(root.root_path) :],))
    return "", ""
