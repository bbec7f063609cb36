from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworksDirectoryConfig(AppConfig):
    name = "networks_directory"
    verbose_name = _("Directory of networks")
