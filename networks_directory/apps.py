from django.apps import AppConfig
from django.core.signals import request_finished
from django.db.backends.signals import connection_created
from django.db.models.signals import post_delete, post_migrate, post_save, pre_save
from django.utils.translation import gettext_lazy as _


class NetworksDirectoryConfig(AppConfig):
    name = "networks_directory"
    verbose_name = _("Directory of networks")

    def import_models(self):
        super().import_models()
        # Pages stand on everything below them, so `models`, where Django looks, cannot import them.
        from . import pages  # noqa: F401

    def ready(self):
        from wagtail.models import PageViewRestriction
        from wagtail.signals import page_published, page_unpublished, post_page_move

        from . import pages, signal_handlers
        from .index import collation
        from .models.fields_of_activity import FieldOfActivity
        from .models.networks import NetworkPage
        from .searches.counting import write_at_the_end

        connection_created.connect(
            signal_handlers.teach_sqlite_bitmaps, dispatch_uid="networks_directory.bitmaps"
        )
        post_migrate.connect(collation.index_titles, sender=self, dispatch_uid="networks_directory.titles")
        for model in (NetworkPage, pages.networks.GeographicNetworkPage, pages.networks.ThematicNetworkPage):
            post_save.connect(
                signal_handlers.index_saved_network,
                sender=model,
                dispatch_uid=f"networks_directory.saved.{model.__name__}",
            )
        post_delete.connect(
            signal_handlers.forget_deleted_network,
            sender=NetworkPage,
            dispatch_uid="networks_directory.deleted",
        )
        for signal in (page_published, page_unpublished):
            signal.connect(
                signal_handlers.index_network_gone_live_or_down, dispatch_uid="networks_directory.live"
            )
        post_page_move.connect(signal_handlers.index_moved_networks, dispatch_uid="networks_directory.moved")
        for signal in (post_save, post_delete):
            signal.connect(
                signal_handlers.index_private_networks,
                sender=PageViewRestriction,
                dispatch_uid="networks_directory.private",
            )
        watch_fields(FieldOfActivity, signal_handlers)
        request_finished.connect(write_at_the_end, dispatch_uid="networks_directory.searches")


def watch_fields(model, handlers):
    """A field of activity that is renamed keeps its former addresses; its networks are indexed anew."""
    for signal, handler in (
        (pre_save, handlers.remember_addresses_of_fields),
        (post_save, handlers.lead_from_former_addresses),
        (post_save, handlers.index_renamed_field),
    ):
        signal.connect(handler, sender=model, dispatch_uid=f"networks_directory.{handler.__name__}")
