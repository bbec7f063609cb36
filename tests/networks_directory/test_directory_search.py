"""A word in any language and spelling finds the network, whatever language the site is read in."""

import pytest
from bs4 import BeautifulSoup

from core.search_words import keys
from networks_directory.browsing import search
from networks_directory.models.listing_facts import NetworkName
from networks_directory.models.listing_index import SearchWord
from tests.conftest import LANGUAGES
from tests.factories import GeographicNetworkPageFactory

pytestmark = pytest.mark.django_db


def shown(element):
    """The text of an element as it is read, without the marks that keep its direction."""
    return " ".join(element.text.split()).replace("\u2068", "").replace("\u2069", "")


@pytest.fixture
def find(client, page):
    """find(words, language) -> the networks found, by acronym or slug of the source, in order."""

    def ask(words, language="en"):
        response = client.get(page("directory", language).url, {"q": words})
        assert response.status_code == 200
        return [n.acronym or n.url.split("/")[-2] for n in response.context["browsing"].cards]

    return ask


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "words",
    [
        "Allemagne", "germany", "المانيا", "ألمانيا", "dmk", "DMK", "ALLEMAGNE", "allemàgne", "أَلْمَانِيَا",
        "ألمـــانيا", "alemagne", "germny", "gremany", "allemag", "réseau allemagne", "network germany",
        "D.M.K.", "d’Allemagne", "بألمانيا", "Germany's", "Deutschland", "allemands", "الألمانية",
    ],
)  # fmt: skip
def test_dmk_is_found_first(find, words, language):
    assert find(words, language)[0] == "DMK"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("words", "acronym"),
    [
        ("aéronau", "AEROMAC-Experts"),
        ("medicales", "C3M"),
        ("executives", "ACOMS"),
        ("الصحه", "C3M"),
        ("aeromac-experts", "AEROMAC-Experts"),
    ],
)
def test_beginnings_other_languages_and_letter_variants_find(find, words, acronym, language):
    assert acronym in find(words, language)


@pytest.mark.parametrize("words", ["zzzzzz", "!?", "()", "'"])
def test_words_that_no_listing_has_find_nothing(find, words):
    assert find(words) == []


def test_an_exact_acronym_comes_first_then_an_exact_title(client, find, page):
    parent = page("family/geographic", "en")
    for title, acronym in (("A network with dmk inside", ""), ("Dmk", "XY"), ("About others", "")):
        network = GeographicNetworkPageFactory(
            title=title, acronym=acronym, parent=parent, locale=parent.locale
        )
        if title == "About others":
            network.other_names = [NetworkName(name="DMK friends", language="en")]
            network.save()
    names = find("dmk")
    assert set(names[:2]) == {"DMK", "XY"}
    assert len(names) == 4
    assert "Also called “DMK friends”" in client.get(page("directory", "en").url, {"q": "dmk"}).text


def test_a_corrected_word_is_said(client, page):
    url = page("directory", "en").url
    response = client.get(url, {"q": "alemagne"})
    soup = BeautifulSoup(response.content, "html.parser")
    notice = soup.select_one("#results .notice")
    assert "Results for “allemagne”." in shown(notice)
    assert "Search instead for “alemagne”" in shown(notice.a)
    literally = client.get(url + notice.a["href"])
    assert literally.context["browsing"].count == 0
    assert "Did you mean: allemagne" in shown(BeautifulSoup(literally.content, "html.parser"))


def test_what_is_searched_literally_stays_so_while_filters_change(client, page):
    url = page("directory", "en").url
    form = "#filters form input[name=literal]"
    literally = BeautifulSoup(client.get(url, {"q": "alemagne", "literal": "yes"}).content, "html.parser")
    assert [field["value"] for field in literally.select(form)] == ["yes"]
    assert not BeautifulSoup(client.get(url, {"q": "alemagne"}).content, "html.parser").select(form)


def test_a_beginning_of_many_words_costs_no_more_than_that_of_few(client, page):
    url = page("directory", "en").url
    client.get(url, {"q": "germny"})  # what a process asks once, it has now
    SearchWord.objects.bulk_create(SearchWord(word=f"con{n:04}xyz", networks=1) for n in range(2_000))
    keys.cache_clear()
    assert client.get(url, {"q": "con"}).status_code == 200
    assert keys.cache_info().misses < 300


def test_matches_are_marked_where_they_show(client, page):
    soup = BeautifulSoup(client.get(page("directory", "fr").url, {"q": "médicale"}).content, "html.parser")
    assert [mark.text for mark in soup.select(".card mark")] == ["Médicales"]
    soup = BeautifulSoup(client.get(page("directory", "en").url, {"q": "Allemagne"}).content, "html.parser")
    assert [mark.text for mark in soup.select(".card mark")] == ["Germany"]


def test_a_match_inside_the_listing_is_quoted(client, page, publish):
    dmk = page("network/dmk")
    dmk.objectives = [("point", {"heading": "", "text": "Accompagner les étudiants en <physique>."})]
    publish(dmk)
    response = client.get(page("directory", "fr").url, {"q": "physique"})
    assert "étudiants en &lt;<mark>physique</mark>&gt;." in response.text


def test_a_word_beyond_the_most_that_are_searched_is_left_out_and_said(client, page):
    words = " ".join(["germany"] + [f"moroccan{'x' * n}" for n in range(1, 12)])
    text = client.get(page("directory", "en").url, {"q": words}).text
    assert "This means nothing here and was left out" in text


def test_a_word_of_most_listings_narrows_nothing_among_very_many(client, page, monkeypatch):
    monkeypatch.setattr(search, "MANY_NETWORKS", 5)
    url = page("directory", "fr").url
    response = client.get(url, {"q": "competences"})
    assert "compétences" not in response.context["browsing"].search.unknown
    assert response.context["browsing"].count == 9
    assert "La plupart des fiches contiennent ce mot," in response.text
    assert client.get(url, {"q": "competences allemagne"}).context["browsing"].count == 4


@pytest.mark.parametrize(
    "words",
    [
        "type(s)", "'; DROP TABLE networks--", "*", "a\x00b", "x" * 10_000, "\u202egermany",
        "&|!", '"', "and or not near", "NEAR(a b)", "^germany", "ger*", "{a b}", "col:germany", "-germany",
        "%", "_", "\\", "a" * 61, "١٢٣", "😀", "\ud83d", "<mark>",
        "\ufdfa" * 200, "\ufdfa " * 100,
    ],
)  # fmt: skip
def test_hostile_words_break_nothing(client, page, words):
    for language in LANGUAGES:
        for key in ("directory", "family/geographic"):
            url = page(key, language).url
            assert client.get(url, {"q": words.encode("utf-8", "replace")}).status_code == 200
        url = page("directory", language).url + "suggestions/"
        assert client.get(url, {"q": words.encode("utf-8", "replace")}).status_code == 200


def test_hostile_parameters_break_nothing(client, page):
    url = page("directory", "en").url
    values = "&".join(f"country=X{n}&field=f{n}&city=c{n}&status=s{n}" for n in range(500))
    for query in (
        values,
        "country=%00&field=%00&city=%00&q=%00&page=%00&sort=%00",
        "country=" + "A" * 10_000,
        "page=-1",
        "page=99999999999999999999999999",
        "page=1e9",
        "city=%25-de&country=%25%25",
        "city=' OR 1=1--",
        "country[]=DE&country[$ne]=1",
        "field=%E2%80%AEhtlaeh",
        "field=(.*)%2B%24",
        "family=geographic&" + "&".join(["country=DE"] * 500),
    ):
        response = client.get(f"{url}?{query}")
        assert response.status_code == 200, query
        assert len(response.content) < 150_000, query


def test_search_and_filters_take_few_queries(client, page, django_assert_max_num_queries):
    url = page("directory", "en").url
    client.get(f"{url}?q=germny")  # what a process asks once, it has now
    for query in (
        "?q=germny network&country=DE&family=geographic&sort=relevance&status=unknown",
        "?country=DE&country=FR&city=koln-de&field=health&modules=yes",
    ):
        with django_assert_max_num_queries(12):
            client.get(url + query)


def test_another_search_backend_takes_over_by_settings_alone(find, settings):
    """As OpenSearch or Elasticsearch would: the vocabulary in front of the backend stays the same."""
    settings.WAGTAILSEARCH_BACKENDS = {
        "default": {"BACKEND": "modelsearch.backends.database.fallback", "AUTO_UPDATE": False}
    }
    assert find("alemagne")[0] == "DMK"
    assert find("aéronau") == ["AEROMAC-Experts"]


def test_a_backend_without_a_database_is_asked_for_its_results(find, monkeypatch):
    from wagtail.search.backends import get_search_backend

    results = type(get_search_backend()).results_class
    assert hasattr(results, "get_queryset")
    queryset = results.get_queryset
    monkeypatch.setattr(results, "_do_search", lambda self: list(queryset(self)))
    monkeypatch.delattr(results, "get_queryset")
    assert find("germany")[0] == "DMK"


def test_an_exact_name_comes_first_among_very_many_too(client, page, monkeypatch):
    from networks_directory.browsing import results

    monkeypatch.setattr(results, "FEW_NETWORKS", 2)
    monkeypatch.setattr(search, "FEW_NETWORKS", 2)
    monkeypatch.setattr(results, "PER_PAGE", 3)
    url = page("directory", "en").url
    parent = page("family/geographic", "en")
    for title in ("Alpha of abroad", "Beta of abroad", "Abroad", "Gamma of abroad", "Delta of abroad"):
        GeographicNetworkPageFactory(title=title, parent=parent, locale=parent.locale)
    shown = []
    for number in (1, 2, 3):
        response = client.get(url, {"q": "abroad", "page": number})
        shown += [network.title for network in response.context["browsing"].cards]
    assert shown[0] == "Abroad"
    assert len(shown) == len(set(shown)) == 7
    assert shown[1:] == sorted(shown[1:])
