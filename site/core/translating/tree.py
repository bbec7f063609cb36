"""What becomes of the other languages when an original is unpublished, moved, sorted or deleted.

An original decides for all its languages, whichever way it was done: in the admin, one page or many, by
schedule or by a command. A translation may be unpublished on its own; it cannot be moved or deleted on its
own (wagtail_hooks.py), so that every language has the same tree.
"""

from typing import Any

from django.db.models import QuerySet
from wagtail.coreutils import find_available_slug
from wagtail.models import DraftStateMixin, Page, TranslatableMixin
from wagtail_localize.models import LocaleSynchronization, TranslationSource

from ..languages import SOURCE_LANGUAGE
from ..translations import source_version
from .versions import is_live, refresh


def is_original(instance: Any) -> bool:
    """Whether something is in the source language."""
    return isinstance(instance, TranslatableMixin) and instance.locale.language_code == SOURCE_LANGUAGE


def other_languages(original: Any) -> QuerySet:
    """The same page or snippet in every other language: translations and stand-ins."""
    model = original.specific_class if isinstance(original, Page) else type(original)
    found = model.objects.filter(translation_key=original.translation_key).exclude(locale=original.locale_id)
    return found.select_related("locale")


def refresh_versions(instance: Any) -> None:
    """Bring what is remembered of an object's languages up to date."""
    model = instance.specific_class if isinstance(instance, Page) else type(instance)
    originals = model.objects.filter(translation_key=instance.translation_key)
    original = originals.filter(locale__language_code=SOURCE_LANGUAGE).first()
    if original is None:
        return
    source = TranslationSource.objects.get_for_instance_or_none(original)
    if source is None and is_live(original):
        source, _created = TranslationSource.get_or_create_from_instance(original)
    if source is not None:
        refresh(source)


def make_stand_ins(original: Any) -> None:
    """Let a page appear in every language that follows the source language, where it does not yet.

    Wagtail-localize does so for pages created in the admin; publishing does it for those made by code.
    """
    versions = Page.objects.filter(translation_key=original.translation_key)
    offered = LocaleSynchronization.objects.filter(sync_from=original.locale_id)
    for missing in offered.exclude(locale__in=versions.values("locale")).select_related("locale"):
        original.copy_for_translation(missing.locale, copy_parents=True, alias=True)


def unpublish_everywhere(instance: Any) -> None:
    """An original has been unpublished: so are its translations. Wagtail itself does it to its aliases."""
    if is_original(instance):
        for version in other_languages(instance):
            if (
                isinstance(version, DraftStateMixin)
                and version.live
                and not getattr(version, "alias_of_id", None)
            ):
                version.unpublish()
    refresh_versions(instance)


def delete_everywhere(instance: Any) -> None:
    """An original has been deleted: so is everything that was made from it."""
    if is_original(instance):
        for version in type(instance).objects.filter(translation_key=instance.translation_key):
            if version.locale_id != instance.locale_id:
                (version.specific if isinstance(version, Page) else version).delete()


def privacy_of(page: Page) -> list[tuple[str, str, set[int]]]:
    """Who may see a page, as it was set on this page itself: [(kind, password, groups)]."""
    return [
        (
            restriction.restriction_type,
            restriction.password,
            set(restriction.groups.values_list("pk", flat=True)),
        )
        for restriction in page.view_restrictions.all()
    ]


def keep_private_everywhere(page: Page) -> None:
    """An original has been made private, or public again: so are its translations.

    Wagtail asks an alias's own original.
    """
    if is_original(page) and (source := TranslationSource.objects.get_for_instance_or_none(page)):
        for version in other_languages(page).filter(alias_of=None):
            if privacy_of(version) != privacy_of(page):
                source.sync_view_restrictions(page, version)


def move_everywhere(page: Page, parent: Page) -> None:
    """A page has been moved below `parent`, or sorted: the other languages of an original follow.

    A translation goes back to where its original is.
    """
    if is_original(page):
        for version in other_languages(page):
            follow_place(version, page, parent)
        return
    if is_original(original := source_version(page)):
        follow_place(Page.objects.get(pk=page.pk), original, original.get_parent())


def follow_place(version: Any, page: Page, parent: Page) -> bool:
    """Put one language version where its original stands: below the same page, behind the same one.

    Returns whether it had to be moved.
    """
    new_parent = parent.get_translation_or_none(version.locale)
    if new_parent is None:
        return False
    siblings = new_parent.get_children().exclude(pk=version.pk)
    before = page.get_siblings().filter(
        path__lt=page.path, translation_key__in=siblings.values("translation_key")
    )
    nearest = before.order_by("-path").first()
    behind = siblings.filter(translation_key=nearest.translation_key).first() if nearest else None
    stays = version.get_parent().pk == new_parent.pk
    last = version.get_prev_sibling()
    if stays and (last.pk if last else None) == (behind.pk if behind else None):
        return False
    version = version.specific
    if not stays:
        slug = find_available_slug(new_parent, version.slug)
        if slug != version.slug:
            version.slug = slug
            version.save()
    if behind:
        version.move(behind, pos="right")
    else:
        version.move(new_parent, pos="first-child")
    return True
