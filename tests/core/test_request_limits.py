"""An address that names nothing costs nothing, and a sign no column holds is never asked for."""

import io
import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import get_resolver
from wagtail.models import Page

from core.request_limits import LONGEST_PATH, MOST_PARTS
from tests.networks_directory.listing_updates.conftest import url

pytestmark = pytest.mark.django_db

WORDS = {"fr": "Page introuvable", "en": "Page not found", "ar": "الصفحة غير موجودة"}


def depth_of(path):
    return len([part for part in path.split("/") if part])


def depths_of(resolver, above=0):
    """How many parts the addresses of a URLconf have."""
    for pattern in resolver.url_patterns:
        depth = above + depth_of(re.sub(r"\[\^?[^\]]*\]|^\^", "", str(pattern.pattern)))
        yield from depths_of(pattern, depth) if hasattr(pattern, "url_patterns") else [depth]


def test_every_address_of_the_site_and_its_admin_is_short_enough():
    deepest_page = max(depth_of(url) for url in Page.objects.values_list("url_path", flat=True))
    assert deepest_page + 3 <= MOST_PARTS  # with the further views of a page below it
    assert 5 < max(depths_of(get_resolver())) <= MOST_PARTS


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize(
    "path",
    [
        "a/" * 1900,
        "a/" * MOST_PARTS,
        "/" * 3000,
        "x" * (LONGEST_PATH + 1),
        "reseaux/" + "pays/" * 40,
        "%00/",
        "reseaux/%00/",
        "reseaux/pays/%00/",
        "mes-reseaux/code/%00/",
        "mes-reseaux/suivi/%00/%00/",
    ],
    ids=lambda path: path[:24],
)
def test_an_address_that_names_nothing_is_not_found_without_a_query(
    client, path, language, django_assert_num_queries
):
    with django_assert_num_queries(0):
        response = client.get(f"/{language}/{path}")
    soup = BeautifulSoup(response.content, "html.parser")
    assert (response.status_code, soup.h1.text) == (404, WORDS[language])
    assert soup.html["lang"] == response["Content-Language"] == language
    assert soup.select_one(f'a[href="/{language}/"]')
    assert len(response.content) < 5_000  # the address is not repeated


@pytest.mark.parametrize("path", ["/admin/" + "a/" * 1000, "/documents/" + "1/" * 1000, "/" + "a/" * 1000])
def test_nor_outside_the_languages(client, path, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get(path, headers={"accept-language": "ar"})
    assert response.status_code == 404
    assert WORDS["ar"] in response.text
    assert "Accept-Language" in response["Vary"]


@pytest.mark.parametrize(
    "path",
    ["%ff%fe/", "%ed%a0%80/", "%2500/", "..%2f..%2fetc/", "%E2%80%AE/", "a" * 1500 + "/", "%C0%80/", "%5c/"],
)
@pytest.mark.parametrize("below", ["/fr/", "/fr/reseaux/", "/fr/reseaux/pays/", "/fr/mes-reseaux/code/"])
def test_junk_in_an_address_is_not_found(client, path, below):
    response = client.get(below + path)
    assert response.status_code in (404, 200) or response.headers["Location"] == below  # an invisible mark


def test_an_address_just_deep_enough_is_looked_for_at_a_small_price(client, django_assert_max_num_queries):
    client.get("/fr/")
    path = "/fr/" + (("x" * 150 + "/") * (MOST_PARTS - 1))
    with django_assert_max_num_queries(6) as captured:
        assert client.get(path).status_code == 404
    assert sum(len(query["sql"]) for query in captured) < 200_000


@pytest.mark.parametrize(
    "address",
    [
        "/fr/recherche/?q=%00",
        "/fr/reseaux/?country=%00&field=%00&city=%00",
        "/fr/reseaux/suggestions/?q=ab%00c",
        "/fr/contact/?network=%00&subject=%00&receipt=%00",
        "/fr/mes-reseaux/nouveau-reseau/?field=%00&country=%00",
        "/sitemap-pages.xml?p=%00",
        "/fr/nowhere/?%00=%00",
    ],
)
def test_a_nul_in_a_parameter_asks_for_nothing(client, address):
    assert client.get(address).status_code in (200, 404)


def test_a_nul_in_a_cookie_is_no_session(client):
    client.cookies["sessionid"] = "\x00" * 32
    for path in ("/fr/mes-reseaux/", "/admin/login/"):
        assert client.get(path, headers={"cookie": r'sessionid="\000\000\000aaaaaaaaa"'}).status_code == 200


@pytest.mark.parametrize("name", ["ask_code", "sign_out", "find_status", "new_network"])
def test_a_nul_in_a_form_is_refused_by_name(client, name):
    for sent in ("email=a%00@example.org", "again%00=x", "leads_to=/fr/%00&again=%00"):
        response = client.post(url(name), sent, content_type="application/x-www-form-urlencoded")
        assert response.status_code == 422
        assert "ne peut pas être lu" in response.text


def test_a_form_with_too_many_fields_is_refused_by_the_sites_own_page(client, editor_client, page, settings):
    many = {f"f{number}": "" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    for browser, address in (
        (client, "/fr/message-de-contact/"),
        (Client(), url("edit", page("network/dmk").pk)),
        (editor_client, f"/admin/pages/{page('network/dmk').pk}/edit/"),
    ):
        response = browser.post(address, many)
        assert response.status_code == 413
        assert "Rien n’a été conservé" in response.text


def test_so_is_one_that_is_too_large_or_has_too_many_files(client, settings):
    large = client.post("/fr/message-de-contact/", {"message": "x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE})
    files = {str(number): io.BytesIO(b"x") for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FILES + 1)}
    many = client.post("/fr/message-de-contact/", files)
    assert (large.status_code, many.status_code) == (413, 413)
