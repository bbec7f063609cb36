"""What happens when something is published, saved, unpublished, moved or deleted: a line each."""

from wagtail.models import DraftStateMixin, Page, TranslatableMixin

from . import offering, tree
from .synchronising import follow_publication
from .versions import refresh


def follow_published(sender, instance, revision=None, **kwargs):
    """A page or a snippet with drafts has been published."""
    if isinstance(instance, TranslatableMixin):
        follow_publication(instance, revision)


def follow_saved(sender, instance, raw, **kwargs):
    """A snippet without drafts (a field of activity) is live as soon as it is saved; so is an alias."""
    if raw:
        return
    if getattr(sender, "synchronise_on_save", False) and not isinstance(instance, DraftStateMixin):
        follow_publication(instance)
    elif isinstance(instance, Page) and instance.alias_of_id:
        tree.refresh_versions(instance)


def follow_translation_saved(sender, instance, **kwargs):
    """wagtail-localize has made or changed a translation (instance is its log): a stand-in became a draft."""
    refresh(instance.source)


def follow_unpublished(sender, instance, **kwargs):
    if isinstance(instance, TranslatableMixin):
        tree.unpublish_everywhere(instance)


def follow_moved(sender, instance, parent_page_after, **kwargs):
    tree.move_everywhere(instance, parent_page_after)


def follow_privacy(sender, instance, **kwargs):
    """A page has been made private or public again; `instance` is the restriction, or has got its groups."""
    if page := Page.objects.filter(pk=instance.page_id).first():
        tree.keep_private_everywhere(page)


def follow_deleted(sender, instance, **kwargs):
    tree.delete_everywhere(instance)
    tree.refresh_versions(instance)


def offer_new_languages(sender, **kwargs):
    """Settings name a language that the database does not know yet."""
    if sender.name == "core.translating":
        offering.offer_languages()
