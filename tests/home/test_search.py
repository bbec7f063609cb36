"""The search over the whole site: networks and pages by one understanding, and never a dead end."""

from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from core.page_search.writing import index_what_is_missing
from home.models import StandardPage
from networks_directory.browsing.search import MOST_WORDS
from networks_directory.models.fields_of_activity import FieldOfActivity
from tests.conftest import LANGUAGES
from tests.factories import StandardPageFactory, opening_page

pytestmark = pytest.mark.django_db
SEARCH = {"fr": "/fr/recherche/", "en": "/en/search/", "ar": "/ar/بحث/"}


def addresses(response):
    """The addresses of what is found, in their order."""
    return [a["href"] for a in soup(response).select(".found .card__title a")]


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def shown(element):
    """The text of an element as it is read, without the marks that keep its direction."""
    return " ".join(element.text.split()).replace("\u2068", "").replace("\u2069", "")


@pytest.fixture
def find(client):
    """find(words, language, **parameters) -> what the search of the site answers."""

    def ask(words, language="en", **parameters):
        response = client.get(SEARCH[language], {"q": words, **parameters})
        assert response.status_code == 200
        return response

    return ask


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/fr/recherche/?q=competences", "/fr/mobilisation-des-competences/"),
        ("/fr/recherche/?q=CONFIDENTIALITÉ+données", "/fr/a-propos/donnees-personnelles/"),
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
    found = addresses(response)
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
    assert addresses(client.get("/fr/recherche/?q=dmk")) == []


def test_an_empty_search_asks_for_words(client):
    assert "Type one or more words" in client.get("/en/search/").text


def test_the_first_words_of_very_many_are_searched_for(find):
    words = [f"zzzz{letter}{letter}" for letter in "abcdefghijklm"]
    assert find(" ".join(words)).context["found"].left_out == words[MOST_WORDS:]
    assert addresses(find(" ".join(["dmk"] * 30)))[0].endswith("/dmk/")  # what is said twice counts once


def test_what_is_found_is_grouped_by_kind_each_with_its_best(find):
    answer = soup(find("réseau", "fr"))
    kinds = {section["id"]: section for section in answer.select("section.found")}
    assert list(kinds) == ["network", "programme", "page"]
    for kind in kinds.values():
        assert len(kind.select(".card__title")) <= 3
        assert kind.mark  # the words are marked in a title or in an excerpt
    assert (
        kinds["network"].select_one(".found__all a")["href"]
        == f"{opening_page('directory').url}?q=r%C3%A9seau"
    )
    number = int(kinds["page"].h2.small.text)
    rest = soup(find("réseau", "fr", kind="page"))
    assert len(rest.select(".results > li")) == number > 3


@pytest.mark.parametrize(
    ("words", "language", "key"),
    [
        ("opportunités", "fr", "programme/mobilisation"),
        ("l’opportunité", "fr", "programme/mobilisation"),
        ("opportunities", "ar", "programme/mobilisation"),  # found in another language, shown in the reader's
        ("والبرنامج", "ar", "programme/mobilisation"),
        ("je cherche une formation en santé", "fr", "module/sante"),
        ("médecin", "en", "module/sante"),  # by its field of activity
        ("accessibilte", "fr", "about/accessibility"),
        ("accessib", "fr", "about/accessibility"),
    ],
)
def test_words_are_understood_among_pages_as_among_networks(find, words, language, key):
    assert opening_page(key, language).url in addresses(find(words, language))


def test_a_page_says_why_it_is_found(find):
    assert "Field of activity: Health" in shown(soup(find("médecin")).select_one("#module"))
    assert "serves the whole world" in shown(soup(find("avocat allemagne")).select_one("#network"))


def test_words_of_the_vocabulary_that_an_editor_adds_find_modules(find):
    health = FieldOfActivity.objects.get(code="health", locale__language_code="fr")
    assert opening_page("module/sante", "fr").url not in addresses(find("zumaquologue", "fr"))
    health.words_people_use = "zumaquologue"
    health.save()
    assert opening_page("module/sante", "fr").url in addresses(find("zumaquologue", "fr"))


def test_a_word_that_pages_have_is_no_slip(find):
    response = find("about/accessibility")
    assert response.context["found"].corrected_text == ""
    answer = soup(find("accessibilte", "fr"))
    assert "Résultats pour « accessibilite »" in shown(answer.select_one(".notice"))
    literally = answer.select_one(".notice a")["href"]
    assert not find("accessibilte", "fr", literal="yes").context["found"].is_found
    assert literally == "?q=accessibilte&literal=yes"


def test_a_word_that_nothing_knows_is_left_out_and_said(find):
    answer = find("allemagne zzzzqqq", "fr")
    assert any("/dmk/" in address for address in addresses(answer))
    assert "zzzzqqq" in shown(soup(answer).select_one(".notice"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_search_in_vain_is_no_dead_end(find, language):
    answer = soup(find("allemagne accessibilité", language))
    each = [shown(row) for row in answer.select("#each-word + ul li")]
    assert [row.split()[0].strip(" :") for row in each] == ["allemagne", "accessibilité"]
    assert answer.select_one(f'a[href^="{opening_page("directory", language).url}"][href*="country=DE"]')
    proposal = next(a["href"] for a in answer.select(".propose a"))
    assert "title=allemagne+accessibilit%C3%A9" in proposal
    assert "country=DE" in proposal
    assert answer.select_one(".contact-panel")


def test_where_nothing_has_a_word_the_nearest_that_is_known_is_offered(find, client, page):
    assert "private" in shown(soup(find("privacy")).select_one(".notice a"))
    literally = soup(client.get(page("directory", "fr").url, {"q": "aeronotique", "literal": "yes"}))
    assert "aeronautique" in shown(literally.select_one(".notice a"))


def test_the_directory_shows_the_same_words_elsewhere(client, page):
    answer = soup(client.get(page("directory", "fr").url, {"q": "opportunités"}))
    assert opening_page("programme/mobilisation").url in [a["href"] for a in answer.select(".result a")]
    assert answer.select_one(".contact-panel")
    assert answer.select_one(".propose a")
    form = soup(client.get(answer.select_one(".propose a")["href"]))
    assert form.select_one("#id_title")["value"] == "opportunités"


@pytest.mark.parametrize("words", ["how do I join taxi", "taxi", "stages"])
def test_a_short_word_that_is_a_word_is_offered_no_other(find, words):
    assert find(words).context["found"].offers == []


@pytest.mark.parametrize(
    ("language", "words", "key"),
    [("fr", "contact", "contact"), ("fr", "contacter", "contact"), ("en", "about", "about")],
)
def test_a_page_is_found_by_its_name_though_people_ask_with_that_word(find, language, words, key):
    page = opening_page(key, language)
    assert page.url in [a["href"] for a in soup(find(words, language)).select(".result a")]


def test_the_line_under_a_link_ends_with_its_words(find, client, page):
    directory = client.get(page("directory", "fr").url, {"q": "ministère"})
    for answer in (find("ministère", "fr"), directory):
        arrows = soup(answer).select(".found__all a .icon")
        assert arrows
        for arrow in arrows:
            assert arrow.previous_sibling == arrow.previous_sibling.rstrip()


def test_what_has_the_words_comes_before_networks_that_are_open_to_all(find):
    FieldOfActivity.objects.filter(code="education").update(words_people_use="enseignement")
    kinds = [section["id"] for section in soup(find("enseignement", "fr")).select("section.found")]
    assert kinds == ["page", "network"]


def test_a_kind_that_is_called_so_comes_first(find):
    assert soup(find("santé", "fr")).select_one("section.found")["id"] == "module"
    assert soup(find("dmk", "fr")).select_one("section.found")["id"] == "network"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_boxes_of_home_page_and_header_ask_the_whole_site(client, language):
    answer = soup(client.get(opening_page("home", language).url))
    asked = {unquote(form["action"]) for form in answer.select('form[role="search"]')}
    assert asked == {SEARCH[language]}
    assert (
        unquote(answer.select_one("[data-suggestions]")["data-suggestions"])
        == SEARCH[language] + "suggestions/"
    )
    assert soup(client.get(opening_page("contact", language).url)).select_one('header form[role="search"]')


def test_pages_are_suggested_beside_networks(client):
    labels = [(row["label"], row["kind"]) for row in client.get(
        "/fr/recherche/suggestions/", {"q": "mobil"}
    ).json()["suggestions"]]  # fmt: skip
    assert ("Mobilisation des compétences", "Programme") in labels
    assert any(row["kind"].startswith("Réseau") for row in client.get(
        "/fr/recherche/suggestions/", {"q": "dmk"}
    ).json()["suggestions"])  # fmt: skip


def test_a_page_is_found_by_what_it_says_now(find, publish):
    page = opening_page("about")
    page.summary = "Tout sur le zumaquier"
    publish(page)
    assert addresses(find("zumaquiers", "fr")) == [page.url]
    page.refresh_from_db()
    page.summary = "Autre chose"
    publish(page)
    assert addresses(find("zumaquiers", "fr")) == []


def test_what_an_original_no_longer_says_is_found_and_shown_in_no_language(find, publish):
    page = StandardPageFactory(parent=opening_page("about"), title="Le zumaquier de Karim Quidam")
    publish(page)
    assert all("Quidam" in find("zumaquier", language).text for language in LANGUAGES)
    page.refresh_from_db()
    page.title = "Autre chose"
    publish(page)
    for language in LANGUAGES:
        assert "Quidam" not in find("zumaquier", language).text, language


def test_tables_of_another_day_are_not_indexed(find):
    """Of a `migrate` that stops half way, or goes back, what follows it touches nothing."""
    page = opening_page("about/accessibility")
    StandardPage.objects.get(pk=page.pk).page_search.delete()
    MigrationRecorder(connection).record_unapplied("page_search", "0001_page_index")
    index_what_is_missing(using="default")
    assert page.url not in addresses(find("accessibilité", "fr"))


def test_what_an_earlier_release_has_not_indexed_is_indexed_by_migrate(find):
    page = opening_page("about/accessibility")
    StandardPage.objects.get(pk=page.pk).page_search.delete()
    assert page.url not in addresses(find("accessibilité", "fr"))
    index_what_is_missing(using="default")
    assert page.url in addresses(find("accessibilité", "fr"))
