"""The addresses of the directory's further views, below its own, in each language."""

from functools import cache
from typing import Any, NoReturn

from django.http import HttpRequest
from django.urls import path
from django.urls.resolvers import RegexPattern, URLResolver
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from core.countries import older_names
from core.slugs import slug_of

from ..models.fields_of_activity import name_in

ROUTES: dict[str, Any] = {
    # Translators: addresses below the directory's own; keep what is between < and >, and the last slash.
    "country": _("countries/<str:slug>/"),
    "field": _("fields/<str:slug>/"),
    "coverage": _("coverage/"),
    "which_network": _("which-network/"),
    "suggestions": "suggestions/",
    "map": "map/",
}


@cache
def country_slugs(language_code: str) -> dict[str, str]:
    """The slug of every country in a language: {code: slug}. Of its older name, which addresses keep."""
    return {code: slug_of(name) for code, name in older_names(language_code).items()}


def field_slugs(names: dict[str, dict[str, str]], language_code: str) -> dict[str, str]:
    """The slug of every field in a language, from field_names(): {code: slug}, no two the same."""
    slugs = {code: slug_of(name_in(name, language_code)) for code, name in names.items()}
    return {code: slug if list(slugs.values()).count(slug) == 1 else code for code, slug in slugs.items()}


def answered_elsewhere(request: HttpRequest, **arguments: str) -> NoReturn:
    """Stands for the views of pages.directory, which answer at ROUTES."""
    raise NotImplementedError


@cache
def resolver() -> URLResolver:
    """Django's resolver of ROUTES, which makes their addresses."""
    patterns = [path(route, answered_elsewhere, name=name) for name, route in ROUTES.items()]
    return URLResolver(RegexPattern(r"^"), patterns)


def sub_path(language_code: str, route: str, *arguments: str) -> str:
    """The address of a view of the directory below the directory's own, in a language."""
    with translation.override(language_code):
        return resolver().reverse(route, *arguments)


@cache
def country_path(code: str, language_code: str) -> str:
    """ "DE" -> "countries/germany/"."""
    return sub_path(language_code, "country", country_slugs(language_code)[code])


def field_path(code: str, names: dict[str, dict[str, str]], language_code: str) -> str:
    """ "health" -> "fields/health/"."""
    return sub_path(language_code, "field", field_slugs(names, language_code)[code])
