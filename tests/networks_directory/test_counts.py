"""Wherever a number of networks stands, it is the number that its link lists, in every language."""

import re
from datetime import timedelta
from functools import cache
from urllib.parse import urlencode, urljoin

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from networks_directory.browsing import which_network
from networks_directory.browsing.addresses import country_path, sub_path
from networks_directory.index.staleness import mark_stale
from networks_directory.models.listing_facts import NetworkConfirmation, NetworkCountry, NetworkField
from tests.conftest import LANGUAGES
from tests.factories import (
    GeographicNetworkPageFactory,
    ThematicNetworkPageFactory,
    field_of_activity,
    opening_page,
)

pytestmark = pytest.mark.django_db

IN_WORDS = {"شبكة واحدة": 1, "شبكتان": 2}
ANSWERS = {"country": "BE", "field": "health"}


@pytest.fixture
def a_mix(publish):
    """Networks of every kind that might be counted here and not there; the last is translated nowhere."""
    two = [NetworkCountry(country="BE"), NetworkCountry(country="DE", is_based=False, is_served=True)]
    fields = [NetworkField(field=field_of_activity(code)) for code in ("health", "law")]
    long_ago = timezone.localdate() - timedelta(days=3000)
    networks = [
        GeographicNetworkPageFactory(countries=two),
        ThematicNetworkPageFactory(serves_worldwide=True, fields_of_activity=fields),
        ThematicNetworkPageFactory(serves_worldwide=True, countries=[NetworkCountry(country="BE")]),
        *(
            GeographicNetworkPageFactory(status=status)
            for status in ("closed", "merged", "planned", "dormant")
        ),
        GeographicNetworkPageFactory(
            confirmations=[NetworkConfirmation(field="title", confirmed_on=long_ago, confirmed_by="ministry")]
        ),
        GeographicNetworkPageFactory(),
        GeographicNetworkPageFactory(),
    ]
    for network in networks:
        publish(network)
    networks[-2].view_restrictions.create(restriction_type="login")
    mark_stale()


@pytest.fixture
def read(client):
    """The text of an address, asked for once."""

    @cache
    def text_of(url):
        response = client.get(url)
        assert response.status_code == 200, url
        return response.text

    return text_of


@pytest.fixture
def soup_of(read):
    return lambda url: BeautifulSoup(read(url), "html.parser")


@pytest.fixture
def listed(read):
    """How many networks an address lists, all on one page."""

    def count(url):
        assert "pager" not in read(url)
        return read(url).count("card--network")

    return count


def number(text):
    """The first number of a text, in figures or in words."""
    figures = re.search(r"\d+", text)
    return int(figures[0]) if figures else next(IN_WORDS[words] for words in IN_WORDS if words in text)


def numbers(soup_of, language):
    """{place: [(address, number of networks)]} of all that says a number of networks and leads to a list."""

    def address(key):
        return opening_page(key, language).url

    directory = address("directory")
    home, browsing, programme = (
        soup_of(address(key)) for key in ("home", "directory", "programme/mobilisation")
    )
    grid = soup_of(directory + sub_path(language, "coverage"))
    which_url = directory + sub_path(language, "which_network") + "?" + urlencode(ANSWERS)
    families = [address("family/geographic"), address("family/thematic")]
    return {
        "home, families": [(a["href"], number(a.strong.text)) for a in home.select(".families a")],
        "home, countries and fields": linked(home.select(".choices a")),
        "programme": [
            (card.a["href"], number(card.select_one(".card__kicker").text))
            for card in programme.select(".cards .card")
        ],
        "headings": [
            (url, number(soup_of(url).select_one(".results-count").text))
            for url in (directory, *families, directory + country_path("BE", language))
        ],
        "filters": [
            (f"{directory}?{name['name']}={name['value']}", number(label.select_one(".choice__count").text))
            for label in browsing.select(".choice")
            if (name := label.input)
        ],
        "directory, countries": linked(browsing.select(".world__list a")),
        "grid": [
            (a["href"], number(a.contents[0])) for a in grid.select("td a:not(.coverage__none)")
        ],
        "map": [  # those with networks of their own, and a few of the others
            (a["href"], number(a.title.text)) for a in soup_of(directory + "map/").select("a")[:8]
        ],
        "which network": [
            (urljoin(directory, section.select("p > a")[-1]["href"]), number(section.small.text))
            for section in soup_of(which_url).select("section:has(.cards)")
        ],
    }  # fmt: skip


def linked(links):
    return [(a["href"], number(a.select_one(".choices__count").text)) for a in links]


@pytest.mark.slow
@pytest.mark.any_database
def test_every_number_of_networks_is_how_many_its_link_lists_and_the_same_in_every_language(
    soup_of, listed, a_mix, monkeypatch
):
    monkeypatch.setattr(which_network, "MOST_NETWORKS", 1)  # of a family; a link leads to all of them
    by_language = []
    for language in LANGUAGES:
        said = numbers(soup_of, language)
        for place, links in said.items():
            assert links, place
            assert {url: count for url, count in links if listed(url) != count} == {}, (place, language)
        by_language.append({place: sorted(count for _url, count in links) for place, links in said.items()})
    french, english, arabic = by_language
    assert french == english == arabic


def test_a_number_that_holds_the_networks_of_the_whole_world_says_so(soup_of, a_mix):
    directory = opening_page("directory", "en").url
    home = opening_page("home", "en").url
    for url in (home, directory, f"{directory}countries/belgium/", f"{directory}coverage/"):
        assert "A network that serves the whole world counts in every country." in soup_of(url).text, url
    assert soup_of(directory + "map/").find(id="JP").title.text.strip() == (
        "Japan: 5 networks (5 of them serve the whole world)"
    )
