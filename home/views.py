"""The search over the whole site."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.models import Locale, Page

from core.links import HOME_DEPTH
from core.search_text import normalise
from core.translations import REVISION_OF, Version
from core.visibility import visible
from networks_directory.browsing.asked import LONGEST_QUERY
from networks_directory.browsing.search import MOST_WORDS
from networks_directory.models.networks import NetworkPage

PER_PAGE = 20


@dataclass(frozen=True)
class Result:
    """A page that was found, as the list shows it."""

    title: str
    summary: str
    address: str
    words_in: str
    mark: str

    @classmethod
    def of(cls, page: Any, request: HttpRequest) -> "Result":
        """`page` is specific, and annotated with `revision_of`."""
        version = Version.of(page, get_language(), page.revision_of)
        return cls(
            page.title, page.summary, page.get_url(request), version.words_in, getattr(page, "mark", "")
        )


@require_safe
def search(request):
    """Pages of the reader's language that have all the words (the first MOST_WORDS), best matches first."""
    words = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    query = normalise(words)
    # One letter may stand for many words (ﷺ): what is searched for is counted once it is normalised.
    terms = list(dict.fromkeys(query.split()))[:MOST_WORDS]
    here = visible(Page.objects).filter(locale=Locale.get_active(), depth__gte=HOME_DEPTH)
    here = here.exclude(pk__in=NetworkPage.objects.left_out_of_a_search(query).values("pk"))
    pages = Page.objects.filter(pk__in=here.order_by().values("pk"))  # what a search backend can read
    found = pages.search(" ".join(terms), operator="and") if terms else []
    results = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    pks = [page.pk for page in results.object_list]
    found = Page.objects.filter(pk__in=pks).annotate(revision_of=F(REVISION_OF))
    specific = {page.pk: page for page in found.specific()}
    results.object_list = [Result.of(specific[pk], request) for pk in pks]
    matched = frozenset(terms)
    return render(request, "home/search.html", {"words": words, "results": results, "matched": matched})
