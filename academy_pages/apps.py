from django.apps import AppConfig
from django.db.models.signals import post_delete
from django.utils.translation import gettext_lazy as _


class AcademyPagesConfig(AppConfig):
    name = "academy_pages"
    verbose_name = _("Academy")

    def ready(self):
        from . import signal_handlers
        from .models import ModuleDelivery

        post_delete.connect(
            signal_handlers.index_network_without_module,
            sender=ModuleDelivery,
            dispatch_uid="academy_pages.delivery_deleted",
        )
