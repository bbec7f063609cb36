"""What stands around a page: menus, breadcrumbs, the language switcher, hreflang, the sitemap."""

from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from tests.factories import StandardPageFactory

pytestmark = pytest.mark.django_db


def soup_of(client, url):
    return BeautifulSoup(client.get(url).content, "html.parser")


def links(soup, selector):
    return {a["href"]: a.get_text(strip=True) for a in soup.select(f"{selector} a")}


def test_the_main_menu_is_the_sections_ticked_for_menus(client, page):
    menu = links(soup_of(client, page("home", "en").url), ".site-nav")
    titles = list(menu.values())
    assert titles == [
        "Competencies mobilisation",
        "Networks of competencies",
        "MRE Academy",
        "Contact",
        "Search",
    ]


def test_the_menu_says_where_the_reader_is(client, page):
    soup = soup_of(client, page("network/dmk", "en").url)
    assert soup.select_one('.site-nav [aria-current="true"]').get_text() == "Networks of competencies"


def test_pages_of_sections_outside_the_menu_stand_at_the_foot(client, page):
    foot = links(soup_of(client, page("home").url), ".site-footer__legal")
    assert list(foot.values()) == ["Accessibilité", "Données personnelles", "Mentions légales"]


def test_breadcrumbs_lead_back_to_the_home_page(client, page):
    soup = soup_of(client, page("network/dmk", "en").url)
    crumbs = [li.get_text(strip=True) for li in soup.select(".breadcrumbs li")]
    assert crumbs == [
        "Home",
        "Networks of competencies",
        "Geographic networks",
        "Network of Moroccan Competencies in Germany",
    ]


@pytest.mark.parametrize("key", ["home", "network/dmk", "module/sante", "about/privacy"])
def test_the_language_switcher_lands_on_the_same_page(client, page, key):
    for language in ("fr", "en", "ar"):
        soup = soup_of(client, page(key, language).url)
        assert [a["href"] for a in soup.select(".language-menu a")] == [
            page(key, other).url for other in ("fr", "en", "ar")
        ]
        assert soup.select_one('.language-menu [aria-current="true"]')["lang"] == language


def test_every_translation_names_itself_the_others_and_the_default(client, page):
    for language in ("fr", "en", "ar"):
        soup = soup_of(client, page("network/dmk", language).url)
        alternates = {a["hreflang"]: a["href"] for a in soup.select("link[hreflang]")}
        expected = {code: f"http://testserver{page('network/dmk', code).url}" for code in ("fr", "en", "ar")}
        assert alternates == expected | {"x-default": expected["fr"]}


def test_arabic_addresses_are_in_arabic(page):
    assert page("network/avocats", "ar").slug == "محامون"


def test_the_page_says_its_language_and_direction(client, page):
    for language, direction in (("fr", "ltr"), ("en", "ltr"), ("ar", "rtl")):
        html = soup_of(client, page("home", language).url).html
        assert (html["lang"], html["dir"]) == (language, direction)


@pytest.fixture
def untranslated(page):
    """A page published in French only, and its stand-in in the English site."""
    source = StandardPageFactory(title="Une page nouvelle", slug="nouvelle")
    return source, source.copy_for_translation(page("home", "en").locale, copy_parents=True, alias=True)


def test_an_untranslated_page_stands_in_its_own_language_with_a_notice(client, untranslated):
    _source, stand_in = untranslated
    soup = soup_of(client, stand_in.url)
    assert soup.html["lang"] == "en"
    assert (soup.h1["lang"], soup.h1["dir"]) == ("fr", "ltr")
    assert "has not been translated yet" in soup.select_one(".notice").get_text()


def test_a_stand_in_is_no_translation(client, untranslated):
    source, stand_in = untranslated
    assert not soup_of(client, stand_in.url).select("link[hreflang]")
    soup = soup_of(client, source.url)
    assert {a["hreflang"] for a in soup.select("link[hreflang]")} == {"fr", "x-default"}
    english = soup.select_one('.language-menu a[lang="en"]')
    assert english["href"] == stand_in.url
    assert stand_in.url not in client.get("/sitemap-pages.xml").text
    canonical = soup_of(client, stand_in.url).select_one('link[rel="canonical"]')
    assert canonical["href"] == f"http://testserver{source.url}"


def test_the_sitemap_lists_every_translation_with_its_alternates(client, page):
    tree = ElementTree.fromstring(client.get("/sitemap-pages.xml").content)  # noqa: S314 - our own
    spaces = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    urls = tree.findall("s:url", spaces)
    assert len(urls) == 75
    for url in urls:
        alternates = {link.get("hreflang") for link in url.findall("x:link", spaces)}
        assert alternates == {"fr", "en", "ar", "x-default"}


def test_the_sitemap_takes_as_many_queries_with_more_pages(client, django_assert_max_num_queries):
    for _ in range(5):
        StandardPageFactory()
    client.get("/sitemap-pages.xml")
    with django_assert_max_num_queries(5):
        client.get("/sitemap-pages.xml")


def test_private_pages_are_not_in_the_sitemap(client, page):
    private = page("about/legal")
    private.view_restrictions.create(restriction_type="login")
    assert private.url not in client.get("/sitemap-pages.xml").text


def test_the_root_leads_to_the_language_of_the_browser(client):
    for accepted, home in (("ar-MA,ar;q=0.9", "/ar/"), ("en-GB", "/en/"), ("de", "/fr/"), ("", "/fr/")):
        response = client.get("/", headers={"accept-language": accepted})
        assert response.status_code == 302
        assert response["Location"] == home
        assert "accept-language" in response["Vary"].lower()


@pytest.mark.parametrize(("language", "words"), [("fr", "Page introuvable"), ("ar", "الصفحة غير موجودة")])
def test_a_missing_page_says_so_in_the_readers_language(client, language, words):
    response = client.get(f"/{language}/nowhere/")
    assert response.status_code == 404
    assert words in response.text
    assert 'class="site-nav"' in response.text
