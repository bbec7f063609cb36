from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _


class AcademyPagesConfig(AppConfig):
    name = "academy_pages"
    verbose_name = _("Academy")

    def ready(self):
        from wagtail.models import PageViewRestriction
        from wagtail.signals import page_unpublished

        from . import signal_handlers
        from .models import ModuleDelivery

        page_unpublished.connect(
            signal_handlers.index_networks_of_module, dispatch_uid="academy_pages.unpublished"
        )
        for signal in (post_save, post_delete):
            signal.connect(
                signal_handlers.index_networks_of_private_modules,
                sender=PageViewRestriction,
                dispatch_uid="academy_pages.private",
            )
        post_delete.connect(
            signal_handlers.index_network_without_module,
            sender=ModuleDelivery,
            dispatch_uid="academy_pages.delivery_deleted",
        )
