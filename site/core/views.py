"""Views that belong to no app: the language chooser at `/`, robots.txt, a refused request."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


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


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400: what cannot be read, or is more than DATA_UPLOAD_MAX_... in settings let in (413)."""
    if isinstance(exception, TOO_MUCH):
        return HttpResponse(render_to_string("too_much.html"), status=413)
    return HttpResponse(render_to_string("400.html"), status=400)
