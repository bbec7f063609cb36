from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TranslatingConfig(AppConfig):
    name = "core.translating"
    label = "translating"
    verbose_name = _("Translations")

    def ready(self) -> None:
        from django.db.models.signals import m2m_changed, post_delete, post_migrate, post_save
        from modelcluster.fields import ParentalKey
        from wagtail.models import PageViewRestriction, get_translatable_models
        from wagtail.signals import post_page_move, published, unpublished
        from wagtail_localize.models import TranslationLog

        from . import addresses, signal_handlers

        addresses.keep_slugs_as_typed()

        published.connect(signal_handlers.follow_published, dispatch_uid="translating.published")
        post_save.connect(signal_handlers.follow_saved, dispatch_uid="translating.saved")
        post_save.connect(
            signal_handlers.follow_translation_saved, sender=TranslationLog, dispatch_uid="translating.log"
        )
        unpublished.connect(signal_handlers.follow_unpublished, dispatch_uid="translating.unpublished")
        post_page_move.connect(signal_handlers.follow_moved, dispatch_uid="translating.moved")
        for signal in (post_save, post_delete):
            signal.connect(
                signal_handlers.follow_privacy, sender=PageViewRestriction, dispatch_uid="translating.privacy"
            )
        m2m_changed.connect(
            signal_handlers.follow_privacy,
            sender=PageViewRestriction.groups.through,
            dispatch_uid="translating.privacy_groups",
        )
        for model in get_translatable_models():
            if not any(isinstance(field, ParentalKey) for field in model._meta.get_fields()):
                uid = f"translating.deleted.{model._meta.label}"
                post_delete.connect(signal_handlers.follow_deleted, sender=model, dispatch_uid=uid)
        post_migrate.connect(signal_handlers.offer_new_languages, dispatch_uid="translating.languages")
