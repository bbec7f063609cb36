"""The search over the whole site."""

import pytest

from networks_directory.browsing.search import MOST_WORDS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/fr/recherche/?q=competences", "/fr/mobilisation-des-competences/"),
        ("/fr/recherche/?q=CONFIDENTIALITÉ+cookie", None),
        ("/fr/recherche/?q=donnees+personnelles", "/fr/a-propos/donnees-personnelles/"),
        ("/fr/recherche/?q=dmk", "/fr/reseaux/geographiques/dmk/"),
        ("/en/search/?q=allemagne", "/en/networks/geographic/dmk/"),
        ("/en/search/?q=vocational", "/en/mre-academy/"),
        ("/ar/بحث/?q=المانيا", "dmk"),
    ],
)
def test_pages_are_found_by_their_words_in_any_spelling(client, url, expected):
    response = client.get(url)
    assert response.status_code == 200
    found = [result.address for result in response.context["results"]]
    if expected is None:
        assert found == []
    else:
        assert any(expected in address for address in found), found


def test_what_is_searched_stays_in_the_field_and_is_escaped(client):
    response = client.get("/en/search/", {"q": '"><script>alert(1)</script>'})
    assert "<script>alert" not in response.text
    assert "&quot;&gt;&lt;script&gt;" in response.text


@pytest.mark.parametrize(
    "words",
    [
        "type(s)",
        "'; DROP TABLE--",
        "*",
        "a\x00b",
        "x" * 10_000,
        "\u202e",
        "&|!",
        '"',
        "\ufdfa" * 200,
        "\ufdfa " * 100,
    ],
)
def test_hostile_words_find_nothing_and_break_nothing(client, words):
    for url in ("/en/search/", "/fr/recherche/", "/en/networks/", "/en/networks/suggestions/"):
        assert client.get(url, {"q": words}).status_code == 200


def test_a_draft_is_not_found(client, page):
    page("network/dmk").unpublish()
    assert not client.get("/fr/recherche/?q=dmk").context["results"].object_list


def test_an_empty_search_asks_for_words(client):
    assert "Type one or more words" in client.get("/en/search/").text


def test_the_first_words_of_very_many_are_searched_for(client):
    words = " ".join(["dmk"] * 9 + [f"more{n}" for n in range(10)])
    assert not client.get("/fr/recherche/", {"q": words}).context["results"].object_list
    longest = "réseau des compétences marocaines en Allemagne DMK compétences réseau des en"
    found = client.get("/fr/recherche/", {"q": f"{longest} zzzz"}).context
    assert "zzzz" in found["matched"]  # what is said twice counts once
    assert len(client.get("/fr/recherche/", {"q": words}).context["matched"]) == MOST_WORDS
