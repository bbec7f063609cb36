"""The search over the whole site."""

from django.core.paginator import Paginator
from django.db.models import F
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.models import Locale, Page

from core.frame import HOME_DEPTH
from core.search_text import normalise
from core.translations import words_in
from networks_directory.browsing.browsing import LONGEST_QUERY

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
    found = Page.objects.filter(pk__in=pks).annotate(revision_of=F("live_revision__object_id"))
    specific = {page.pk: page for page in found.specific()}
    results.object_list = [specific[pk] for pk in pks]
    for page in results.object_list:
        page.address, page.language_code = page.get_url(request), get_language()
        page.words_in = words_in(page)
    matched = frozenset(query.split())
    return render(request, "home/search.html", {"words": words, "results": results, "matched": matched})
