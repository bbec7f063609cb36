"""What happens when a module or its delivery goes."""

from networks_directory.index.writing import index_networks

from .models import AcademyModulePage


def index_networks_of_module(sender, instance, **kwargs):
    """A module has been unpublished, perhaps as a plain Page, by its expiry date."""
    if isinstance(instance, AcademyModulePage):
        index_networks(instance.delivering_keys())


def index_network_without_module(sender, instance, **kwargs):
    """A network may have delivered its last module: the directory no longer finds it by that."""
    index_networks([instance.network.translation_key])
