"""A page is in one language: no French in an English or Arabic page, no English in the others."""

import re
from collections.abc import Iterator
from itertools import groupby
from zoneinfo import available_timezones

import pytest
from django.conf import settings
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLResolver
from django.utils.translation import get_language_info, override
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
)
# What a hidden button and an empty cell of Wagtail hold, a name stored once, a word of French too.
KNOWN = {"Search", "Validation par les modérateurs", "Permanent", "None"}
# The account offers every language by its own name, and the time zones by theirs.
KNOWN |= {get_language_info(code)["name_local"] for code, _name in settings.LANGUAGES}
KNOWN |= available_timezones()
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
        # Before somebody signs in, the admin is in the language of the browser.
        response = client.get(address, headers={"accept-language": language})
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            for text in foreign_words(response.text, language):
                found.setdefault(text, address)
    return found


def few_of_a_kind(addresses, most=2):
    """The first addresses below each other: one country's page has the words of another's."""
    for _above, same in groupby(
        sorted(addresses), key=lambda address: address.rstrip("/").rpartition("/")[0]
    ):
        yield from list(same)[:most]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_public_page_is_in_its_language(client, page, language):
    network = GeographicNetworkPageFactory(title="Réseau d’essai", countries=[NetworkCountry(country="BE")])
    network.save_revision().publish()
    addresses = set()
    for file in re.findall(r"<loc>(.*?)</loc>", client.get("/sitemap.xml").text):
        pages = [
            loc for loc in re.findall(r"<loc>(.*?)</loc>", client.get(file).text) if f"/{language}/" in loc
        ]
        addresses |= set(few_of_a_kind(pages) if "directory" in file else pages)
    assert len(addresses) > 25
    stand_in = network.get_translations(inclusive=True).get(locale__language_code=language)
    addresses |= {a for a in screens(language) if a.startswith(f"/{language}/")}
    directory = page("directory", language).url
    addresses |= {stand_in.url, f"{directory}?q=zzzz&country=DE", f"/{language}/404/"}
    assert foreign_on(client, addresses, language) == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_admin_is_in_the_language_of_its_reader(client, editor, language):
    """Libraries leave English in French and Arabic; French that was read too early shows in the others."""
    editor.is_superuser = True
    editor.save()
    UserProfile.objects.create(user=editor, preferred_language=language)
    addresses = {address for address in screens(language) if address.startswith("/admin/")}
    before = {address for address in addresses if re.search("login|password_reset", address)}
    found = foreign_on(client, before, language)
    client.force_login(editor)
    originals = [model.objects.filter(locale__language_code="fr").first() for model in get_page_models()]
    edited = {page.pk: page for page in originals if page and page.specific_class is type(page)}
    assert len(edited) > 6
    addresses |= {reverse("wagtailadmin_pages:edit", args=[pk]) for pk in edited}
    addresses.add(reverse("wagtailadmin_pages:history", args=[max(edited)]))
    found |= foreign_on(client, addresses - before, language)
    typed = {*content("fr"), *content("en"), *content("ar"), *KNOWN, *field_names()}
    assert {t: place for t, place in found.items() if BEHIND_A_TITLE.sub("", t) not in typed} == {}
