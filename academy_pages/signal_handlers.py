"""What happens when a module or its delivery goes."""

from networks_directory.index.waiting import networks_changed

from .models import AcademyModulePage


def index_networks_of_module(sender, instance, **kwargs):
    """A module has been unpublished, perhaps as a plain Page, by its expiry date."""
    if isinstance(instance, AcademyModulePage):
        networks_changed(instance.delivering_keys())


def index_network_without_module(sender, instance, **kwargs):
    """A network may have delivered its last module: the directory no longer finds it by that."""
    networks_changed([instance.network.translation_key])
