"""Where in a listing the words are that a visitor searched for, when its card does not show them."""

from collections.abc import Iterable, Iterator
from typing import Any

from core.one_query import as_list
from core.search_text import marked_pieces


def shows(row: dict[str, Any], matched: frozenset[str]) -> bool:
    """Whether the title, the acronym or the summary of a row has a word that was searched for."""
    return matches(" ".join([row["title"], row["acronym"], row["summary"]]), matched)


def points_in(text: dict[str, Any]) -> Iterator[str]:
    """The objectives and activities of a listing, from a row that has them as the database keeps them."""
    for stream in (text["objectives"], text["activities"]):
        for block in as_list(stream):
            yield from block["value"].values()


def matches(text: str, matched: frozenset[str]) -> bool:
    """Whether one of the words searched for, normalised, is in a text."""
    return any(matches for _piece, matches in marked_pieces(text, matched))


def excerpt(row: dict[str, Any], texts: Iterable[dict[str, Any]], matched: frozenset[str]) -> tuple[str, str]:
    """(text, language) of the first text of a listing with a word that was searched for, or ("", "").

    Its own texts come before those in other languages.
    """
    for text in sorted(texts, key=lambda text: text["page"] != row["page"]):
        for piece in [text["title"], text["summary"], *points_in(text)]:
            if matches(piece, matched):
                return piece, row["words_in"] if text["page"] == row["page"] else text["language"]
    return "", ""
