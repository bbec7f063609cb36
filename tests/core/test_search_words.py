"""Two forms of a word are known for one, in any language; what carries no meaning is told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dictionaries import is_word
from core.search_text import marked_pieces, normalise
from core.search_words import FUNCTION_WORDS, LONGEST_STEMMED, content_words, keys

pytestmark = pytest.mark.any_database


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("médecin", "médecins"), ("avocat", "Avocates"), ("infirmière", "infirmier"),
        ("chercheuses", "chercheur"), ("directrice", "directeurs"), ("étudiants", "étudiante"),
        ("doctors", "doctor"), ("lawyers", "lawyer"), ("universities", "university"),
        ("والصحة", "صحة"), ("بالمهندسين", "مهندس"), ("المحامون", "محامي"), ("للأطباء", "أطباء"),
        ("وبالصحة", "الصحة"), ("طبيبة", "الطبيب"), ("Muenchen", "München"), ("Munchen", "München"),
        ("Koebenhavn", "København"), ("Aarhus", "Århus"), ("St", "Saint"),
        ("Ste", "Saint"), ("cœur", "coeur"),
    ],
)  # fmt: skip
def test_forms_of_a_word_share_a_key(one, other):
    assert keys(normalise(one)) & keys(normalise(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("stages", "Arabie"),
        ("droit", "médecin"),
        ("Inde", "indépendant"),
        ("كندا", "بلجيكا"),
        ("صحة", "صحافة"),
    ],
)
def test_different_words_share_none(one, other):
    assert not keys(normalise(one)) & keys(normalise(other))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("d’Allemagne", ["allemagne"]),
        ("l'avocat qu'il cherche", ["avocat"]),
        ("Je cherche un médecin d'Allemagne", ["medecin", "allemagne"]),
        ("I am looking for the lawyers in Morocco's embassy", ["lawyers", "morocco", "embassy"]),
        ("أبحث عن طبيب في ألمانيا", ["طبيب", "المانيا"]),
        ("D.M.K.", ["dmk"]),
        ("U.S.A. and D.M.K", ["usa", "dmk"]),
        ("the", ["the"]),  # where nothing else is asked
        ("M. Ali", ["ali"]),
        ("", []),
    ],
)
def test_only_words_that_carry_a_meaning_are_asked(text, words):
    assert content_words(text) == words


@pytest.mark.parametrize(
    "spelling", ["compé\u00adtences", "compe\u0301tences", "\u200bcompétences\ufeff", "COMPÉTENCES"]
)
def test_what_is_not_seen_makes_no_difference_and_the_whole_word_is_marked(spelling):
    assert normalise(spelling) == "competences"
    assert ("".join(piece for piece, matches in marked_pieces(spelling, {"competences"}) if matches)).strip()


@given(st.sampled_from(sorted(FUNCTION_WORDS)), st.sampled_from(["médecin", "ألمانيا", "DMK"]))
def test_a_function_word_asks_for_nothing_more(function_word, word):
    assert content_words(f"{function_word} {word}") == content_words(word)


@given(
    st.sampled_from(["و", "ف", "ب", "ل", "ك", "ال", "وال", "بال", "وبال"]),
    st.sampled_from(["صحه", "مهندس", "كندا"]),
)
def test_an_arabic_word_is_found_whatever_is_written_onto_it(proclitic, word):
    assert f"={word}" in keys(proclitic + word)


@pytest.mark.parametrize("letter", ["x", "ص", "ه"])
def test_what_is_too_long_for_a_word_has_no_stems(letter):
    assert {key[0] for key in keys(letter * (LONGEST_STEMMED + 10))} == {"="}


def test_a_word_is_a_word_in_any_language_and_a_misspelling_is_none():
    assert all(map(is_word, ("stages", "etage", "doctors", "محامي", "maladie")))
    assert not any(map(is_word, ("germny", "aeronotique", "alemagne", "tabib")))


@pytest.mark.parametrize(("one", "other"), [("cœur", "cour"), ("œuvre", "ouvre"), ("sœur", "sour")])
def test_a_french_vowel_of_three_letters_is_no_umlaut(one, other):
    assert keys(normalise(one)).isdisjoint(keys(normalise(other)))
