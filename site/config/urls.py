"""Addresses: the admin and files without a language, everything a visitor reads under one."""

from django.apps import apps
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps import views as sitemaps
from django.urls import include, path, re_path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls

from core import views
from core.page_choosers import BrowseSourceView
from core.page_creation import PageCreationView
from core.sign_in import EditorLoginView
from core.sitemaps import PageSitemap
from core.styleguide import styleguide
from home.admin_search import UnderstandingChooserView, UnderstandingSearchView
from home.views import search, suggest
from networks_directory.pages.sitemaps import DirectorySitemap

handler400 = "core.views.bad_request"
handler500 = "core.views.server_error"

SITEMAP = {"pages": PageSitemap, "directory": DirectorySitemap}
SITEMAP_INDEX = {"sitemaps": SITEMAP, "sitemap_url_name": "sitemap_file"}

urlpatterns = [
    path("", views.choose_language, name="choose_language"),
    path("robots.txt", views.robots),
    path("favicon.ico", views.icon, {"path": "img/favicon.ico"}),
    path("apple-touch-icon.png", views.icon, {"path": "img/apple-touch-icon.png"}),
    path("apple-touch-icon-precomposed.png", views.icon, {"path": "img/apple-touch-icon.png"}),
    path("sitemap.xml", require_safe(sitemaps.index), SITEMAP_INDEX, name="sitemap"),
    path("sitemap-<section>.xml", require_safe(sitemaps.sitemap), {"sitemaps": SITEMAP}, name="sitemap_file"),
    path("admin/choose-page/", require_admin_access(never_cache(BrowseSourceView.as_view()))),
    path(
        "admin/choose-page/search/",
        require_admin_access(never_cache(UnderstandingChooserView.as_view())),
        name="wagtailadmin_choose_page_search",  # as Wagtail's, which hooks ask for
    ),
    path("admin/pages/search/", require_admin_access(never_cache(UnderstandingSearchView.as_view()))),
    path(
        "admin/pages/search/results/",
        require_admin_access(never_cache(UnderstandingSearchView.as_view(results_only=True))),
    ),
    path("admin/login/", EditorLoginView.as_view()),
    path(
        "admin/pages/add/<slug:content_type_app_name>/<slug:content_type_model_name>/<int:parent_page_id>/",
        require_admin_access(never_cache(PageCreationView.as_view())),
    ),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]

if settings.SERVE_MEDIA:
    urlpatterns.append(re_path(r"^media/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT}))

listing_updates = []
if apps.is_installed("networks_directory.listing_updates"):  # the directory stands without them
    # Translators: the address of the pages of representatives, words in lower case.
    listing_updates.append(path(_("my-networks/"), include("networks_directory.listing_updates.urls")))

site_search = [path("", search, name="search"), path("suggestions/", suggest, name="suggest")]

urlpatterns += i18n_patterns(
    # Translators: the address of the search page, one word in lower case.
    path(_("search/"), include(site_search)),
    path("styleguide/", styleguide, name="styleguide"),
    *listing_updates,
    # Translators: where the contact form is sent to, words in lower case.
    path(_("contact-message/"), include("contact.urls")),
    path("contact-message/", views.answers_elsewhere, {"name": "contact:send"}),  # its former address
    path("", include(wagtail_urls)),
)
