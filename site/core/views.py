"""Views that belong to no app: the language chooser at `/` and robots.txt."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe


@require_safe
def choose_language(request):
    """`/` leads to the home page in the browser's language, or in French.

    LanguageByAddressMiddleware has already read Accept-Language and says so in Vary.
    """
    return redirect(f"/{get_language()}/")


@require_safe
def robots(request):
    """Everything public may be read by machines; the admin is not public."""
    sitemap_url = request.build_absolute_uri(reverse("sitemap"))
    lines = ["User-agent: *", "Disallow: /admin/", "", f"Sitemap: {sitemap_url}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain")
