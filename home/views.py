"""The search over the whole site."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Locale, Page

from core.frame import HOME_DEPTH
from core.search_text import normalise
from networks_directory.browsing import LONGEST_QUERY

PER_PAGE = 20


@require_safe
def search(request):
    """Pages of the reader's language that have all the words, best matches first."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_QUERY]
    query = normalise(words)
    pages = Page.objects.live().public().filter(locale=Locale.get_active(), depth__gte=HOME_DEPTH)
    found = pages.search(query, operator="and") if query else []
    results = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    pks = [page.pk for page in results.object_list]
    specific = {page.pk: page for page in Page.objects.filter(pk__in=pks).specific()}
    results.object_list = [specific[pk] for pk in pks]
    for page in results.object_list:
        page.address = page.get_url(request)
    matched = frozenset(query.split())
    return render(request, "home/search.html", {"words": words, "results": results, "matched": matched})
