"""Languages seen from outside: addresses decide, alternates agree, the sitemap is whole."""

from collections import defaultdict
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from home.models import StandardPage
from tests.admin_forms import create_page
from tests.conftest import LANGUAGES

pytestmark = pytest.mark.django_db

SPACES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def xml(client, path):
    return ElementTree.fromstring(client.get(path).content)  # noqa: S314 - our own


def sitemap(client):
    """{address: {language: alternate address}} of the whole site."""
    entries = {}
    for place in xml(client, "/sitemap.xml").findall("s:sitemap/s:loc", SPACES):
        parts = urlsplit(place.text)
        for url in xml(client, f"{parts.path}?{parts.query}").findall("s:url", SPACES):
            links = url.findall("x:link", SPACES)
            entries[url.find("s:loc", SPACES).text] = {
                link.get("hreflang"): link.get("href") for link in links
            }
    return entries


def test_every_address_of_the_sitemap_answers_and_its_alternates_point_back(client):
    entries = sitemap(client)
    assert len(entries) > 100
    languages = defaultdict(int)
    for address, alternates in entries.items():
        assert address in alternates.values()
        assert alternates["x-default"] == alternates["fr"]
        for code, alternate in alternates.items():
            assert entries[alternate] == alternates, (address, code)
            if code != "x-default":
                assert urlsplit(alternate).path.startswith(f"/{code}/")
        languages[urlsplit(address).path.split("/")[1]] += 1
    assert len(set(languages.values())) == 1, languages
    assert set(languages) == set(LANGUAGES)


@pytest.mark.slow
def test_every_page_says_the_same_of_itself_as_the_sitemap(client):
    for address, alternates in sitemap(client).items():
        response = client.get(urlsplit(address).path)
        assert response.status_code == 200, address
        soup = BeautifulSoup(response.content, "html.parser")
        links = {link["hreflang"]: link["href"] for link in soup.select("link[hreflang]")}
        assert links == alternates, address
        assert soup.select_one("link[rel=canonical]")["href"] == address
        assert soup.html["lang"] == urlsplit(address).path.split("/")[1]
        menu = {a["lang"]: a["href"] for a in soup.select(".language-menu a")}
        assert menu == {code: urlsplit(alternates[code]).path for code in LANGUAGES}, address


def test_what_stands_in_is_in_no_sitemap_and_is_nobodys_alternate(
    editor_client, client, page, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        create_page(editor_client, StandardPage(title="Toute neuve"), page("about"))
    entries = sitemap(client)
    new = StandardPage.objects.get(title="Toute neuve", locale__language_code="fr").url
    assert set(entries[f"http://testserver{new}"]) == {"fr", "x-default"}
    assert not [address for address in entries if "toute-neuve" in address and "/fr/" not in address]


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("ar-MA,ar;q=0.9", "ar"), ("en-GB", "en"), ("de", "fr"), ("", "fr"), ("*", "fr")],
)
def test_only_the_way_from_the_root_is_chosen_by_the_browsers_language(client, accepted, language):
    response = client.get("/", headers={"accept-language": accepted})
    assert response["Location"] == f"/{language}/"
    assert "accept-language" in response["Vary"].lower()
    assert not response.cookies


@pytest.mark.parametrize("path", ["/en/about/", "/ar/", "/fr/recherche/?q=sante", "/en/nowhere/"])
def test_an_address_somebody_followed_is_answered_in_its_own_language(client, path):
    """Whatever the browser prefers, and whatever a cookie of another site on this host says."""
    client.cookies["django_language"] = "ar"
    response = client.get(path, headers={"accept-language": "de,ar;q=0.9"})
    assert response.status_code == (404 if "nowhere" in path else 200)
    assert response["Content-Language"] == path.split("/")[1]
    assert "accept-language" not in response.get("Vary", "").lower()
    assert not response.cookies


@pytest.mark.parametrize(
    "path", ["/nowhere/", "/about/", "/search/", "/admin/localize/translate/0/disable/x/"]
)
def test_an_address_without_a_language_leads_nowhere_else(client, editor, path):
    client.force_login(editor)
    assert client.get(path, headers={"accept-language": "en"}).status_code == 404


@pytest.mark.parametrize("path", ["/robots.txt", "/sitemap.xml", "/sitemap-pages.xml"])
def test_what_has_no_language_does_not_vary_with_it(client, path):
    assert "accept-language" not in client.get(path).get("Vary", "").lower()
