"""A page is in one language: no French in an English or Arabic page, no English in the others."""

import re
from collections.abc import Iterator

import pytest
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLResolver
from django.utils.translation import override
from wagtail.models import get_page_models
from wagtail.users.models import UserProfile

from networks_directory.models.fields_of_activity import field_names
from networks_directory.models.listing_facts import NetworkCountry
from tests.conftest import LANGUAGES
from tests.factories import GeographicNetworkPageFactory
from tests.words_of_languages import content, foreign_words

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.any_database]

NO_SCREENS = re.compile(
    r"_results$|logout|error_test|catalog|sprite|sign_out|process_import|sitemap|_api|styleguide"
    r"|password_reset|account$"  # in the browser's language; with the names of all time zones
)
# What a hidden button and an empty cell of Wagtail hold, a name stored once, a word of French too.
KNOWN = {"Search", "Validation par les modérateurs", "Permanent", "None"}
BEHIND_A_TITLE = re.compile(r" \((?:English|Français|العربية)\)$")


def names_of_addresses(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    """The name of every address without arguments, of the admin and of the site."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            below = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from names_of_addresses(pattern, below)
        elif pattern.name and not pattern.pattern.regex.groups and not NO_SCREENS.search(pattern.name):
            yield namespace + pattern.name


def screens(language: str) -> set[str]:
    """The address of every page without arguments, in a language."""
    with override(language):
        return {reverse(name) for name in names_of_addresses(get_resolver())}


def foreign_on(client, addresses, language):
    """{text of another language: the first page that says it}."""
    found = {}
    for address in sorted(addresses):
        response = client.get(address)
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            for text in foreign_words(response.text, language):
                found.setdefault(text, address)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_public_page_is_in_its_language(client, page, language):
    network = GeographicNetworkPageFactory(title="Réseau d’essai", countries=[NetworkCountry(country="BE")])
    network.save_revision().publish()
    sitemaps = re.findall(r"<loc>(.*?)</loc>", client.get("/sitemap.xml").text)
    pages = [loc for file in sitemaps for loc in re.findall(r"<loc>(.*?)</loc>", client.get(file).text)]
    addresses = {loc for loc in pages if f"/{language}/" in loc}
    assert len(addresses) > 30
    stand_in = network.get_translations(inclusive=True).get(locale__language_code=language)
    addresses |= {a for a in screens(language) if a.startswith(f"/{language}/")}
    directory = page("directory", language).url
    addresses |= {stand_in.url, f"{directory}?q=zzzz&country=DE", f"/{language}/404/"}
    assert foreign_on(client, addresses, language) == {}


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_admin_is_in_the_language_of_its_reader(editor_client, editor, language):
    """Libraries leave English in French and Arabic; French that was read too early shows in Arabic."""
    UserProfile.objects.create(user=editor, preferred_language=language)
    addresses = {address for address in screens(language) if address.startswith("/admin/")}
    assert len(addresses) > 60
    for model in get_page_models():
        original = model.objects.filter(locale__language_code="fr").first()
        if original:
            addresses |= {
                reverse(f"wagtailadmin_pages:{name}", args=[original.pk]) for name in ("edit", "history")
            }
    found = foreign_on(editor_client, addresses, language)
    typed = {*content("fr"), *content("en"), *content("ar"), *KNOWN, *field_names()}
    assert {t: place for t, place in found.items() if BEHIND_A_TITLE.sub("", t) not in typed} == {}
