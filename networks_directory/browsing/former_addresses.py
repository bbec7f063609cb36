"""A field of activity that has got another name answers at its former addresses too, in every language."""

from urllib.parse import unquote

from django.conf import settings
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from ..models.fields_of_activity import field_names
from .addresses import field_slugs, sub_path

Addresses = dict[str, dict[str, str]]  # {language code: {code of the field: "fields/health/"}}


def field_addresses() -> Addresses:
    """The addresses of all fields, below the directory's own."""
    names = field_names()
    return {
        language_code: {
            code: sub_path(language_code, "field", slug)
            for code, slug in field_slugs(names, language_code).items()
        }
        for language_code, _name in settings.LANGUAGES
    }


def lead_from_former(before: Addresses, directories: list[Page]) -> None:
    """Let each address that a field has had until now lead to the one it has from now on.

    `directories` are the directory's pages, one a language.
    """
    now = field_addresses()
    for directory in directories:
        language_code = directory.locale.language_code
        here = now.get(language_code, {})
        for code, former in before.get(language_code, {}).items():
            if code in here and here[code] != former:
                _lead(directory, former, here[code])


def _lead(directory: Page, former: str, present: str) -> None:
    parts = directory.get_url_parts()
    if parts is None or parts[2] is None:
        return
    site_id, _root, url = parts
    made_by_us = Redirect.objects.filter(site=site_id, automatically_created=True)
    made_by_us.filter(old_path=Redirect.normalise_path(url + present)).delete()  # it answers by itself again
    Redirect.objects.update_or_create(
        old_path=Redirect.normalise_path(url + former),
        site_id=site_id,
        defaults={
            "redirect_page": directory,
            "redirect_page_route_path": Redirect.normalise_page_route_path(unquote(present)),
            "automatically_created": True,
        },
    )
