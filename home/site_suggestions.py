"""What is suggested while one types into a box of the whole site: what the directory suggests, and pages."""

from core.frame import Frame
from core.page_search.finding import PageSearch
from core.search_words import content_words
from networks_directory.browsing.asked import LONGEST_QUERY
from networks_directory.browsing.search import MOST_WORDS
from networks_directory.browsing.suggestions import SHORTEST, suggestions

from .site_search import directory_of

PAGES = 3


def site_suggestions(text: str, frame: Frame) -> list[dict[str, str]]:
    """What the directory suggests, and the best pages, as [{"label", "kind", "url"}]."""
    directory = directory_of(frame)
    found = suggestions(text, Frame(frame.request, frame.surroundings, directory)) if directory else []
    words = content_words(text[:LONGEST_QUERY])[:MOST_WORDS]
    if len("".join(words)) < SHORTEST:
        return found
    pages = PageSearch(frame.language_code)
    pages.ask(words, typing=words[-1])
    best = pages.results(pages.having(words)[:PAGES], frame)
    return found + [{"label": page.title, "kind": page.kind_label, "url": page.url} for page in best]
