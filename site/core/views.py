"""Views that belong to no app: the language chooser at `/`, robots.txt and the sitemap."""

from django.contrib.sitemaps.views import index as django_index
from django.contrib.sitemaps.views import sitemap as django_sitemap
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


@require_safe
def sitemap_index(request, sections):
    """The list of the sitemap's files; `sections` are {name: TranslatedSitemap class}."""
    return django_index(
        request,
        {name: section(request) for name, section in sections.items()},
        sitemap_url_name="sitemap_file",
    )


@require_safe
def sitemap(request, sections, section):
    """One section of the sitemap; ?p= asks for a further file of it."""
    built = {name: make(request) for name, make in sections.items() if name == section}
    return django_sitemap(request, built, section)
