from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PageSearchConfig(AppConfig):
    name = "core.page_search"
    label = "page_search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from .writing import index_what_is_missing

        post_migrate.connect(index_what_is_missing, sender=self, dispatch_uid="page_search.missing")
