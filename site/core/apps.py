from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Site")

    def ready(self) -> None:
        from . import checks  # noqa: F401 - registers the project's system checks
        from .languages import introduce_languages
        from .library_words import say_in_readers_language
        from .lines import read_lines_in_admin
        from .notices import take_place_of_wagtails
        from .pictures import know_moving_pngs, limit_pixels

        introduce_languages()
        say_in_readers_language()
        limit_pixels()
        know_moving_pngs()
        read_lines_in_admin()
        take_place_of_wagtails()
