"""What happens when a connection opens, a network goes or is made private, a field is renamed."""

from core.visibility import hidden_with

from .browsing.former_addresses import field_addresses, lead_from_former
from .index.waiting import networks_changed
from .models.networks import NetworkPage
from .pages.directory import NetworksDirectoryPage


def get_bit(data, number):
    """Bit `number` of some bytes, as PostgreSQL's get_bit() counts them."""
    return data[number >> 3] >> (number & 7) & 1


def teach_sqlite_bitmaps(sender, connection, **kwargs):
    """SQLite has no get_bit() of its own."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("get_bit", 2, get_bit, deterministic=True)


def index_saved_network(sender, instance, update_fields, **kwargs):
    """A listing has been saved; not when all that was kept is a draft of it."""
    if "latest_revision" not in (update_fields or ()):
        networks_changed([instance.translation_key])


def forget_deleted_network(sender, instance, **kwargs):
    """A listing has been deleted in one language."""
    networks_changed([instance.translation_key])


def index_network_gone_live_or_down(sender, instance, **kwargs):
    """A page has been published or unpublished: by schedule, as a plain Page, with its languages."""
    if isinstance(instance, NetworkPage):
        networks_changed([instance.translation_key])


def index_private_networks(sender, instance, **kwargs):
    """A page has been made private or public again, and what depends on it; `instance` is the restriction."""
    networks = NetworkPage.objects.filter(hidden_with(instance.page))
    networks_changed(networks.values_list("translation_key", flat=True))


def index_moved_networks(sender, instance, **kwargs):
    """A page has been moved, perhaps out of a private section or into one."""
    networks = NetworkPage.objects.filter(hidden_with(instance))
    networks_changed(networks.values_list("translation_key", flat=True))


def remember_addresses_of_fields(sender, instance, raw, **kwargs):
    """A field of activity is about to be saved, perhaps under another name: so far they are found here."""
    if not raw and instance.pk:
        instance.addresses_before = field_addresses()


def lead_from_former_addresses(sender, instance, created, raw, **kwargs):
    """A field has been saved: where its address is another one, the former leads there."""
    if not raw and hasattr(instance, "addresses_before"):
        directories = NetworksDirectoryPage.objects.select_related("locale")
        lead_from_former(instance.addresses_before, list(directories))
        del instance.addresses_before


def index_renamed_field(sender, instance, created, raw, **kwargs):
    """Networks are found by the names of their fields."""
    if raw or created:
        return
    of_field = NetworkPage.objects.filter(fields_of_activity__field__translation_key=instance.translation_key)
    networks_changed(of_field.values_list("translation_key", flat=True))
