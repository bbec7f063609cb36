"""The directory lists what an address asks for; the address is the whole state."""

import re

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.blocks import PointsStreamBlock
from networks_directory.models.fields_of_activity import FieldOfActivity
from networks_directory.models.listing_facts import NetworkCity, NetworkCountry, NetworkLanguage
from networks_directory.models.networks import NetworkPage
from tests.factories import GeographicNetworkPageFactory, ThematicNetworkPageFactory

pytestmark = pytest.mark.django_db

ALL = {"DMK", "AMCN", "ACOMS", "canada", "france", "C3M", "AEROMAC-Experts", "journalists", "lawyers"}
WORLDWIDE = {"C3M", "journalists", "lawyers"}


def found(response):
    return [network.acronym or network.url.split("/")[-2] for network in response.context["browsing"].cards]


def choices(response, name):
    """{value: (count, disabled, checked)} of a filter as the page shows it."""
    soup = BeautifulSoup(response.content, "html.parser")
    return {
        box["value"]: (
            int(box.find_parent("label").select_one(".choice__count").text),
            box.has_attr("disabled"),
            box.has_attr("checked"),
        )
        for box in soup.select(f'#filters input[name="{name}"]')
    }


@pytest.fixture
def directory(client, page):
    """Asks the English directory: directory("?country=DE")."""
    url = page("directory", "en").url
    return lambda query="": client.get(url + query)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ALL),
        ("?country=DE", {"DMK"} | WORLDWIDE),
        ("?country=de", {"DMK"} | WORLDWIDE),
        ("?country=DE&country=FR", {"DMK", "france"} | WORLDWIDE),
        ("?field=health", {"C3M"}),
        ("?field=health&field=law", {"C3M", "lawyers"}),
        ("?field=several&country=DE", {"DMK"}),
        ("?country=CA&field=aeronautics", {"AEROMAC-Experts"}),
        ("?family=geographic&country=CA", {"canada"}),
        ("?family=geographic&country=JP", set()),
        ("?status=unknown", ALL),
        ("?modules=yes", {"C3M", "AMCN", "ACOMS", "DMK", "AEROMAC-Experts"}),
        ("?field=automotive", set()),
    ],
)
def test_values_of_one_filter_are_alternatives_and_filters_add_up(directory, query, expected):
    assert set(found(directory(query))) == expected


def test_language_and_city_are_filters_where_a_listing_has_them(directory, page):
    GeographicNetworkPageFactory(
        title="Netz",
        parent=page("family/geographic", "en"),
        locale=page("home", "en").locale,
        countries=[NetworkCountry(country="DE")],
        languages=[NetworkLanguage(language="de")],
        cities=[NetworkCity(name="Köln", country="DE")],
    )
    assert len(found(directory("?language=de"))) == 1
    assert choices(directory(), "city") == {"koln-de": (1, False, False)}
    assert choices(directory("?country=FR"), "city") == {}
    response = directory("?country=DE")
    assert choices(response, "city") == {"koln-de": (1, False, False)}
    assert "Köln" in response.text
    assert len(found(directory("?city=koln-de"))) == 1


def test_every_choice_says_how_many_it_would_leave(directory):
    """The count beside a choice is the number of networks listed once it is chosen too."""
    for start in ("", "?country=DE", "?field=health", "?family=thematic&country=CA", "?q=competencies"):
        for name in ("family", "country", "field", "modules"):
            for value, (count, _disabled, checked) in choices(directory(start), name).items():
                if checked or f"{name}=" in start:
                    continue  # another value of the same filter adds to it instead
                query = f"{start}{'&' if start else '?'}{name}={value}"
                assert directory(query).context["browsing"].count == count, query


def order_of(response, name):
    """The values of a filter: those seen at once, those folded away."""
    soup = BeautifulSoup(response.content, "html.parser")
    boxes = soup.select(f'#filters input[name="{name}"]')
    folded = [box["value"] for box in boxes if box.find_parent("details")]
    return [box["value"] for box in boxes if box["value"] not in folded], folded


def test_choices_stay_in_their_order_when_one_is_ticked(directory):
    for name in ("family", "country", "field"):
        usual = order_of(directory(), name)
        for value in usual[0]:
            assert order_of(directory(f"?{name}={value}"), name) == usual, value
    names = {field.code: field.name for field in FieldOfActivity.objects.filter(locale__language_code="en")}
    names["several"] = "Several fields"
    for query in ("", "?country=DE", "?family=thematic&country=CA"):
        for group in order_of(directory(query), "field"):
            assert group == sorted(group, key=names.get), query


def test_choices_that_leave_nothing_are_folded_away_unless_they_are_chosen(directory):
    at_once, folded = order_of(directory(), "field")
    counts = choices(directory(), "field")
    assert at_once
    assert all(counts[value][0] for value in at_once)
    assert all(not counts[value][0] for value in folded)
    response = directory("?family=geographic&field=health")
    assert "health" in order_of(response, "field")[0]
    assert choices(response, "field")["health"] == (0, False, True)


def test_a_ticked_choice_that_is_folded_away_is_seen(directory, page):
    parent = page("family/geographic", "en")
    for code in ("AT", "BE", "BR", "CN", "DK", "EG", "ES", "FI", "GB", "IT"):
        GeographicNetworkPageFactory(
            parent=parent, locale=parent.locale, countries=[NetworkCountry(country=code)]
        )
    _at_once, folded = order_of(directory(), "country")
    asked = BeautifulSoup(directory(f"?country={folded[-1]}").content, "html.parser")
    assert asked.select_one("#more-country").has_attr("open")
    assert not BeautifulSoup(directory().content, "html.parser").select_one("#more-country").has_attr("open")
    assert order_of(directory(f"?country={folded[-1]}"), "country")[1] == folded


def test_the_filter_of_the_status_is_there_where_it_would_separate_something(directory, page):
    assert choices(directory(), "status") == {}
    parent = page("family/geographic", "en")
    for title, status in (("Réseau clos", "closed"), ("Réseau belge", "unknown")):
        GeographicNetworkPageFactory(title=title, status=status, parent=parent, locale=parent.locale)
    shown = choices(directory("?family=geographic&country=BE"), "status")
    assert {value: count for value, (count, _disabled, _checked) in shown.items() if count} == {
        "unknown": 1, "closed": 1,
    }  # fmt: skip
    assert choices(directory("?field=health"), "status") == {}  # all of them are "not known"
    assert choices(directory("?q=clos"), "status")["closed"][0] == 1  # nothing else is found
    assert choices(directory("?q=Réseau clos"), "status") == {}  # it is all that is found
    assert choices(directory("?country=BE&status=closed"), "status")["closed"] == (1, False, True)


def test_choices_without_networks_come_last_and_cannot_be_chosen(directory):
    shown = list(choices(directory("?family=geographic"), "field").values())
    counts = [count for count, _disabled, _checked in shown]
    assert counts == sorted(counts, reverse=True)
    assert all(disabled == (count == 0) for count, disabled, _checked in shown)


def test_a_chosen_value_stays_removable_when_it_leaves_nothing(directory):
    response = directory("?family=geographic&field=health")
    assert choices(response, "field")["health"] == (0, False, True)


def test_what_is_asked_is_a_sentence_with_removable_parts(directory):
    soup = BeautifulSoup(directory("?country=DE&country=FR&field=law&q=lawyers").content, "html.parser")
    parts = {link.bdi.text: link["href"] for link in soup.select(".asked__value")}
    assert set(parts) == {"lawyers", "Germany", "France", "Law"}
    assert parts["Germany"] == "?q=lawyers&country=FR&field=law"
    assert parts["lawyers"] == "?country=DE&country=FR&field=law"
    assert " ".join(soup.select_one(".asked").text.split()).startswith("Words:")


def test_nothing_found_says_what_to_leave_out_for_how_many(directory):
    response = directory("?family=geographic&field=health")
    assert "No network matches" in response.text
    assert "Without “Health”: 5 networks" in response.text
    assert "Without “Geographic networks”: 1 network" in response.text
    assert "Propose a network" in response.text


def test_latin_words_keep_their_place_in_an_arabic_line(client, page):
    response = client.get(page("directory", "ar").url + "?q=zzzz")
    assert "«\N{FIRST STRONG ISOLATE}zzzz\N{POP DIRECTIONAL ISOLATE}»: 9" in response.text


def test_wherever_countries_are_counted_the_same_words_say_what_is_counted(client, page):
    for key in ("home", "directory"):
        response = client.get(page(key, "en").url)
        assert "A network that serves the whole world counts in every country." in response.text


def test_the_form_for_a_proposal_knows_what_it_is_about(client, directory):
    soup = BeautifulSoup(directory("?family=geographic&field=health").content, "html.parser")
    form = BeautifulSoup(client.get(soup.select_one(".propose a")["href"]).content, "html.parser")
    assert form.select_one("[name=field] option[selected]").text == "Health"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?country=XX&field=health", "XX"),
        ("?country=&field=health", ""),
        ("?field=health&field=nonsense", "nonsense"),
        ("?field=health&sort=sideways", "sideways"),
        ("?field=health&family=other", "other"),
        ("?field=health&status=%00", ""),  # a NUL says nothing (core.request_limits)
        ("?field=health&page=abc", ""),
        ("?field=health&utm_source=letter", ""),
    ],
)
def test_what_means_nothing_is_left_out_and_said(directory, query, said):
    response = directory(query)
    assert response.status_code == 200
    assert found(response) == ["C3M"]
    assert ("This means nothing here" in response.text) is bool(said)
    if said.strip("\x00"):
        assert said in response.text


def test_cards_tell_based_in_from_serving(directory, page):
    GeographicNetworkPageFactory(
        title="Netz",
        parent=page("family/geographic", "en"),
        locale=page("home", "en").locale,
        countries=[
            NetworkCountry(country="DE", is_served=False),
            *(
                NetworkCountry(country=code, is_based=False, sort_order=n)
                for n, code in enumerate(("AT", "CH", "LI", "LU", "DK", "PL"))
            ),
        ],
    )
    soup = BeautifulSoup(directory("?country=PL&family=geographic").content, "html.parser")
    tags = [" ".join(tag.text.split()) for tag in soup.select(".card .tags li")]
    assert tags[:2] == ["Germany", "serves: Poland"]  # what was asked about is among those named
    assert "and 3 more countries" in tags


@pytest.mark.parametrize("sort", ["name", "updated"])
def test_a_long_list_has_pages_that_keep_the_state(directory, page, sort):
    parent = page("family/geographic", "en")
    GeographicNetworkPageFactory.create_batch(30, parent=parent, locale=parent.locale)
    first = directory(f"?country=BE&family=geographic&sort={sort}")
    second = directory(f"?country=BE&family=geographic&sort={sort}&page=2")
    pks = [n.number for response in (first, second) for n in response.context["browsing"].cards]
    assert len(pks) == len(set(pks)) == 30
    assert "&amp;page=2" in first.text
    assert "country=BE" in first.context["browsing"].next_url
    beyond = directory("?country=BE&family=geographic&page=999")
    assert beyond.context["browsing"].page.number == 2


def test_the_most_recently_published_come_first_on_demand(directory, page, publish):
    dmk = page("network/dmk")
    dmk.website = "https://dmk.example/"
    publish(dmk)
    assert found(directory("?sort=updated"))[0] == "DMK"
    assert found(directory())[0] == "ACOMS"  # by name


def test_many_networks_are_found_by_their_bitmap_as_few_are_by_their_numbers(directory, page, monkeypatch):
    from networks_directory.browsing import results

    parent = page("family/thematic", "en")
    ThematicNetworkPageFactory.create_batch(5, parent=parent, locale=parent.locale)
    for query in ("?field=health", "?country=DE", "?field=health&sort=updated", "?q=avocats", "?q=c3m"):
        few = found(directory(query))
        monkeypatch.setattr(results, "FEW_NETWORKS", 0)
        assert found(directory(query)) == few
        monkeypatch.undo()


def test_a_network_not_translated_yet_is_listed_in_the_language_its_words_are_in(directory, page):
    network = GeographicNetworkPageFactory(title="Réseau belge", parent=page("family/geographic"))
    network.copy_for_translation(page("home", "en").locale, copy_parents=True, alias=True)
    text = directory("?country=BE").text
    assert re.search(r'<a href="/en/networks/geographic/[^"]+" lang="fr" dir="ltr">', text)
    assert '<small class="language-label" lang="fr">Français</small>' in text
    assert "Belgium" in text


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_filters_are_named_in_the_readers_language(client, page, language):
    text = client.get(page("directory", language).url).text
    for name in {"fr": ("Allemagne", "Santé"), "ar": ("ألمانيا", "الصحة")}[language]:
        assert name in text


def test_a_family_page_lists_its_family_only(client, page):
    response = client.get(page("family/thematic", "en").url)
    assert set(found(response)) == {"C3M", "AEROMAC-Experts", "journalists", "lawyers"}
    assert choices(response, "family") == {}
    response = client.get(page("family/thematic", "en").url + "?field=health")
    assert found(response) == ["C3M"]


def test_the_language_menu_keeps_the_filters(client, page):
    soup = BeautifulSoup(client.get(page("directory", "en").url + "?country=DE").content, "html.parser")
    arabic = soup.select_one('.language-menu a[lang="ar"]')
    assert arabic["href"].endswith("?country=DE")
    assert client.get(arabic["href"]).context["browsing"].count == 4


def test_without_any_network_the_directory_says_so(client, page):
    for network in NetworkPage.objects.all():
        network.specific.unpublish()
    text = client.get(page("directory", "en").url).text
    assert "No network is listed yet" in text
    assert "Propose a network" in text
    assert client.get(page("home", "en").url).status_code == 200


def test_a_form_sent_without_choosing_an_order_asks_for_the_usual_one(directory):
    usual = BeautifulSoup(directory().content, "html.parser").select_one("#sort option[selected]")
    assert (usual["value"], usual.text) == ("", "By name")
    searched = directory("?q=moroccan&sort=")
    usual = BeautifulSoup(searched.content, "html.parser").select_one("#sort option[selected]")
    assert (usual["value"], usual.text) == ("", "Best match first")
    assert searched.context["browsing"].asked.order == "relevance"
    assert directory("?sort=relevance").context["browsing"].asked.order == "name"


def test_words_found_in_another_language_are_shown_and_named(client, page, publish):
    """Searched in English, found in the French text: the card says so."""
    dmk = page("network/dmk")
    dmk.activities = PointsStreamBlock().to_python(
        [{"type": "point", "value": {"heading": "", "text": "Un parrainage pour les stagiaires."}}]
    )
    publish(dmk)
    text = client.get(page("directory", "en").url + "?q=parrainage").text
    assert '<span lang="fr" dir="ltr">… Un <mark>parrainage</mark> pour les stagiaires.</span>' in text
    assert '<small class="language-label" lang="fr">Français</small>' in text
    french = client.get(page("directory").url + "?q=parrainage").text
    assert "Un <mark>parrainage</mark> pour les stagiaires." in french
    assert "language-label" not in french


def test_words_found_in_another_language_cost_one_query(client, page, publish):
    dmk = page("network/dmk")
    dmk.summary = "Un parrainage."
    publish(dmk)
    url = page("directory", "en").url + "?q=parrainage"
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert "parrainage" in client.get(url).text
    assert len(captured) <= 12
