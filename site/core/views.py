"""Views that belong to no app: the language chooser at `/`, robots.txt, icons, a refused request."""

import re
import sys
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from .error_pages import plain_page

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
LARGEST_GIVEN_BACK = 100_000  # octets of a form
LONGEST_WORD = 100  # letters; what is longer was typed by nobody
NO_WORDS = re.compile(r"[a-z_]*|.{0,2}|/.*")  # what buttons, boxes, lists and our own addresses send


@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """`/` leads to the home page in the browser's language, or in French.

    LanguageByAddressMiddleware has already read Accept-Language and says so in Vary.
    """
    return redirect(f"/{get_language()}/")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be read by machines; the admin is not public."""
    sitemap_url = request.build_absolute_uri(reverse("sitemap"))
    lines = ["User-agent: *", "Disallow: /admin/", "", f"Sitemap: {sitemap_url}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain")


@require_safe
def icon(request: HttpRequest, path: str) -> HttpResponse:
    """Where browsers and phones look for the site's icon, whatever the page says."""
    response = redirect(static(path))
    response["Cache-Control"] = "public, max-age=86400"
    return response


@csrf_exempt  # does nothing: the view it leads to checks what it is sent
def answers_elsewhere(request: HttpRequest, name: str, **arguments: Any) -> HttpResponse:
    """A former address of the view of a name: leads to where that answers now, with parameters and form."""
    query = request.META.get("QUERY_STRING", "")
    address = reverse(name, kwargs=arguments) + (f"?{query}" if query else "")
    is_form = request.method not in ("GET", "HEAD")
    response = HttpResponsePermanentRedirect(address, preserve_request=is_form)
    response["Cache-Control"] = "no-cache"  # as core.moved_addresses
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400: what cannot be read, or is more than DATA_UPLOAD_MAX_... in settings let in (413)."""
    if isinstance(exception, TOO_MUCH):
        return plain_page(request, "too_much.html", 413)
    return plain_page(request, "400.html", 400)


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500: a fault of ours; 503 where the database does not answer."""
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        response = plain_page(request, "503.html", 503)
        response["Retry-After"] = "120"
        return response
    return plain_page(request, "500.html", 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose cookie is gone: what was typed is given back, to be sent again by whoever sees it.

    Only to somebody who sent it from a page of ours, and within the bound of decision 0019.
    """
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]
    size = sum(len(value.encode()) for _name, value in typed)
    is_ours = urlsplit(request.headers.get("Origin") or request.headers.get("Referer", ""))
    is_secret = any("password" in name for name, _value in typed)
    is_given_back = is_ours.netloc == request.get_host() and not is_secret and size <= LARGEST_GIVEN_BACK
    typed = typed if is_given_back else []
    words = [
        value
        for _name, value in typed
        if not NO_WORDS.fullmatch(value) and (" " in value or len(value) < LONGEST_WORD)
    ]
    context = {"typed": typed, "words": words, "is_given_back": is_given_back}
    return plain_page(request, "403_csrf.html", 403, context | {"path": request.get_full_path()})
