"""Gives the pages of the opening content the addresses it has today, on a site that was loaded earlier."""

from pathlib import Path

from django.conf import settings
from django.db import transaction
from wagtail.models import Page, PageLogEntry, Revision
from wagtail_localize.models import StringTranslation

from core.languages import SOURCE_LANGUAGE
from core.translating.synchronising import carrying_facts, publish

from .opening_content import FOLDER, fixed_key, read_source, read_translations


@transaction.atomic
def give_present_addresses(folder: Path = FOLDER) -> list[Page]:
    """Let each page that no editor has touched answer at the content's present address.

    The former address leads there.

    Returns the pages whose address has changed.
    """
    changed = []
    for language_code, _name in settings.LANGUAGES:
        translations = read_translations(language_code, folder)
        for item in read_source(folder):
            slug = item.get("slug", "")
            if language_code != SOURCE_LANGUAGE:
                slug = (translations or {}).get(slug, "")
            pages = Page.objects.filter(
                translation_key=fixed_key(item["key"]), locale__language_code=language_code, alias_of=None
            )
            page = pages.exclude(slug=slug).first()
            if page and slug and page.depth > 2 and page.live and is_untouched(page) and is_free(slug, page):
                changed.append(give_address(page.specific, slug))
    return changed


def is_untouched(page: Page) -> bool:
    """Whether nobody has written, published or translated this page since it was loaded."""
    by_somebody = (
        PageLogEntry.objects.filter(page=page.pk, user__isnull=False),
        Revision.objects.filter(object_id=str(page.pk), base_content_type__model="page", user__isnull=False),
        StringTranslation.objects.filter(
            context__object_id=page.translation_key, locale=page.locale_id, last_translated_by__isnull=False
        ),
    )
    return not any(rows.exists() for rows in by_somebody)


def is_free(slug: str, page: Page) -> bool:
    return not page.get_siblings(inclusive=False).filter(slug=slug).exists()


def give_address(page: Page, slug: str) -> Page:
    """Publish a page at another address; its words are as good a translation as they were."""
    page.slug = slug
    with carrying_facts():
        publish(page)
    return Page.objects.get(pk=page.pk)
