"""What happens when something is published, saved, unpublished, moved or deleted: a line each."""

from typing import Any

from wagtail.models import DraftStateMixin, Page, Revision, TranslatableMixin
from wagtail_localize.models import TranslationLog

from . import offering, tree
from .synchronising import follow_publication
from .versions import refresh


def follow_published(sender: Any, instance: Any, revision: Revision | None = None, **kwargs: Any) -> None:
    """A page or a snippet with drafts has been published."""
    if isinstance(instance, TranslatableMixin):
        follow_publication(instance, revision)


def follow_saved(sender: Any, instance: Any, raw: bool, **kwargs: Any) -> None:
    """A snippet without drafts (a field of activity) is live as soon as it is saved; so is an alias."""
    if raw:
        return
    if getattr(sender, "synchronise_on_save", False) and not isinstance(instance, DraftStateMixin):
        follow_publication(instance)
    elif isinstance(instance, Page) and instance.alias_of_id:
        tree.refresh_versions(instance)


def follow_translation_saved(sender: Any, instance: TranslationLog, **kwargs: Any) -> None:
    """wagtail-localize has made or changed a translation (instance is its log): a stand-in became a draft."""
    refresh(instance.source)


def follow_unpublished(sender: Any, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, TranslatableMixin):
        tree.unpublish_everywhere(instance)


def follow_moved(sender: Any, instance: Any, parent_page_after: Page, **kwargs: Any) -> None:
    tree.move_everywhere(instance, parent_page_after)


def follow_privacy(sender: Any, instance: Any, **kwargs: Any) -> None:
    """A page has been made private or public again; `instance` is the restriction, or has got its groups."""
    if page := Page.objects.filter(pk=instance.page_id).first():
        tree.keep_private_everywhere(page)


def follow_deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    tree.delete_everywhere(instance)
    tree.refresh_versions(instance)


def offer_new_languages(sender: Any, **kwargs: Any) -> None:
    """Settings name a language that the database does not know yet."""
    if sender.name == "core.translating":
        offering.offer_languages()
