"""Where an address leads that is not found: to where its page is now, or to what was meant (decision 0023).

Wagtail keeps a redirect for every page that is renamed or moved. Here it counts for what answers below the
page too (its vCard, the pages of countries and fields), and parameters go with it; an address in capitals,
without its last slash or with what a mail program has added is put right.
"""

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import quote, unquote

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.translation import get_language_from_path, override
from wagtail.contrib.redirects.middleware import RedirectMiddleware
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from .links import HOME_DEPTH

INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]")
# What is written behind an address in a text, and taken for a part of it.
BEHIND = re.compile(r"[\s.,;:!?'\"’”»)\]}>*…،؛؟]+$")
SAFE = ("GET", "HEAD")


class MovedAddressesMiddleware(RedirectMiddleware):
    """In place of Wagtail's. It acts on what is not found, and asks nothing of any other request."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if (
            response.status_code != 404
            or request.method not in SAFE
            or request.path_info.startswith("/admin/")
        ):
            return response
        return _way_on(request) or response


def _way_on(request: HttpRequest) -> HttpResponse | None:
    """The redirect to what an address that is not found should lead to, or None."""
    site = Site.find_for_request(request)
    for path in _spellings(request.path_info):
        language_code = get_language_from_path(path)
        with override(language_code):
            if path != request.path_info and language_code and _answers(path, request, site):
                return _leading_to(quote(path), request)
            if response := _moved(path, request, site):
                return response
    return None


def _spellings(path: str) -> Iterator[str]:
    """The address as it was asked for, tidied up, and in small letters."""
    yield path
    tidy = INVISIBLE.sub("", unicodedata.normalize("NFC", unquote(path)))
    tidy = re.sub("/{2,}", "/", BEHIND.sub("", tidy.rstrip("/")) + "/")
    if tidy != path:
        yield tidy
    if (small := tidy.lower()) != tidy:
        yield small


def _answers(path: str, request: HttpRequest, site: Site | None) -> bool:
    """Whether something is at an address: a view, or a page."""
    try:
        match = resolve(path)
    except Resolver404:
        return False
    if match.url_name != "wagtail_serve":  # a code in small letters would be another one
        return all(str(value) in request.path_info for value in match.kwargs.values())
    if site is None:
        return False
    try:
        parts = [part for part in match.args[0].split("/") if part]
        site.root_page.localized.specific.route(request, parts)
    except Http404:
        return False
    return True


def _moved(path: str, request: HttpRequest, site: Site | None) -> HttpResponse | None:
    """The redirect that editors have made, or Wagtail for a page that has moved, or one above it."""
    plain = Redirect.normalise_path(quote(path))
    asked = Redirect.normalise_path(f"{quote(path)}?{request.META.get('QUERY_STRING', '')}")
    parts = plain.split("/")
    above = ["/".join(parts[:end]) for end in range(_live_parts(request) + 2, len(parts))]
    found = Redirect.get_for_site(site).filter(old_path__in={asked, plain, *above})
    known = found.select_related("redirect_page").order_by("site")
    for redirect in sorted(known, key=lambda redirect: len(redirect.old_path), reverse=True):
        page = redirect.redirect_page
        rest = "" if redirect.old_path in (asked, plain) else plain[len(redirect.old_path) :]
        link = redirect.link
        if link is None or (page and not page.live) or (rest and not page):
            continue
        if rest:
            link = page.url.rstrip("/") + quote(rest) + "/"
        if unquote(link) != request.path_info:
            return _leading_to(link, request, redirect.is_permanent, redirect.old_path != asked)
    return None


def _live_parts(request: HttpRequest) -> int:
    """How many parts of the address belong to a page that is there: nothing below it moved with another."""
    surroundings = getattr(request, "surroundings", None)
    if surroundings is None:
        return 1
    on_the_way = [
        page.depth
        for page in (*surroundings.trail, *surroundings.homes)
        if page.live and surroundings.url_path.startswith(page.url_path)
    ]
    return max(on_the_way, default=HOME_DEPTH) - HOME_DEPTH + 1  # the language before them


def _leading_to(
    link: str, request: HttpRequest, permanent: bool = True, with_parameters: bool = True
) -> HttpResponse:
    """Browsers ask again each time: a page may be given its former address back."""
    query = request.META.get("QUERY_STRING", "") if with_parameters else ""
    link += f"{'&' if '?' in link else '?'}{query}" if query else ""
    response_class = HttpResponsePermanentRedirect if permanent else HttpResponseRedirect
    response = response_class(link)
    response["Cache-Control"] = "no-cache"
    return response
