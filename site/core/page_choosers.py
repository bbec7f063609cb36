"""Where the admin's page choosers open: at the pages, in the source language."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from wagtail.admin.views.chooser import BrowseView, page_models_from_string
from wagtail.models import Locale, Page, Site

from .languages import SOURCE_LANGUAGE


class BrowseSourceView(BrowseView):
    """Wagtail's, which would open at the root: above the pages of all languages."""

    def get(self, request: HttpRequest, parent_page_id: int | None = None) -> HttpResponse:
        if parent_page_id is None and "locale" not in request.GET:
            parent_page_id = opening_page(request.GET.get("page_type", ""))
        return super().get(request, parent_page_id)


def opening_page(page_type: str) -> int | None:
    """The page in the source language under which all pages of some types are; None where there is none."""
    home = Page.objects.filter(
        translation_key__in=Site.objects.filter(is_default_site=True).values("root_page__translation_key"),
        locale__language_code=SOURCE_LANGUAGE,
    ).first()
    try:
        models = page_models_from_string(page_type)
    except (ValueError, LookupError):  # none named, or a wrong one, of which Wagtail's view will tell
        models = (Page,)
    pages = Page.objects.filter(locale__language_code=SOURCE_LANGUAGE).type(*models)
    common = pages.first_common_ancestor() if models != (Page,) else None
    return common.pk if common and not common.is_root() else home and home.pk


def found_in_source_language(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """A chooser's search shows each page once; what is chosen is shown to readers in their language."""
    if request.resolver_match and request.resolver_match.url_name == "wagtailadmin_choose_page_search":
        return pages.filter(locale=Locale.objects.get(language_code=SOURCE_LANGUAGE))
    return pages
