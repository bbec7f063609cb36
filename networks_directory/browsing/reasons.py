"""Why a network was found, where its card does not show it: the field, the country, the other name."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from core.countries import country_name
from core.languages import language_name
from core.search_words import content_words, keys

from .cards import Card
from .search import Search
from .understanding import Term
from .vocabulary import Meaning


def reason_of(card: Card, search: Search) -> tuple[str, ...]:
    """The reason in one line, ("Law; serves the whole world",), or () where the card says it itself."""
    found = [reason for term in search.narrowing for reason in _reasons(card, search, term)]
    if card.other_name:
        found.append(_("also called “%(name)s”") % {"name": card.other_name})
    line = _("; ").join(dict.fromkeys(found))
    return (line[:1].upper() + line[1:],) if line else ()


def _reasons(card: Card, search: Search, term: Term) -> Iterator[str]:
    bit = 1 << card.number
    if search.by_text(term) & bit and not term.values("field"):
        return  # the card marks or quotes its words
    if search.in_field(term) & bit:
        yield from _words_of_fields(card, search, term)
    elif search.by_field(term) & bit:
        yield _("open to every field")
    if search.by_name_of_country(term) & bit:
        shown = {tag.code for tag in [*card.based_in, *card.serves]}
        served = [code for code in search.countries(term) if search.known.bitmaps["country", code] & bit]
        if not shown.intersection(served):
            yield _("serves: %(country)s") % {"country": country_name(served[0])}
    elif search.by_country(term) & bit:
        yield _("serves the whole world")
    for code in term.values("language"):
        if search.known.bitmaps["language", code] & bit:
            yield _("works in: %(language)s") % {"language": language_name(code)}


def _words_of_fields(card: Card, search: Search, term: Term) -> Iterator[str]:
    """The first field of a card that has the term among its words, with that word.

    The card shows and marks the field: its name alone, in whichever language, would say nothing more.
    """
    for tag in card.fields:
        word = search.known.vocabulary.written(term.typed, Meaning("field", tag.code))
        if word and not _says(tag.label, term):
            yield _("%(what)s: “%(word)s”") % {"what": tag.label, "word": word}
            return


def _says(label: str, term: Term) -> bool:
    """Whether a label has a word of the term, in some form of it."""
    said = {key for word in content_words(label) for key in keys(word)}
    return any(not said.isdisjoint(keys(word)) for word in term.typed.split())
