from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Site")

    def ready(self) -> None:
        from django.db.models.signals import post_save
        from wagtail.images import get_image_model
        from wagtail.signals import page_published

        from . import checks  # noqa: F401 - registers the project's system checks
        from .languages import introduce_languages
        from .library_words import say_in_readers_language
        from .lines import read_lines_in_admin
        from .notices import take_place_of_wagtails
        from .pictures import know_moving_pngs, limit_pixels
        from .renditions import make_those_of_published, make_those_of_saved

        introduce_languages()
        say_in_readers_language()
        limit_pixels()
        know_moving_pngs()
        read_lines_in_admin()
        take_place_of_wagtails()
        page_published.connect(make_those_of_published, dispatch_uid="core.published_pictures")
        post_save.connect(make_those_of_saved, sender=get_image_model(), dispatch_uid="core.saved_pictures")
