"""Two spellings of the same words compare equal."""

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
    ],
)
def test_spellings_that_readers_take_for_the_same(spelling, same_as):
    assert normalise(spelling) == normalise(same_as)


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
