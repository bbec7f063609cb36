from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Site")

    def ready(self):
        from wagtail.signals import published

        from . import (
            checks,  # noqa: F401 - registers the project's system checks
            signal_handlers,
        )

        published.connect(signal_handlers.synchronise_published, dispatch_uid="core.synchronise")
        post_save.connect(signal_handlers.synchronise_saved, dispatch_uid="core.synchronise_saved")
