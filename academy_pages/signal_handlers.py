"""What happens when a module or its delivery goes."""

from networks_directory.listing_index import index_networks


def index_network_without_module(sender, instance, **kwargs):
    """A network may have delivered its last module: the directory no longer finds it by that."""
    index_networks([instance.network.translation_key])
