"""What a network is called on a page about it: in the reader's language, marked where it is in another."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail.models import Page

from core.languages import SOURCE_LANGUAGE, words_attributes
from core.visibility import visible

from ..models.networks import NetworkPage
from .models import ListingUpdate


def network_named(network: NetworkPage, title: str = "", language: str = "") -> SafeString:
    """The name of a network as the reader finds it on the site, as HTML.

    Where nobody finds it there in their language: `title`, in `language`; else that of the given page.
    """
    pages = visible(Page.objects).select_related("locale", "alias_of__locale")
    here = pages.filter(translation_key=network.translation_key, locale__language_code=get_language()).first()
    if here or not title:
        page = here or network
        words = page.alias_of or page  # a stand-in has the words of what it stands in for
        title, language = words.title, words.locale.language_code
    return format_html(
        "<bdi{}>{}</bdi>", words_attributes("" if language == get_language() else language), title
    )


def named_in_update(update: ListingUpdate) -> SafeString:
    """The name of the network an update is about; of a new one, as it was proposed."""
    if update.network is None:
        return format_html("<bdi>{}</bdi>", update.network_title)
    return network_named(update.network, update.network_title, SOURCE_LANGUAGE)
