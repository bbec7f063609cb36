"""Countries, fields of activity and languages are named by CLDR, in the order of the reader's language."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils.translation import override
from wagtail.users.models import UserProfile

from networks_directory.models.listing_facts import NetworkCountry, NetworkField, NetworkLanguage
from tests.factories import GeographicNetworkPageFactory, field_of_activity

pytestmark = pytest.mark.django_db

WHICH = {"fr": "quel-reseau/", "en": "which-network/", "ar": "أي-شبكة/"}
CODES = ["US", "SE", "GR", "ES", "AE", "DE", "IS"]
COUNTRIES = {
    "fr": ["Allemagne", "Émirats arabes unis", "Espagne", "États-Unis", "Grèce", "Islande", "Suède"],
    "en": ["Germany", "Greece", "Iceland", "Spain", "Sweden", "United Arab Emirates", "United States"],
    "ar": [
        "آيسلندا", "إسبانيا", "الإمارات العربية المتحدة", "السويد", "ألمانيا", "الولايات المتحدة", "اليونان",
    ],
}  # fmt: skip
FIELDS = {
    "fr": ["Aéronautique et aérospatial", "Droit", "Santé"],
    "en": ["Aeronautics and aerospace", "Health", "Law"],
    "ar": ["الصحة", "الطيران والفضاء", "القانون"],
}
LANGUAGES_SPOKEN = {
    "fr": "allemand, arabe, français et suédois",
    "en": "Arabic, French, German and Swedish",
    "ar": "الألمانية والسويدية والعربية والفرنسية",
}


def soup_at(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return BeautifulSoup(response.content, "html.parser")


def those_of(known, elements):
    """The texts of elements that are among some known words, in the order of the page."""
    texts = [next(element.stripped_strings, "") for element in elements]
    return [text for text in texts if text in known]


@pytest.fixture
def network():
    """A network of many countries, fields and languages, entered in no order, on line in every language."""
    network = GeographicNetworkPageFactory(
        title="Réseau partout",
        countries=[NetworkCountry(country=code, is_served=False) for code in CODES],
        languages=[NetworkLanguage(language=code) for code in ("sv", "fr", "de", "ar")],
        fields_of_activity=[
            NetworkField(field=field_of_activity(code)) for code in ("health", "law", "aeronautics")
        ],
    )
    network.save_revision().publish()
    return network


@pytest.mark.parametrize("language", COUNTRIES)
def test_forms_offer_countries_and_fields_in_the_order_of_the_language(client, page, language):
    with override(language):
        proposal = reverse("listing_updates:new_network")
    for address in (page("directory", language).url + WHICH[language], proposal):
        soup = soup_at(client, address)
        assert those_of(COUNTRIES[language], soup.select("[name=country] option")) == COUNTRIES[language]
        fields = soup.select("[name=field] option, #work-fields option")
        assert those_of(FIELDS[language], fields) == FIELDS[language]


@pytest.mark.parametrize("language", COUNTRIES)
def test_lists_of_the_directory_are_in_the_order_of_the_language(client, page, network, language):
    directory, known = page("directory", language), COUNTRIES[language]
    soup = soup_at(client, directory.url)
    assert those_of(known, soup.select(".choice:has([name=country]) span[dir]")) == known
    assert those_of(known, soup.select(".choices a")) == known
    assert those_of(FIELDS[language], soup.select(".choice:has([name=field]) span[dir]")) == FIELDS[language]
    assert those_of(known, soup_at(client, f"{directory.url}map/").select("a text")) == known


@pytest.mark.parametrize("language", COUNTRIES)
def test_the_facts_of_a_network_are_in_the_order_of_the_language(client, network, language):
    page = network.get_translations(inclusive=True).get(locale__language_code=language)
    soup = soup_at(client, page.url)
    lines = soup.select(".facts-table .line")
    assert those_of(COUNTRIES[language], lines) == COUNTRIES[language]
    assert those_of(FIELDS[language], lines) == FIELDS[language]
    assert LANGUAGES_SPOKEN[language] in soup.select_one(".facts-table").text


@pytest.mark.parametrize("language", COUNTRIES)
def test_editors_choose_in_the_order_of_their_language(editor_client, editor, network, language):
    UserProfile.objects.create(user=editor, preferred_language=language)
    soup = soup_at(editor_client, reverse("wagtailadmin_pages:edit", args=[network.pk]))
    countries = soup.select("[name=countries-0-country] option")
    assert those_of(COUNTRIES[language], countries) == COUNTRIES[language]
    fields = soup.select("[name=fields_of_activity-0-field] option")
    assert those_of(FIELDS[language], fields) == FIELDS[language]


@pytest.mark.parametrize("words", ["Tchéquie", "République tchèque", "Czechia", "التشيك", "تشيكيا"])
def test_a_country_is_found_by_its_name_of_today_and_by_its_older_one(client, page, words):
    network = GeographicNetworkPageFactory(title="Moravie", countries=[NetworkCountry(country="CZ")])
    network.save_revision().publish()
    directory = page("directory", "fr")
    assert "Moravie" in soup_at(client, f"{directory.url}?q={words}").select_one("main").text
    suggested = client.get(f"{directory.url}suggestions/", {"q": words}).json()["suggestions"]
    assert suggested[0]["label"] == "Tchéquie"


def test_the_addresses_of_countries_stay(client, page, network):
    soup = soup_at(client, page("directory", "fr").url + "pays/etats-unis-damerique/")
    assert soup.h1.text.startswith("États-Unis")
