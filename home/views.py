"""The search over the whole site, and what it suggests while one types."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.frame import Frame
from networks_directory.searches.counting import count_search

from .site_search import SiteSearch
from .site_suggestions import site_suggestions


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The whole site, by kind: networks, programmes, modules, pages, the best of each; or one kind alone."""
    found = SiteSearch(request.GET, Frame.for_view(request))
    if found.is_asked_first:
        count_search(request, found.outcome)
    return render(request, "home/search.html", {"found": found, "words": found.words})


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Networks, countries, fields and pages that begin with what has been typed."""
    return JsonResponse({"suggestions": site_suggestions(request.GET.get("q", ""), Frame.for_view(request))})
