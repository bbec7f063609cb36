"""What happens when something is published or saved: one line each, calling a named function."""

from wagtail.models import DraftStateMixin, TranslatableMixin

from .translation_sync import synchronise_translations


def synchronise_published(sender, instance, **kwargs):
    """A page or a snippet with drafts has been published."""
    if isinstance(instance, TranslatableMixin):
        synchronise_translations(instance)


def synchronise_saved(sender, instance, created, raw, **kwargs):
    """A translatable snippet without drafts (a field of activity) is live as soon as it is saved."""
    if raw or created or not isinstance(instance, TranslatableMixin):
        return
    if getattr(sender, "synchronise_on_save", False) and not isinstance(instance, DraftStateMixin):
        synchronise_translations(instance)
