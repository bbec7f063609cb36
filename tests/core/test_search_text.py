"""Two spellings of the same words compare equal."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.search_text import marked_pieces, normalise


@pytest.mark.parametrize(
    ("spelling", "same_as"),
    [
        ("Aéronautique", "aeronautique"),
        ("RÉSEAU  Géographique", "reseau geographique"),
        ("l’étranger", "l etranger"),
        ("ألمانيا", "المانيا"),
        ("إعلام", "اعلام"),
        ("الصحة", "الصحه"),
        ("مستشفى", "مستشفي"),
        ("كَفَاءَات", "كفاءات"),
        ("كفــاءات", "كفاءات"),
        ("straße", "strasse"),
        ("type(s)", "type s"),
        ("\N{FULLWIDTH LATIN CAPITAL LETTER A}tlas", "atlas"),
        ("\N{MATHEMATICAL BOLD CAPITAL A}tlas", "atlas"),
        ("\N{LATIN SMALL LIGATURE FI}nance", "finance"),
        ("\N{ARABIC LETTER TEH MARBUTA FINAL FORM}", "ه"),
    ],
)
def test_spellings_that_readers_take_for_the_same(spelling, same_as):
    assert normalise(spelling) == normalise(same_as)


@pytest.mark.any_database
@pytest.mark.slow
def test_every_character_is_found_however_it_is_composed_and_in_either_case():
    """All of Unicode, as this Python knows it: folding a decomposed text leaves it decomposed."""
    everything = (chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code <= 0xDFFF)
    differ = [
        char
        for char in everything
        if normalise(char) != normalise(unicodedata.normalize("NFKD", char))
        or normalise(char) != normalise(unicodedata.normalize("NFKD", normalise(char)))
    ]
    assert differ == []


@given(st.text())
def test_normalising_twice_changes_nothing_more(text):
    assert normalise(normalise(text)) == normalise(text)


@given(st.text())
def test_nothing_but_words_and_single_spaces_is_left(text):
    result = normalise(text)
    assert result == " ".join(result.split())
    assert "_" not in result


@given(st.text(), st.text())
def test_words_stay_apart(first, second):
    words = [word for text in (first, second) for word in normalise(text).split()]
    assert normalise(f"{first} {second}").split() == words


@pytest.mark.parametrize(
    ("text", "matched", "marked"),
    [
        ("Les Médicales, ici", {"medicales"}, ["Médicales"]),
        ("أَلْمَانِيا الكبرى", {"المانيا"}, ["أَلْمَانِيا"]),
        ("medic medical", {"medical"}, ["medical"]),
        ("l’étranger", {"etranger"}, ["étranger"]),
        ("rien", set(), []),
        ("", {"x"}, []),
    ],
)
def test_matches_are_whole_words_in_any_spelling(text, matched, marked):
    assert [piece for piece, matches in marked_pieces(text, matched) if matches] == marked


@given(st.text(), st.sets(st.text(max_size=5)))
def test_marking_loses_and_adds_nothing(text, matched):
    assert "".join(piece for piece, _matches in marked_pieces(text, matched)) == text
