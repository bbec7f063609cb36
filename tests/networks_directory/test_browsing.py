"""The directory lists networks by family, country, field and words; the URL is the whole state."""

import pytest

from tests.factories import GeographicNetworkPageFactory

pytestmark = pytest.mark.django_db


def acronyms(response):
    networks = response.context["browsing"].page.object_list
    return {network.acronym or network.slug for network in networks}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (
            "",
            {"DMK", "AMCN", "ACOMS", "canada", "france", "C3M", "AEROMAC-Experts", "journalists", "lawyers"},
        ),
        ("?country=DE", {"DMK", "C3M", "journalists", "lawyers"}),
        ("?country=de", {"DMK", "C3M", "journalists", "lawyers"}),
        ("?field=health", {"C3M"}),
        ("?country=CA&field=aeronautics", {"AEROMAC-Experts"}),
        ("?family=geographic&country=CA", {"canada"}),
        ("?q=germany", {"DMK"}),
        ("?q=Allemagne", {"DMK"}),
        ("?q=المانيا", {"DMK"}),
        ("?q=aeromac", {"AEROMAC-Experts"}),
        ("?q=nothing+of+the+kind", set()),
    ],
)
def test_networks_are_found(client, page, query, found):
    assert acronyms(client.get(page("directory", "en").url + query)) == found


def test_a_network_not_translated_yet_is_listed_in_the_language_its_words_are_in(client, page):
    network = GeographicNetworkPageFactory(title="Réseau belge", parent=page("family/geographic"))
    network.copy_for_translation(page("home", "en").locale, copy_parents=True, alias=True)
    text = client.get(page("directory", "en").url + "?country=BE").text
    assert '<a lang="fr" href="/en/networks/geographic/' in text
    assert "Belgium" in text


def test_a_value_that_names_nothing_is_left_out_and_said(client, page):
    response = client.get(page("directory", "en").url + "?country=XX&field=health")
    assert acronyms(response) == {"C3M"}
    assert "“XX”" in response.text


def test_filters_name_countries_and_fields_in_the_readers_language(client, page):
    text = client.get(page("directory", "ar").url).text
    for name in ("ألمانيا", "الصحة"):
        assert name in text


def test_a_family_page_lists_its_family_only(client, page):
    response = client.get(page("family/thematic", "en").url)
    assert acronyms(response) == {"C3M", "AEROMAC-Experts", "journalists", "lawyers"}


def test_a_long_list_has_pages_that_keep_the_filters(client, page):
    GeographicNetworkPageFactory.create_batch(30, parent=page("family/geographic"))
    response = client.get(page("directory").url + "?country=BE&page=2")
    assert len(response.context["browsing"].page.object_list) == 9
    assert "?country=BE&amp;page=1" in response.text


def test_a_page_beyond_the_last_is_the_last(client, page):
    assert client.get(page("directory").url + "?page=999").status_code == 200
    assert client.get(page("directory").url + "?page=x").status_code == 200


def test_without_any_network_the_directory_says_so(client, page):
    from networks_directory.models import NetworkPage

    NetworkPage.objects.update(live=False)
    assert "No network is listed yet" in client.get(page("directory", "en").url).text
    assert client.get(page("home", "en").url).status_code == 200
