from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ListingUpdatesConfig(AppConfig):
    name = "networks_directory.listing_updates"
    label = "listing_updates"
    verbose_name = _("Listing updates")

    def ready(self) -> None:
        from wagtail.signals import page_published

        from .signal_handlers import tell_of_new_network

        page_published.connect(tell_of_new_network, dispatch_uid="listing_updates.new_network")
