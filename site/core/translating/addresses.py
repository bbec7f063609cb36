"""The addresses of translations: as typed, kept where nobody typed one, never numbered (decision 0022).

wagtail-localize makes the slug of a translation ASCII, and numbers one that is taken; both in two functions
that it calls by name, in whose place these stand.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_unicode_slug
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail_localize import models as localize
from wagtail_localize.models import StringTranslation

from ..languages import native_name
from ..slugs import proposed_slug
from .versions import stands_in


def keep_slugs_as_typed() -> None:
    """From now on wagtail-localize asks here. Called once, when the apps are ready."""
    localize.slugify = str.strip
    localize.find_available_slug = slug_of_translation


def slug_of_translation(parent: Page, requested: str, ignore_page_id: int) -> str:
    """The slug of the translation with this id, which wagtail-localize is about to save.

    What was typed; else, when it is first published, one made from its title; else the one it has.
    Whether it is free is for the page to say (Page.clean), and for reason_against_address() before.
    """
    version = Page.objects.select_related("locale", "live_revision").get(pk=ignore_page_id)
    if typed := _translated(version, "slug"):
        return typed
    title = _translated(version, "title")
    if title and (stands_in(version) or not version.live_revision):
        return proposed_slug(title) or str(version.slug)
    return str(version.slug)


def _translated(version: Page, place: str) -> str:
    """What translators have entered for a field of a page, valid or not; "" where they have not."""
    strings = StringTranslation.objects.filter(
        context__object_id=version.translation_key, context__path=place, locale=version.locale
    )
    newest = strings.order_by("-updated_at").values_list("data", flat=True).first()
    return (newest or "").strip()


def reason_against_address(page: Page, slug: str, parent: Page | None = None) -> str:
    """Why a page cannot have this slug below its parent (or another page); "" where it can."""
    try:
        validate_unicode_slug(slug)
    except ValidationError:
        return _(
            "“%(slug)s” cannot be the end of an address: it may have letters of any script, figures, hyphens"
            " and underscores, no spaces and no other signs."
        ) % {"slug": slug}
    siblings = (parent or page.get_parent()).get_children().exclude(pk=page.pk)
    if taken := siblings.filter(slug=slug).select_related("locale").first():
        return _("The address “%(slug)s” is taken in %(language)s, by the page “%(page)s”.") % {
            "slug": slug,
            "language": native_name(taken.locale.language_code),
            "page": taken.get_admin_display_title(),
        }
    return ""


def reason_against_move(page: Any, parent: Page) -> str:
    """Why a page cannot go below `parent`: in some language its address is taken there; "" where it can."""
    for version in page.get_translations(inclusive=True).select_related("locale"):
        place = parent.get_translation_or_none(version.locale)
        if place and (reason := reason_against_address(version, version.slug, place)):
            return reason
    return ""
