"""Landing pages, the coverage grid, the two questions, suggestions and the map."""

import gzip
import re
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from networks_directory.browsing.world_map import drawing
from networks_directory.models.fields_of_activity import FieldOfActivity
from networks_directory.models.host_countries import HostCountry
from networks_directory.models.listing_facts import NetworkCountry
from networks_directory.models.networks import NetworkPage
from tests.conftest import LANGUAGES
from tests.factories import GeographicNetworkPageFactory

pytestmark = pytest.mark.django_db

GERMANY = {"fr": "/fr/reseaux/pays/allemagne/", "en": "/en/networks/countries/germany/"}


def soup_of(response):
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def canonical(response):
    return soup_of(response).select_one("link[rel=canonical]")["href"].removeprefix("http://testserver")


@pytest.fixture
def landing(page):
    """The address of a country's or field's page: landing("en", "fields/health/")."""
    return lambda language, path: page("directory", language).url + path


def test_each_country_with_networks_has_a_page_in_every_language(client, page):
    for language in LANGUAGES:
        home = soup_of(client.get(page("home", language).url))
        paths = [a["href"] for a in home.select(".choices a")]
        assert len(paths) == 5 + 4  # countries and fields that have networks
        for path in paths:
            response = client.get(path)
            soup = soup_of(response)
            assert soup.h1.text
            assert soup.select_one("meta[name=description]")["content"]
            assert canonical(response) == path
            alternates = {link["hreflang"]: link["href"] for link in soup.select("link[hreflang]")}
            assert set(alternates) == {*LANGUAGES, "x-default"}
            for code, url in alternates.items():
                there = soup_of(client.get(url))
                back = there.select_one(f'link[hreflang="{language}"]')["href"]
                assert back == f"http://testserver{path}", (code, url)


def test_a_landing_page_lists_its_networks_and_can_be_filtered(client, landing):
    url = landing("en", "countries/germany/")
    response = client.get(url)
    assert response.context["browsing"].count == 4
    assert "Germany: networks of Moroccan competencies" in response.text
    response = client.get(url + "?field=health")
    assert [n.acronym for n in response.context["browsing"].cards] == ["C3M"]
    assert canonical(response) == url
    assert 'hreflang="x-default"' not in response.text
    assert f'action="{url}"' in response.text


def test_the_language_menu_leads_to_the_same_country(client, landing):
    menu = soup_of(client.get(landing("fr", "pays/allemagne/"))).select(".language-menu a")
    links = {a["lang"]: a["href"] for a in menu}
    assert links.items() > GERMANY.items()
    arabic = client.get(links["ar"])
    assert "ألمانيا: شبكات الكفاءات المغربية" in arabic.text


@pytest.mark.parametrize(
    "path",
    [
        "countries/japan/",
        "countries/nowhere/",
        "fields/automotive-industry/",
        "fields/x/",
        "no/",
        "countries/",
    ],
)
def test_what_has_no_network_has_no_page(client, landing, path):
    assert client.get(landing("en", path)).status_code == 404


def test_filter_combinations_name_the_page_to_keep(client, page):
    directory = page("directory", "en").url
    for query, kept in {
        "": directory,
        "?country=DE": directory + "countries/germany/",
        "?field=health": directory + "fields/health/",
        "?country=JP": directory,
        "?country=DE&field=health": directory,
        "?country=DE&country=FR": directory,
        "?q=germany": directory,
        "?field=health&q=x": directory,
    }.items():
        assert canonical(client.get(directory + query)) == kept, query


def test_the_sitemap_lists_the_landing_pages_and_each_answers(client):
    index = client.get("/sitemap.xml").text
    files = re.findall(r"<loc>http://testserver(.*?)</loc>", index)
    assert files == ["/sitemap-pages.xml", "/sitemap-directory.xml"]
    tree = ElementTree.fromstring(client.get("/sitemap-directory.xml").content)  # noqa: S314 - our own
    spaces = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    urls = tree.findall("s:url", spaces)
    assert len(urls) == 3 * (5 + 4 + 2)
    for url in urls:
        assert client.get(url.find("s:loc", spaces).text).status_code == 200
        alternates = {link.get("hreflang") for link in url.findall("x:link", spaces)}
        assert alternates == {*LANGUAGES, "x-default"}
    assert client.get("/sitemap-other.xml").status_code == 404


def test_a_large_sitemap_is_in_several_files(client, monkeypatch):
    from core.sitemaps import TranslatedSitemap

    monkeypatch.setattr(TranslatedSitemap, "limit", 10)
    files = re.findall(r"<loc>http://testserver(.*?)</loc>", client.get("/sitemap.xml").text)
    assert len(files) == 5
    found = [loc for file in files for loc in re.findall(r"<loc>(.*?)</loc>", client.get(file).text)]
    assert len(found) == len(set(found)) == 75 + 33


def test_a_field_in_a_language_without_networks_is_no_alternate(client, page, landing):
    page("network/avocats", "ar").unpublish()
    soup = soup_of(client.get(landing("en", "fields/law/")))
    assert {link["hreflang"] for link in soup.select("link[hreflang]")} == {"fr", "en", "x-default"}
    assert client.get(page("directory", "ar").url + "مجالات/القانون/").status_code == 404


def test_the_coverage_grid_counts_what_its_links_list(client, landing):
    table = soup_of(client.get(landing("en", "coverage/"))).table
    assert [th.text for th in table.thead.select("th")][1:] == [
        "Canada", "France", "Germany", "Switzerland", "United States",
    ]  # fmt: skip
    rows = {row.th.text: row.select("td a") for row in table.tbody.select("tr")}
    assert len(rows) == 12
    for cells in rows.values():
        for cell in cells:
            count = int(cell.contents[0])
            if count:
                assert client.get(cell["href"]).context["browsing"].count == count
            else:
                assert cell["href"].startswith("/en/my-networks/new-network/?")
    form = soup_of(client.get(rows["Automotive industry"][0]["href"]))
    assert form.select_one("[name=field] option[selected]").text == "Automotive industry"
    assert form.select_one("[name=country] option[selected]").text == "Canada"


def test_the_coverage_grid_of_many_countries_has_pages(client, page, landing):
    parent = page("family/geographic", "en")
    for code in ("AT", "BE", "BR", "CN", "DK", "EG", "ES", "FI", "GB", "IT"):
        GeographicNetworkPageFactory(
            parent=parent, locale=parent.locale, countries=[NetworkCountry(country=code)]
        )
    first = soup_of(client.get(landing("en", "coverage/")))
    assert len(first.table.thead.select("th")) == 13
    following = first.select_one(".pager a[rel=next]")["href"]
    assert len(soup_of(client.get(landing("en", "coverage/") + following)).table.thead.select("th")) == 4


def test_the_grid_shows_the_host_countries_without_a_network_and_asks_for_one(client, landing, editor_client):
    listed = HostCountry.objects.all()
    assert {str(row.country) for row in listed} == {"CA", "CH", "DE", "FR", "US"}  # as the content opens
    address = reverse("wagtailsettings:edit", args=("networks_directory", "hostcountries"))
    form = editor_client.get(address, follow=True).redirect_chain[-1][0]
    rows = nested_form_data({"countries": inline_formset([{"country": "JP"}])})
    assert editor_client.post(form, rows).status_code == 302
    table = soup_of(client.get(landing("en", "coverage/"))).table
    heads = {th.contents[0].strip(): th.a for th in table.thead.select("th")}
    assert list(heads)[1:] == [
        "Canada", "France", "Germany", "Japan", "Switzerland", "United States",
    ]  # fmt: skip
    assert [name for name, link in heads.items() if link] == ["Japan"]
    assert heads["Japan"].text.strip() == "No network of its own yet: propose one"
    form = soup_of(client.get(heads["Japan"]["href"]))
    assert form.select_one("[name=country] option[selected]").text == "Japan"
    health = next(row for row in table.tbody.select("tr") if row.th.text == "Health")
    assert health.select("td")[3].a.contents[0] == "1"  # it serves the whole world


def test_host_countries_are_chosen_as_in_every_other_list(editor_client):
    address = reverse("wagtailsettings:edit", args=("networks_directory", "hostcountries"))
    opened = editor_client.get(address, follow=True)
    address = opened.redirect_chain[-1][0]
    offered = dict(opened.context["form"].formsets["countries"].empty_form.fields["country"].choices)
    assert offered["US"] == "États-Unis"
    rows = [{"country": "JP"}, {"country": ""}]  # the second was added and left alone
    data = nested_form_data({"countries": inline_formset(rows)})
    assert editor_client.post(address, data).status_code == 302
    assert {str(row.country) for row in HostCountry.objects.all()} == {"CA", "CH", "DE", "FR", "JP", "US"}
    refused = editor_client.post(
        address, nested_form_data({"countries": inline_formset([{"country": "MA"}])})
    )
    assert list(refused.context["form"].formsets["countries"].errors[0]) == ["country"]


def test_a_network_open_to_every_field_is_counted_for_each_apart(client, landing):
    table = soup_of(client.get(landing("en", "coverage/"))).table
    germany = [th.contents[0].strip() for th in table.thead.select("th")].index("Germany") - 1
    for row in table.tbody.select("tr"):
        lighter = row.select("td")[germany].select_one(".coverage__open")
        if row.th.text == "Several fields":
            assert lighter is None
            continue
        assert lighter.contents[0] == "+1"
        assert lighter["title"] == "Open to every field"
        assert [n.acronym for n in client.get(lighter["href"]).context["browsing"].cards] == ["DMK"]


@pytest.mark.parametrize(
    ("query", "networks"),
    [
        ("", None),
        ("?country=DE", {"DMK", "C3M", "journalists", "lawyers"}),
        ("?country=DE&field=health", {"DMK", "C3M"}),
        ("?country=JP&field=law", {"lawyers"}),
        ("?field=aeronautics", {"DMK", "AMCN", "ACOMS", "canada", "france", "AEROMAC-Experts"}),
        ("?country=JP&field=automotive", set()),
        ("?country=XX&field=nonsense", None),
    ],
)
def test_two_answers_lead_to_the_networks_that_serve(client, landing, query, networks):
    response = client.get(landing("en", "which-network/") + query)
    soup = soup_of(response)
    slugs = [a["href"].rstrip("/").rsplit("/", 1)[1] for a in soup.select(".card__title a")]
    if networks is None:
        assert slugs == []
        assert "No network serves you yet" not in response.text
        return
    acronyms = {p.slug: p.acronym or p.slug for p in NetworkPage.objects.filter(locale__language_code="en")}
    assert {acronyms[slug] for slug in slugs} == networks
    for card in soup.select(".card"):
        assert card.select(".card__reasons li")
    if not networks:
        assert "No network serves you yet" in response.text
        assert "Propose a network" in response.text
        assert soup.select_one("main .contact-block")
    assert not response.cookies


def test_the_sahara_is_a_part_of_morocco_in_every_list(client, landing):
    answers = soup_of(client.get(landing("en", "which-network/"))).select("#country option")
    codes = {option["value"] for option in answers}
    assert len(codes) > 240
    assert "EH" not in codes
    assert client.get(landing("en", "") + "?country=EH").context["browsing"].ignored == ["EH"]


def test_reasons_are_true(client, landing):
    text = client.get(landing("en", "which-network/") + "?country=DE&field=health").text
    assert "It is based where you live: Germany." in text
    assert "It serves the whole world." in text
    assert "It is active in your field: Health." in text
    assert "It is open to every field." in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_suggestions_know_countries_fields_and_networks_in_any_language(client, page, language):
    def suggest(text):
        response = client.get(page("directory", language).url + "suggestions/", {"q": text})
        assert response["Content-Type"] == "application/json"
        return response.json()["suggestions"]

    germany, dmk = suggest("allem")
    assert client.get(germany["url"]).context["landing"].value == "DE"
    assert client.get(dmk["url"]).context["page"].acronym == "DMK"
    assert client.get(suggest("sant")[0]["url"]).context["landing"].value == "health"
    assert suggest("DM")[0]["label"].endswith("(DMK)")
    # Also a word for Germans: those that serve the whole world come after who is there.
    assert [s["url"] for s in suggest("المان")][:2] == [germany["url"], dmk["url"]]
    assert suggest("a") == []
    assert suggest("") == []
    assert suggest("zzzz") == []


def test_views_take_few_queries_and_none_twice(client, landing):
    from tests.home.test_public_pages import queries_of

    for path in (
        "countries/germany/", "countries/germany/?q=dmk&field=health", "fields/health/", "coverage/", "map/",
        "which-network/?country=DE&field=health", "which-network/?country=DE&q=medcin+aviation",
        "suggestions/?q=germ",
    ):  # fmt: skip
        statements = queries_of(client, landing("en", path))
        assert len(statements) == len(set(statements)) <= 12, path


def test_every_country_of_the_map_is_a_link_that_answers(client, page):
    response = client.get(page("directory", "en").url + "map/")
    assert response["Content-Type"].startswith("image/svg+xml")
    tree = ElementTree.fromstring(response.content)  # noqa: S314 - our own
    svg = "{http://www.w3.org/2000/svg}"
    links = {a.get("id"): a for a in tree.iter(f"{svg}a")}
    assert len(links) == len(drawing()["countries"]) > 220
    assert links["DE"].find(f"{svg}title").text.strip() == (
        "Germany: 4 networks (3 of them serve the whole world)"
    )
    assert links["SG"].find(f"{svg}circle") is not None  # too small to hit otherwise
    assert links["DE"].get("class") == "shade-1"
    assert links["JP"].get("class") == "shade-0"
    for code in ("DE", "JP", "SG", "MA"):
        assert client.get(links[code].get("href")).status_code == 200
    assert "EH" not in links  # Natural Earth's point of view for Morocco


def test_the_map_is_light_cacheable_and_framed_by_this_site_only(client, page):
    url = page("directory", "ar").url + "map/"
    response = client.get(url)
    world = (settings.BASE_DIR / "static" / "img" / "world.svg").read_bytes()
    assert len(gzip.compress(response.content)) + len(gzip.compress(world)) <= 35_000
    unchanged = client.get(url, headers={"if-none-match": response["ETag"]})
    assert unchanged.status_code == 304
    for answer in (response, unchanged):  # the headers of a 304 take the place of those kept
        assert answer["X-Frame-Options"] == "SAMEORIGIN"
        assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert "http" not in re.sub(r"http://www\.w3\.org/\S+", "", response.text)


def test_the_directory_and_its_country_pages_show_the_map_and_the_same_as_a_list(client, landing):
    for path, fragment in (("", ""), ("countries/germany/", "#DE")):
        soup = soup_of(client.get(landing("en", path)))
        assert soup.iframe["src"] == f"/en/networks/map/{fragment}"
        assert soup.iframe["title"]
        assert len(soup.select(".world__list a")) == 5


def test_a_stand_in_is_read_aloud_in_its_own_language_among_the_answers_too(client, page, landing):
    network = GeographicNetworkPageFactory(title="Réseau belge", parent=page("family/geographic"))
    network.copy_for_translation(page("home", "en").locale, copy_parents=True, alias=True)
    text = client.get(landing("en", "which-network/") + "?country=BE").text
    assert 'lang="fr" dir="ltr">Réseau belge' in text


@pytest.fixture
def which(client, landing):
    """which(query, language) -> the response of “Which network is for me?”, as soup."""
    paths = {"fr": "quel-reseau/", "en": "which-network/", "ar": "أي-شبكة/"}
    return lambda query, language="en": soup_of(client.get(landing(language, paths[language]) + query))


def named(soup):
    return [a["href"].rstrip("/").rsplit("/", 1)[1] for a in soup.select(".card__title a")]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("typed", ["médecin", "MEDECINS", "l’infirmière", "tabib", "Health", "medcin"])
def test_a_typed_profession_is_understood_as_a_field(which, typed, language):
    soup = which(f"?country=JP&q={quote(typed)}", language)
    assert named(soup) == named(which("?country=JP&field=health", language)) != []
    assert soup.select_one("#work")["value"] == typed
    assert soup.select_one("#country option[selected]")["value"] == "JP"
    notice = " ".join(notice.text for notice in soup.select(".notice"))
    assert {"fr": "Santé", "en": "Health", "ar": "الصحة"}[language] in notice


def test_of_several_fields_the_visitor_chooses_and_a_country_may_be_typed_too(which):
    for code in ("law", "health"):
        field = FieldOfActivity.objects.get(code=code, locale__language_code="en")
        field.words_people_use = "mediator"
        field.save()
    soup = which("?q=mediator+Germany")
    assert soup.select_one("#country option[selected]")["value"] == "DE"
    choices = {a.text: a["href"] for a in soup.select("main .link-list a")}
    assert set(choices) == {"Law", "Health"}
    chosen = which(choices["Law"])
    assert named(chosen) == named(which("?country=DE&field=law"))
    assert chosen.select_one("#work")["value"] == "mediator Germany"
    assert not chosen.select("main .link-list a")


def test_what_nobody_knows_is_said_and_the_fields_are_there(which):
    soup = which("?q=zzzzzz")
    assert "No field and no network is known for" in soup.select_one("main").text
    assert "No network serves you yet" not in soup.text
    assert len(soup.select("main .link-list a")) == 11
    assert soup.select_one("#work")["value"] == "zzzzzz"


def test_a_word_of_a_listing_leads_to_its_network(which, client, landing, page):
    soup = which("?q=AEROMAC")
    assert named(soup) == ["aeromac-experts"] or len(named(soup)) == 1
    assert "Its listing has what you typed: “AEROMAC”." in soup.text


def test_the_other_languages_have_the_same_answers(which):
    links = which("?country=DE&q=avocat").select("a[hreflang]")
    kept = [link["href"] for link in links if "country=DE" in link["href"] and "q=avocat" in link["href"]]
    assert len(set(kept)) >= 2
