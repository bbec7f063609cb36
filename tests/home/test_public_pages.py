"""What every public page promises, whatever its type and language."""

import gzip
import re
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from networks_directory.invented.generating import generate_networks
from tests.conftest import LANGUAGES

pytestmark = pytest.mark.django_db

# One page of each type, with the most queries it may run; the limit of a content page is 8, of a
# network's page 10, of any page 12.
ONE_OF_EACH = {
    "home": 12,
    "programme/mobilisation": 8,
    "directory": 12,
    "family/geographic": 12,
    "network/acoms": 10,
    "network/c3m": 10,
    "academy": 8,
    "module/sante": 8,
    "contact": 12,
    "about": 8,
    "about/privacy": 8,
}
VIEWS = {"fr": "/fr/recherche/?q=sante", "en": "/en/search/?q=health", "ar": "/ar/بحث/?q=الصحة"}
FURTHER_VIEWS = [
    "/en/networks/countries/germany/",
    "/en/networks/fields/health/?country=DE",
    "/en/networks/coverage/",
    "/en/networks/which-network/?country=DE",
    "/en/networks/map/",
    "/en/networks/suggestions/?q=ge",
    "/en/networks/?q=opportunities",
    "/en/search/?q=germany+accessibilty",
    "/en/search/?q=network&kind=page",
    "/en/search/suggestions/?q=mobil",
    "/en/networks/geographic/dmk/vcard/",
]


def all_pages():
    return Page.objects.live().filter(depth__gte=2).order_by("path")


def queries_of(client, url):
    """The SQL statements of a second visit: the first fills Wagtail's own cache of site roots."""
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(url)
    assert response.status_code == 200, url
    return [query["sql"] for query in captured]


def test_every_page_answers_in_every_language(client):
    pages = list(all_pages())
    assert len(pages) == 75
    for page in pages:
        assert client.get(page.url).status_code == 200, page.url


def test_no_public_page_sets_or_reads_a_cookie(client):
    for url in [page.url for page in all_pages()] + list(VIEWS.values()) + FURTHER_VIEWS:
        response = client.get(url)
        assert not response.cookies, url
        assert "cookie" not in response.get("Vary", "").lower(), url
        assert "session" not in client.cookies


def test_no_public_page_loads_anything_from_another_host(client):
    loaded = re.compile(
        r'<(?:script|img|iframe|source|video|audio|embed|use)[^>]+(?:src|href)="([^"]+)"|<link[^>]+rel="(?:stylesheet|icon|preload)"[^>]*href="([^"]+)"'
    )
    for url in [page.url for page in all_pages()] + FURTHER_VIEWS:
        response = client.get(url)
        assert response.status_code == 200
        for match in loaded.finditer(response.text):
            address = match[1] or match[2]
            assert address.startswith("/"), (url, address)
        assert "default-src 'self'" in response["Content-Security-Policy"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ONE_OF_EACH)
def test_a_page_runs_few_queries_and_none_twice(client, page, key, language):
    statements = queries_of(client, page(key, language).url)
    assert [sql for sql, times in Counter(statements).items() if times > 1] == []
    assert len(statements) <= ONE_OF_EACH[key], "\n\n".join(statements)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_filtered_directory_runs_few_queries_and_none_twice(client, page, language):
    url = page("directory", language).url + "?q=c3m&country=DE&field=health&family=thematic"
    statements = queries_of(client, url)
    assert "C3M" in client.get(url).text
    assert [sql for sql, times in Counter(statements).items() if times > 1] == []
    assert len(statements) <= 12, "\n\n".join(statements)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_search_runs_few_queries_and_none_twice(client, language):
    in_vain = f"{VIEWS[language].partition('=')[0]}=aeronotique+accessibilte+zzzzqqq+privacy"
    for url in (VIEWS[language], in_vain, in_vain.replace("?", "suggestions/?")):
        statements = queries_of(client, url)
        assert [sql for sql, times in Counter(statements).items() if times > 1] == []
        assert len(statements) <= 12, "\n\n".join(statements)


def test_a_directory_in_which_nothing_is_found_runs_few_queries_and_none_twice(client, page):
    statements = queries_of(client, page("directory", "fr").url + "?q=opportunités")
    assert [sql for sql, times in Counter(statements).items() if times > 1] == []
    assert len(statements) <= 12, "\n\n".join(statements)


@pytest.mark.slow
def test_no_page_runs_more_queries_among_500_networks_than_among_a_hundred(client, page):
    def counts():
        return {
            (key, language): len(queries_of(client, page(key, language).url))
            for key in ONE_OF_EACH
            for language in LANGUAGES
        }

    generate_networks(91)
    among_a_hundred = counts()
    assert [key for key, number in among_a_hundred.items() if number > ONE_OF_EACH[key[0]]] == []
    generate_networks(400)
    for language in LANGUAGES:
        assert "500" in client.get(page("directory", language).url).text
    assert counts() == among_a_hundred


def test_a_first_visit_is_light(client, page, settings):
    """HTML and styles, compressed; the bundle's real weight is measured in tests/browser."""
    styles = "".join(path.read_text() for path in (settings.BASE_DIR / "static/css").glob("*.css"))
    for key in ONE_OF_EACH:
        html = client.get(page(key, "ar").url).content
        assert len(gzip.compress(html)) + len(gzip.compress(styles.encode())) < 30_000


def test_a_preview_is_not_framed_by_others(client, page):
    response = client.get(page("home").url)
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_the_styleguide_is_for_the_staff(client, editor):
    assert client.get("/fr/styleguide/").status_code == 302
    client.force_login(editor)
    for language in LANGUAGES:
        assert client.get(f"/{language}/styleguide/").status_code == 200


def test_robots_may_read_the_site_but_not_the_admin(client):
    text = client.get("/robots.txt").text
    assert "Disallow: /admin/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text


def test_a_private_page_stays_private(client, page):
    """The short cut that saves two queries is taken only where no page at all is private."""
    secret = page("about/privacy", "en")
    assert client.get(secret.url).status_code == 200
    page("about", "en").view_restrictions.create(restriction_type="login")
    assert client.get(secret.url).status_code == 302
    assert client.get(page("about/privacy").url).status_code == 200
