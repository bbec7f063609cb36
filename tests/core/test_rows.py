"""Rows of which a parent may have one a value change places, or move up by one, in one save."""

import pytest

from networks_directory.models.host_countries import HostCountries, list_host_countries
from networks_directory.models.listing_facts import NetworkCountry
from tests.factories import GeographicNetworkPageFactory

pytestmark = pytest.mark.django_db

CODES = ["BE", "DE", "FR"]


def moved(rows, by):
    """The same rows, each with the country of another."""
    for row, code in zip(rows, CODES[by:] + CODES[:by], strict=True):
        row.country = code
    return rows


def countries(parent):
    return {row.pk: str(row.country.code) for row in type(parent).objects.get(pk=parent.pk).countries.all()}


@pytest.mark.parametrize("by", [1, 2])
def test_the_countries_of_a_network(publish, by):
    network = GeographicNetworkPageFactory(countries=[NetworkCountry(country=code) for code in CODES])
    publish(network)
    before = countries(network)
    network = type(network).objects.get(pk=network.pk)
    network.countries = moved(list(network.countries.order_by("country")), by)
    publish(network)
    assert countries(network).keys() == before.keys()
    assert sorted(countries(network).values()) == CODES
    assert countries(network) != before


def test_a_draft_leaves_the_rows_that_visitors_see(publish):
    network = GeographicNetworkPageFactory(countries=[NetworkCountry(country=code) for code in CODES])
    publish(network)
    before = countries(network)
    network = type(network).objects.get(pk=network.pk)
    network.countries = moved(list(network.countries.order_by("country")), 1)
    network.save_revision()
    assert countries(network) == before


def test_host_countries():
    list_host_countries(CODES)
    setting = HostCountries.load()
    before = countries(setting)
    setting.countries = moved(list(setting.countries.order_by("country")), 1)
    setting.save()
    assert countries(setting).keys() == before.keys()
    assert countries(setting) != before
