from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ListingUpdatesConfig(AppConfig):
    name = "networks_directory.listing_updates"
    label = "listing_updates"
    verbose_name = _("Listing updates")
