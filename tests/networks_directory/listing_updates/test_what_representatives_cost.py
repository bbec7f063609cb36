"""The pages of representatives take few queries, however many networks and rows they show."""

import pytest
from bs4 import BeautifulSoup

from core.countries import country_names
from networks_directory.models.fields_of_activity import FieldOfActivity
from networks_directory.models.listing_facts import NetworkField
from tests.factories import GeographicNetworkPageFactory, RepresentationFactory

from .conftest import url

pytestmark = pytest.mark.django_db


def test_ten_networks_take_few_queries(amals_browser, amal, full, submit, django_assert_max_num_queries):
    for number in range(9):
        network = GeographicNetworkPageFactory(title=f"Réseau {number}")
        RepresentationFactory(representative=amal, network=network)
    submit(**{"listing-founded": "2001"})
    with django_assert_max_num_queries(30):
        soup = BeautifulSoup(amals_browser.get(url("my_networks")).content, "html.parser")
    assert len(soup.select(".my-network")) == 10
    assert len(soup.select(".sent li")) == 1


def test_the_form_of_a_listing_takes_few_queries(
    amals_browser,
    full,
    publish,
    django_assert_max_num_queries,
):
    full.fields_of_activity = [NetworkField(field=field) for field in FieldOfActivity.objects.source()[:8]]
    publish(full)
    amals_browser.get(url("edit", full.pk))  # the first request of a process asks what this database can do
    with django_assert_max_num_queries(20):
        response = amals_browser.get(url("edit", full.pk))
    assert response.status_code == 200
    assert 'name="fields_of_activity-7-field"' in response.text


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_long_lists_are_in_the_readers_language_with_what_is_chosen(amals_browser, full, language):
    page = amals_browser.get(url("edit", full.pk, language=language)).content
    soup = BeautifulSoup(page, "html.parser")
    germany = soup.select_one("[name=countries-0-country] option[selected]")
    assert (germany["value"], germany.text) == ("DE", country_names(language)["DE"])
    assert not soup.select("[name=countries-2-country] option[selected]:not([value=''])")
    spoken = soup.select("[name=contacts-0-languages][multiple] option[selected]")
    assert {option["value"] for option in spoken} == {"fr", "de"}
    assert len(soup.select("[name=languages-0-language] option")) > 180
