"""Pages that say what went wrong, in the reader's language, drawn without asking the database."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, get_language_from_request, override


def plain_page(
    request: HttpRequest, template: str, status: int, context: dict[str, Any] | None = None
) -> HttpResponse:
    """A page in the language of the address or of the browser; with a context, a form can be in it."""
    with override(get_language_from_request(request, check_path=True)):
        text = render_to_string(template, context, request if context else None)
        response = HttpResponse(text, status=status)
        response["Content-Language"] = get_language()
    patch_vary_headers(response, ("Accept-Language",))
    return response


def not_allowed_in_words(get_response: Callable[[HttpRequest], HttpResponse]) -> Any:
    """Middleware: a request of a kind that an address does not take is answered with a page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not isinstance(response, HttpResponseNotAllowed) or response.content:
            return response
        page = plain_page(request, "405.html", response.status_code)
        page["Allow"] = response["Allow"]
        return page

    return middleware
