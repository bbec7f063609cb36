"""The search over the whole site: networks by the directory's understanding, all else by the same words.

Strictly first: a word that is known anywhere has to be met. Where nothing meets all of them, each kind
leaves out the words that it does not know, and the page says so.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dictionaries import is_word
from core.formats import joined, number
from core.frame import Frame
from core.page_search.finding import Hit, PageSearch, Result
from core.page_search.models import PageKind
from core.search_text import as_written
from core.search_words import content_words
from networks_directory.browsing.browsing import Browsing
from networks_directory.browsing.cards import Card
from networks_directory.browsing.elsewhere import keys_of_meanings
from networks_directory.browsing.search import MOST_WORDS
from networks_directory.browsing.slips import is_another, nearest
from networks_directory.browsing.understanding import Term
from networks_directory.browsing.vocabulary import Vocabulary
from networks_directory.models.fields_of_activity import name_in
from networks_directory.pages.directory import NetworksDirectoryPage
from networks_directory.searches.counting import SearchOutcome

NETWORKS = "network"
BEST_NETWORKS = 3
BEST_PAGES = 3
PER_PAGE = 20


@dataclass(frozen=True)
class Group:
    """What is found of a kind: how many, the best of them, where all are listed ("" where these are all)."""

    kind: str
    label: str
    count: int
    all_url: str
    all_label: str
    cards: list[Card] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)


@dataclass(frozen=True)
class WordFound:
    """What one word, or some that mean something together, would find alone."""

    label: str
    url: str
    counts: str


class NetworksOfSite(Browsing):
    """The networks that a search of the whole site finds: the best, without filters."""

    per_page = BEST_NETWORKS

    def __init__(self, parameters: QueryDict, frame: Frame, pages: PageSearch) -> None:
        super().__init__(parameters, frame)
        self._pages = pages

    def known_elsewhere(self) -> Collection[str]:
        typed = content_words(self.words)[:MOST_WORDS]
        self._pages.ask(typed, keys_of_meanings(typed, self.values.vocabulary))
        return self._pages.known()


class SiteSearch:
    """What an address asks of the whole site: `?q=&literal=&kind=&page=`."""

    def __init__(self, parameters: QueryDict, frame: Frame) -> None:
        self.frame = frame
        asked = QueryDict(mutable=True)
        for name in ("q", "literal"):
            asked[name] = parameters.get(name, "")
        self.pages = PageSearch(frame.language_code)
        self.browsing = NetworksOfSite(asked, frame, self.pages)
        kind = parameters.get("kind", "")
        self.kind = PageKind(kind) if kind in PageKind.values else None
        self._number = parameters.get("page", "1")

    @property
    def words(self) -> str:
        return self.browsing.words

    # What is understood

    @cached_property
    def _slips(self) -> tuple[dict[str, str], dict[str, str]]:
        """({word: what it was taken for}, {word: what is only offered}), of words that no network knows."""
        unknown = self.browsing.search.unknown
        strangers = [word for word in unknown if word not in self.pages.known()]
        near = self.pages.near(strangers) if strangers else {}
        taken, offered = dict[str, str](), dict[str, str]()
        for word in strangers:
            meant, is_slip = nearest(word, near), not is_word(word)
            if meant and is_slip and not self.browsing.asked.literal:
                taken[word] = meant
            elif meant and (is_slip or is_another(word, meant)):
                offered[word] = meant
        if taken:
            self.pages.ask(taken.values())
        return taken, offered

    @cached_property
    def _corrected(self) -> dict[str, str]:
        corrections = dict(self.browsing.search.corrections)
        self.pages.ask(corrections.values(), keys_of_meanings(list(corrections.values()), self._vocabulary))
        return corrections | self._slips[0]

    @property
    def _vocabulary(self) -> Vocabulary:
        return self.browsing.values.vocabulary

    @cached_property
    def understood(self) -> list[str]:
        """The words that are searched for: those typed, or what they were taken for."""
        typed = content_words(self.words)[:MOST_WORDS]
        return list(dict.fromkeys(self._corrected.get(word, word) for word in typed))

    @property
    def corrected_text(self) -> str:
        """What was searched for instead of what was typed; "" where nothing was corrected."""
        words = self.browsing.search.text.split()
        return " ".join(self._corrected.get(word, word) for word in words) if self._corrected else ""

    @cached_property
    def _only_of_pages(self) -> list[str]:
        """Words that pages know and no network does."""
        taken = self._slips[0]
        words = [taken.get(word, word) for word in self.browsing.search.unknown]
        return [word for word in words if word in self.pages.known()]

    @cached_property
    def unknown(self) -> list[str]:
        """Words that nothing here knows, in any spelling: they are left out."""
        unknown = [word for word in self.browsing.search.unknown if word not in self._slips[0]]
        return [word for word in unknown if word not in self.pages.known()]

    @property
    def unknown_as_written(self) -> list[str]:
        return as_written(self.unknown, self.words)

    @property
    def left_out(self) -> list[str]:
        """Words beyond the most that are searched for."""
        return as_written(self.browsing.search.left_out, self.words)

    @property
    def offers(self) -> list[tuple[str, str]]:
        """(words, address) of what may have been meant instead."""
        words, offered = self.browsing.search.text.split(), self._slips[1]
        texts = [" ".join(offered.get(word, word) for word in words)] if offered else []
        texts += [text for text, _url in self.browsing.offers if not self.is_found or text not in texts]
        return [(text, self.browsing.url_with(q=text)) for text in dict.fromkeys(texts)]

    # What is found

    @cached_property
    def _strictly(self) -> tuple[int, list[Hit]]:
        """(how many networks, pages) that meet all the words that are known anywhere."""
        words = [word for word in self.understood if word not in self.unknown]
        networks = 0 if self._only_of_pages else self.browsing.count
        return networks, self.pages.having(words)

    @property
    def is_found(self) -> bool:
        """Whether something has all the words."""
        return any(self._strictly)

    @cached_property
    def _found(self) -> tuple[int, list[Hit]]:
        """The same; where there is nothing, what meets some of the words."""
        if self.is_found:
            return self._strictly
        return self.browsing.count, self.pages.having_most(self.understood)

    @property
    def count(self) -> int:
        """How many results there are: of all kinds, or of the one that was asked for."""
        networks, hits = self._found
        return len(self._of_kind(self.kind)) if self.kind else networks + len(hits)

    def _of_kind(self, kind: PageKind) -> list[Hit]:
        return [hit for hit in self._found[1] if hit.kind == kind]

    @cached_property
    def groups(self) -> list[Group]:
        """What is found, by kind, the best of each; a kind one of which is called so comes first."""
        found = {kind: self._of_kind(kind) for kind in PageKind}
        best = [hit for hits in found.values() for hit in hits[:BEST_PAGES]]
        results = self._results(best)
        groups = [self._networks] if self._found[0] else []
        groups += [
            Group(
                kind,
                kind.several,
                len(hits),
                self._url_of(kind) if len(hits) > BEST_PAGES else "",
                _("See all of them: %(all)s") % {"all": kind.counted(len(hits))},
                results=[result for result in results if result.kind == kind],
            )
            for kind, hits in found.items()
            if hits
        ]
        named = set() if self.browsing.search.named else {hit.kind for hit in best if hit.is_named}
        last = NETWORKS if self.browsing.search.is_open_only else ""  # what has the words comes before
        return sorted(groups, key=lambda group: (group.kind not in named, group.kind == last))

    @property
    def _networks(self) -> Group:
        query = self.browsing.asked.query()
        return Group(
            NETWORKS,
            _("Networks"),
            self._found[0],
            f"{self.directory_url}{query}" if self.directory_url else "",
            _("See them in the directory, with filters: %(all)s") % {"all": counted(self._found[0])},
            cards=self.browsing.cards,
        )

    def _results(self, hits: list[Hit]) -> list[Result]:
        """Pages as the list shows them, with the reason where it is a field that no word of theirs says."""
        return [result.because(self._reason(result)) for result in self.pages.results(hits, self.frame)]

    def _reason(self, result: Result) -> str:
        for word in result.unsaid:
            for meaning in self._vocabulary.longest([word])[1]:
                if meaning.kind == "field":
                    names = self.browsing.values.field_names[meaning.value]
                    return _("Field of activity: %(field)s") % {
                        "field": name_in(names, self.frame.language_code)
                    }
        return ""

    # One kind alone, all of it

    @cached_property
    def page(self) -> Page[Hit]:
        return Paginator(self._of_kind(self.kind) if self.kind else [], PER_PAGE).get_page(self._number)

    @cached_property
    def results(self) -> list[Result]:
        """The pages of the kind that was asked for, those of this page of the list."""
        return self._results(list(self.page))

    def _url_of(self, kind: PageKind) -> str:
        query = QueryDict(mutable=True)
        query["q"], query["kind"] = self.words, kind.value
        if self.browsing.asked.literally:
            query["literal"] = "yes"
        return f"?{query.urlencode()}"

    @property
    def all_kinds_url(self) -> str:
        return self.browsing.asked.query()

    # Nothing found

    @cached_property
    def each_word(self) -> list[WordFound]:
        """What each word alone would find, where there are several."""
        terms = self.browsing.search.terms
        found = [self._alone(term) for term in terms] if len(terms) > 1 else []
        return [word for word in found if word.counts]

    def _alone(self, term: Term) -> WordFound:
        words = [self._slips[0].get(word, word) for word in term.typed.split()]
        self.pages.ask(words, keys_of_meanings(words, self._vocabulary))
        hits, label = self.pages.having(words), " ".join(as_written(words, self.words))
        networks = self.browsing.found.count_of(term)
        counts = [counted(networks)] if networks else []
        for kind in PageKind:
            if of_kind := sum(hit.kind == kind for hit in hits):
                counts.append(kind.counted(of_kind))
        return WordFound(label, self.browsing.url_with(q=label), joined(counts) if counts else "")

    @cached_property
    def directory_url(self) -> str:
        """The directory in the reader's language, "" where it is not to be seen."""
        directory = directory_of(self.frame)
        return directory.url if directory else ""

    @property
    def is_asked_first(self) -> bool:
        """Whether the words are asked and nothing else: not one kind of what they find."""
        return bool(self.words) and not self.kind

    @property
    def outcome(self) -> SearchOutcome:
        """What became of the search, to be counted."""
        networks, hits = self._strictly
        offers = [text for text, _url in self.offers]
        refused = self.browsing.asked.literal and bool(offers)
        return SearchOutcome(
            self.words,
            self.frame.language_code,
            networks + len(hits),
            unknown=self.unknown,
            corrected=list(self._corrected),
            corrected_to=offers[0] if refused else self.corrected_text,
            refused=refused,
        )


def directory_of(frame: Frame) -> Any:
    """The directory in the reader's language as the menu has it, None where no menu leads to it."""
    kind = ContentType.objects.get_for_model(NetworksDirectoryPage).pk
    return next((page for page in frame.surroundings.menu if page.content_type_id == kind), None)


def counted(networks: int) -> str:
    """So many networks, in words."""
    words = ngettext("%(count)s network", "%(count)s networks", networks)
    return words % {"count": number(networks)}
