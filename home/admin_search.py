"""What editors search for in the admin, understood as visitors' words are, where Wagtail finds nothing.

Wagtail's search comes first, as it is: it compares what is typed with titles, names and places, of drafts
too, and any page type. Only where it finds no page, the search of the site is asked: professions, forms of a
word, other languages, slips. That knows published pages only.
"""

from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from wagtail.admin.views.chooser import PageChooserTable, page_models_from_string
from wagtail.admin.views.chooser import SearchView as ChooserSearchView
from wagtail.admin.views.pages.search import SearchView
from wagtail.models import Page
from wagtail.search.utils import parse_query_string

from core.languages import SOURCE_LANGUAGE
from core.page_choosers import found_in_source_language
from core.page_search.finding import PageSearch
from core.search_words import content_words
from networks_directory.browsing.asked import LONGEST_QUERY
from networks_directory.browsing.elsewhere import keys_of_meanings
from networks_directory.browsing.entrances import load_entrances
from networks_directory.browsing.search import MOST_WORDS, Known, Search
from networks_directory.browsing.vocabulary import vocabulary
from networks_directory.index.facets import numbers_in
from networks_directory.models.fields_of_activity import field_words
from networks_directory.models.listing_index import IndexedNetwork

MOST_FOUND = 100  # networks, and as many other pages


def understood(text: str) -> Any:
    """The pages that the search of the site finds, in every language, the best first: a queryset.

    Six queries.
    """
    bitmaps, words = load_entrances(), vocabulary(field_words())
    everybody = bitmaps.live(SOURCE_LANGUAGE)  # those that no longer answer too: editors look after them
    search = Search(text[:LONGEST_QUERY], Known(bitmaps, words, everybody))
    tiers = search.tiers((search.bitmap or 0) & everybody)
    numbers = [number for tier in tiers for number in numbers_in(tier)][:MOST_FOUND]
    keys = dict(IndexedNetwork.objects.filter(pk__in=numbers).values_list("pk", "translation_key"))
    corrected = dict(search.corrections)
    meant = [corrected.get(word, word) for word in content_words(search.written)[:MOST_WORDS]]
    pages = PageSearch(SOURCE_LANGUAGE)
    pages.ask(meant, keys_of_meanings(meant, words))
    hits = [hit.page for hit in pages.having(meant)[:MOST_FOUND]]
    others = dict(Page.objects.filter(pk__in=hits).values_list("pk", "translation_key"))
    ranked = [keys[number] for number in numbers if number in keys] + [others[pk] for pk in hits]
    if not ranked:
        return Page.objects.none()
    places = [When(translation_key=key, then=Value(place)) for place, key in enumerate(ranked)]
    order = Case(*places, output_field=IntegerField())
    return Page.objects.filter(translation_key__in=ranked).order_by(order, "path")


class UnderstandingSearchView(SearchView):
    """Wagtail's search of pages; where it finds nothing, what the search of the site finds."""

    all_pages: Any

    def get_queryset(self) -> QuerySet[Any]:
        pages = super().get_queryset()
        if not self.search_query or parse_query_string(self.search_query)[0] or self.all_pages.count():
            return pages
        explorable = self.permission_policy.explorable_instances(self.request.user)
        self.all_pages = understood(self.search_query).filter(pk__in=explorable.values("pk"))
        pages = self.annotate_queryset(self.all_pages.select_related("locale"))
        if self.selected_content_type:
            pages = pages.filter(content_type=self.selected_content_type)
        return pages.order_by(self.ordering) if self.ordering else pages


class UnderstandingChooserView(ChooserSearchView):
    """The same of a page chooser's search, among the pages that may be chosen."""

    def get(self, request: HttpRequest) -> HttpResponse:
        response = super().get(request)
        context, text = response.context_data, request.GET.get("q", "").strip()
        if text and not parse_query_string(text)[0] and not context["pages"].object_list:
            found: Any = found_in_source_language(understood(text), request).exclude(depth=1)
            pages = found.type(*page_models_from_string(context["page_type_string"])).specific()[:MOST_FOUND]
            for page in pages:  # as Wagtail's own view sets them, and its table reads them
                page.can_choose, page.is_parent_page = True, False
            context["pages"].object_list = pages
            context["pages"].paginator.object_list = pages
            context["pages"].paginator.count = len(pages)
            context["table"] = PageChooserTable(self.columns, context["pages"], show_locale_labels=True)
        return response
