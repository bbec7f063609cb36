from django.apps import AppConfig
from django.db.models.signals import post_delete
from django.utils.translation import gettext_lazy as _


class AcademyPagesConfig(AppConfig):
    name = "academy_pages"
    verbose_name = _("Academy")

    def ready(self):
        from wagtail.signals import page_unpublished

        from . import signal_handlers
        from .models import ModuleDelivery

        page_unpublished.connect(
            signal_handlers.index_networks_of_module, dispatch_uid="academy_pages.unpublished"
        )
        post_delete.connect(
            signal_handlers.index_network_without_module,
            sender=ModuleDelivery,
            dispatch_uid="academy_pages.delivery_deleted",
        )
