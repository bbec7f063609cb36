"""An address once given keeps working, whatever is renamed; one that is nearly right is put right."""

import re
from urllib.parse import quote, unquote

import pytest
from bs4 import BeautifulSoup
from django.urls import get_resolver, resolve, reverse
from django.utils import translation
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from networks_directory.browsing.addresses import ROUTES, field_path, sub_path
from networks_directory.models.fields_of_activity import FieldOfActivity, field_names
from tests.admin_forms import post_page, post_snippet
from tests.conftest import LANGUAGES
from tests.factories import StandardPageFactory

pytestmark = pytest.mark.django_db

MOST_HOPS = 4


def arrive(client, address):
    """(status, address) where a browser ends that follows every redirect from an address."""
    for _hop in range(MOST_HOPS):
        response = client.get(address)
        if response.status_code not in (301, 302):
            return response.status_code, address
        address = response.headers["Location"]
    raise AssertionError(f"{address} leads nowhere")


def all_addresses(client):
    """Every address that visitors have been given: pages, what answers below them, and links on these."""
    found = [page.url for page in Page.objects.filter(depth__gt=1).live()]
    for address in list(found):
        soup = BeautifulSoup(client.get(address).content, "html.parser")
        links = soup.select("main a[href^='/'], footer a[href^='/']")
        found += [link["href"].split("#")[0] for link in links]
    ours = [address for address in dict.fromkeys(found) if re.match(r"/(fr|en|ar)/", address)]
    return [address for address in ours if client.get(address).status_code == 200]


def rename_everything():
    """Another slug for every page in every language, another name for every field of activity."""
    for page in Page.objects.filter(depth__gt=2).order_by("-path").specific():
        page.slug = f"{page.slug}-2"
        page.save()
    for field in FieldOfActivity.objects.all():
        field.name = f"{field.name} 2"
        field.save()


def test_everything_is_renamed_and_every_former_address_leads_on(client):
    addresses = all_addresses(client)
    assert len(addresses) > 150
    assert any("/vcard/" in address for address in addresses)
    rename_everything()
    lost = {address: arrive(client, address)[0] for address in addresses}
    assert {address for address, status in lost.items() if status != 200} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_answers_below_the_directory_moves_with_it_and_keeps_its_parameters(client, page, language):
    directory = page("directory", language)
    former = directory.url
    below = [sub_path(language, route) for route in ROUTES if "<" not in str(ROUTES[route])]
    below.append(field_path("health", field_names(), language))
    directory.slug = "annuaire"
    directory.save()
    for rest in ["", *below]:
        status, arrived = arrive(client, f"{former}{rest}?country=DE&q=%D8%B5")
        assert status == 200
        assert arrived == f"{page('directory', language).url}{rest}?country=DE&q=%D8%B5"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_renamed_field_is_found_under_each_of_its_names(client, editor_client, page, language):
    field = FieldOfActivity.objects.get(code="law", locale__language_code=language)
    directory = page("directory", language)
    addresses, first = [], field.name
    for name in ("Droit et justice", "Justice", first):
        addresses.append(directory.url + field_path("law", field_names(), language))
        field.name = name
        field.save()
    present = directory.url + field_path("law", field_names(), language)
    assert [arrive(client, address) for address in addresses] == [(200, present)] * 3
    if language == "fr":
        post_snippet(editor_client, field, name="Le droit")
        assert arrive(client, present + "?page=1")[1].endswith(quote("le-droit") + "/?page=1")


def test_pages_that_swap_and_take_back_their_addresses_do_not_go_round_in_circles(client, page):
    one, other = page("about/privacy"), page("about/legal")
    first, second = one.slug, other.slug
    for moved, slug in ((one, "x"), (other, first), (one, second), (other, "y"), (one, first)):
        moved.slug = slug
        moved.save()
    about = page("about").url
    assert arrive(client, f"{about}{first}/") == (200, one.url)
    assert arrive(client, f"{about}x/") == (200, one.url)
    assert arrive(client, f"{about}y/") == (200, other.url)
    assert arrive(client, f"{about}{first}/nothing/")[0] == 404
    one.unpublish()
    assert arrive(client, f"{about}{first}/")[0] in (200, 404)


def test_a_page_that_moves_below_another_is_found_from_its_former_address(client, editor_client, page):
    former = {language: page("programme/mobilisation", language).url for language in LANGUAGES}
    moved, parent = page("programme/mobilisation"), page("about")
    editor_client.post(reverse("wagtailadmin_pages:move_confirm", args=[moved.pk, parent.pk]))
    for language, address in former.items():
        present = page("programme/mobilisation", language).url
        assert present != address
        assert arrive(client, f"{address}?a=1") == (200, f"{present}?a=1")


def test_a_new_page_at_a_former_address_is_shown_there(client, page):
    former = page("about/legal")
    address, slug = former.url, former.slug
    former.slug = "autrement"
    former.save()
    StandardPageFactory(parent=page("about"), title="Nouvelle", slug=slug)
    assert "Nouvelle" in client.get(address).text


def test_an_editors_own_redirect_is_followed_with_its_parameters(client, page):
    Redirect.add_redirect("/fr/vieux/", page("contact"), site=Site.objects.get())
    Redirect.add_redirect("/fr/ailleurs/?a=1", "https://autre.example/?b=2")
    assert client.get("/fr/vieux/?c=3").headers["Location"] == page("contact").url + "?c=3"
    assert client.get("/fr/ailleurs/?a=1").headers["Location"] == "https://autre.example/?b=2"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "spell",
    [
        str.upper,
        lambda address: address.rstrip("/"),
        lambda address: address + ".",
        lambda address: address.rstrip("/") + ")",
        lambda address: address + quote("»."),
        lambda address: "/" + address[1:].replace("/", "//"),
        lambda address: address + quote("\u200f"),
        lambda address: address.replace("%", "%25"),
        str.lower,
    ],
    ids=["capitals", "no slash", "stop", "bracket", "quotation", "double", "mark", "encoded twice", "small"],
)
@pytest.mark.parametrize("key", ["network/dmk", "about/accessibility", "directory"])
def test_an_address_that_is_nearly_right_leads_to_its_page(client, page, language, key, spell):
    right = page(key, language).url
    status, arrived = arrive(client, spell(right) + "?country=DE")
    assert (status, unquote(arrived)) == (200, unquote(right) + "?country=DE")


@pytest.mark.parametrize(
    "address", ["/fr/rien/", "/FR/RIEN/", "/fr/reseaux/pays/nulle-part/", "/nothing", "/fr/Rien."]
)
def test_what_is_nothing_is_not_found(client, address):
    assert arrive(client, address)[0] == 404


@pytest.mark.parametrize("name", ["favicon.ico", "apple-touch-icon.png", "apple-touch-icon-precomposed.png"])
def test_icons_are_where_browsers_look_for_them(client, name):
    assert client.get(f"/{name}").headers["Location"].startswith("/static/img/")


def public_views(patterns=None, prefix=""):
    """(view, address) of every view under a language, its parameters filled in."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        part = re.sub(r"<\w+:?\w*>", "1", str(pattern.pattern)).lstrip("^")
        if prefix or "fr/" in part:
            if hasattr(pattern, "url_patterns"):
                yield from public_views(pattern.url_patterns, prefix + part)
            elif "(?" not in part:
                yield f"/{prefix}{part}".replace("//", "/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_address_that_takes_a_form_can_be_opened_too(client, language):
    with translation.override("fr"):
        addresses = list(public_views())
    assert len(addresses) > 12
    with translation.override(language):
        for address in (reverse("listing_updates:ask_code"), reverse("contact:send")):
            addresses.append(address)
    refused = [address for address in addresses if client.get(address).status_code == 405]
    refused += [address for address in addresses if client.head(address).status_code == 405]
    assert refused == []


def test_a_mistake_at_sign_in_can_be_looked_at_in_another_language(client):
    with translation.override("fr"):
        url = reverse("listing_updates:ask_code")
    response = client.post(url, {"email": "nobody"})
    soup = BeautifulSoup(response.content, "html.parser")
    for link in soup.select(".language-menu a"):
        opened = client.get(link["href"])
        assert opened.status_code == 200
        assert BeautifulSoup(opened.content, "html.parser").select_one("input[name=email]")


FORMER = {
    "link/key/code/": "link",
    "follow/": "find_status",
    "follow/REF/CODE/": "status_page",
    "not-us/a:token/": "not_us",
    "my-name/a:token/": "withdraw_consent",
    "new-network/": "new_network",
    "listing/7/": "edit",
}


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_english_addresses_that_e_mails_hold_lead_to_those_of_their_language(client, language):
    with translation.override(language):
        home, contact = reverse("listing_updates:my_networks"), reverse("contact:send")
    for former, name in FORMER.items():
        response = client.get(f"{home}{former}?country=DE&again=%D8%B5")
        assert response.status_code == 301
        path, _mark, query = response.headers["Location"].partition("?")
        assert query == "country=DE&again=%D8%B5"
        assert resolve(unquote(path)).view_name == f"listing_updates:{name}"
        arguments = [str(value) for value in resolve(unquote(path)).kwargs.values()]
        assert arguments == former.split("/")[1:-1]
        assert not path.startswith(home + former.split("/")[0] + "/")
    # A form that was open before goes along whole.
    assert client.post(f"/{language}/contact-message/", {"a": "b"}).status_code == 308
    assert client.post(f"/{language}/contact-message/").headers["Location"] == contact


def test_a_page_renamed_in_the_admin_leads_on(client, editor_client, page):
    former = page("network/dmk").url
    post_page(editor_client, page("network/dmk"), slug="allemagne")
    assert arrive(client, f"{former}vcard/")[0] == 200


def test_an_address_of_three_long_parts_in_arabic_leads_on_once_it_is_renamed(client, page):
    parent = page("home", "ar")
    for number in range(3):
        parent = StandardPageFactory(
            parent=parent, locale=parent.locale, title=f"صفحة {number}", slug="كفاءة" * 45
        )
    former = parent.url
    parent.slug = "كفاءة"
    parent.save()
    assert arrive(client, former) == (200, parent.url)
