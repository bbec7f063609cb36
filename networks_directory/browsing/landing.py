"""Pages of their own for every country and every field of activity that has networks.

They are views of the directory at an address below its own ("countries/germany/", "domaines/sante/"),
translated like everything else, so that a link to them can be read and kept.
"""

from dataclasses import dataclass

from django.conf import settings

from core.countries import country_name
from core.frame import Frame, SubAddress

from ..index.facets import Bitmaps
from ..models.fields_of_activity import field_names, name_in
from .addresses import country_path, country_slugs, field_path, field_slugs
from .browsing import Browsing


@dataclass(frozen=True)
class Landing:
    """The page of a country or a field: its name, and its networks."""

    kind: str
    value: str
    name: str
    browsing: Browsing
    address: SubAddress

    @property
    def country(self) -> str:
        """The country's code, "" for a field."""
        return self.value if self.kind == "country" else ""


def country_landing(slug: str, frame: Frame) -> Landing | None:
    """The Landing of the country with this slug in the reader's language; None if no network is there."""
    slugs = {slug: code for code, slug in country_slugs(frame.language_code).items()}
    code = slugs.get(slug)
    if code is None:
        return None
    browsing = Browsing(frame.request.GET, frame, {"country": code})
    languages = _languages_with(browsing.values.bitmaps, "country", code)
    if frame.language_code not in languages:
        return None
    paths = {language: country_path(code, language) for language in languages}
    return _landing("country", code, country_name(code), browsing, paths)


def field_landing(slug: str, frame: Frame) -> Landing | None:
    """The Landing of the field with this slug in the reader's language; None if it has no network."""
    names = field_names()
    slugs = {slug: code for code, slug in field_slugs(names, frame.language_code).items()}
    code = slugs.get(slug)
    if code is None:
        return None
    browsing = Browsing(frame.request.GET, frame, {"field": code}, names)
    languages = _languages_with(browsing.values.bitmaps, "field", code)
    if frame.language_code not in languages:
        return None
    paths = {language: field_path(code, names, language) for language in languages}
    return _landing("field", code, name_in(names[code], frame.language_code), browsing, paths)


def _languages_with(bitmaps: Bitmaps, name: str, value: str) -> list[str]:
    """The languages in which some live network has a value. One that no longer answers keeps the address."""
    return [code for code, _name in settings.LANGUAGES if bitmaps[name, value] & bitmaps.live(code)]


def _landing(kind: str, value: str, name: str, browsing: Browsing, paths: dict[str, str]) -> Landing:
    canonical = paths if browsing.frame.request.GET else None
    return Landing(kind, value, name, browsing, SubAddress(paths, canonical))


def canonical_paths(browsing: Browsing) -> dict[str, str]:
    """Of a view of the whole directory with parameters: the addresses search engines should keep instead.

    One country or field is its own page; every other combination is the directory itself.
    """
    name, value = browsing.only_choice or ("", "")
    languages = _languages_with(browsing.values.bitmaps, name, value)
    if browsing.language_code in languages:
        if name == "country":
            return {language: country_path(value, language) for language in languages}
        if name == "field" and value in browsing.values.field_names:
            names = browsing.values.field_names
            return {language: field_path(value, names, language) for language in languages}
    return {}
