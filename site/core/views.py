"""Views that belong to no app: the language chooser at `/`, robots.txt and the sitemap."""

from django.contrib.sitemaps.views import sitemap as django_sitemap
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from .sitemaps import PageSitemap


@require_safe
def choose_language(request):
    """`/` leads to the home page in the browser's language, or in French.

    LocaleMiddleware has already read Accept-Language and says so in Vary.
    """
    return redirect(f"/{get_language()}/")


@require_safe
def robots(request):
    """Everything public may be read by machines; the admin is not public."""
    sitemap_url = request.build_absolute_uri(reverse("sitemap"))
    lines = ["User-agent: *", "Disallow: /admin/", "", f"Sitemap: {sitemap_url}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain")


@require_safe
def sitemap(request):
    return django_sitemap(request, {"pages": PageSitemap(request)})
