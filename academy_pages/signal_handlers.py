"""What happens when a module or its delivery goes, or a module is made private."""

from core.visibility import hidden_with
from networks_directory.index.waiting import networks_changed

from .models import AcademyModulePage, ModuleDelivery


def index_networks_of_module(sender, instance, **kwargs):
    """A module has been unpublished, perhaps as a plain Page, by its expiry date."""
    if isinstance(instance, AcademyModulePage):
        networks_changed(instance.delivering_keys())


def index_networks_of_private_modules(sender, instance, **kwargs):
    """A page has been made private or public again, perhaps a module; `instance` is the restriction.

    The directory finds networks by the modules that everybody may see.
    """
    hidden = AcademyModulePage.objects.filter(hidden_with(instance.page)).values("translation_key")
    deliveries = ModuleDelivery.objects.filter(module__translation_key__in=hidden.order_by())
    networks_changed(deliveries.values_list("network__translation_key", flat=True))


def index_network_without_module(sender, instance, **kwargs):
    """A network may have delivered its last module: the directory no longer finds it by that."""
    networks_changed([instance.network.translation_key])
