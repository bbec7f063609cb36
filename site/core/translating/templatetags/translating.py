"""What the Wagtail admin says of other languages before something is done to an original."""

from collections.abc import Iterable
from typing import Any

from django import template

from core.languages import native_name
from core.translating.tree import is_original, other_languages

register = template.Library()


@register.inclusion_tag("translating/other_languages.html")
def other_languages_of(*instances: Any) -> dict[str, Any]:
    """A sentence that names the languages in which the same will happen; nothing for a translation."""
    codes = {
        version.locale.language_code
        for instance in instances
        if instance and is_original(instance)
        for version in other_languages(instance)
    }
    return {"languages": sorted(map(native_name, codes))}


@register.inclusion_tag("translating/other_languages.html")
def other_languages_of_items(items: Iterable[Any]) -> dict[str, Any]:
    """The same for the pages of a bulk action."""
    return other_languages_of(*(item["item"] for item in items or []))
