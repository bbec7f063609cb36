"""Networks are listed as each language sorts its words."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from wagtail.models import Locale

from core.search_text import normalise
from networks_directory.index.collation import by_title, collation_of
from networks_directory.models.listing_index import IndexedName
from tests.factories import GeographicNetworkPageFactory

pytestmark = pytest.mark.django_db

SORTED = {
    "fr": ["Cote", "Côte", "Élan", "Elbe", "Étude", "Zélande"],
    "en": ["Apple", "apricot", "Éclair", "Egg"],
    "ar": ["أطلس", "البحر", "المغرب", "آمال", "باحثون", "تعاون"],
}


def listed(client, page, language):
    response = client.get(page("directory", language).url + "?country=BE&family=geographic&sort=name")
    return [network.title for network in response.context["browsing"].cards]


@pytest.mark.parametrize("language", SORTED)
def test_names_are_in_the_order_of_the_readers_language(client, page, language):
    family = page("family/geographic", language)
    for title in reversed(SORTED[language]):
        GeographicNetworkPageFactory(title=title, parent=family, locale=family.locale)
    assert sorted(listed(client, page, language)) == sorted(SORTED[language])
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                f'SELECT t FROM unnest(%s::text[]) AS t ORDER BY t COLLATE "{collation_of(language)}"',  # noqa: S608
                [SORTED[language]],
            )
            assert listed(client, page, language) == [row[0] for row in cursor.fetchall()]
    if language == "fr":  # accents count for nothing at first, on either database
        folded = [normalise(title) for title in listed(client, page, language)]
        assert folded == [normalise(title) for title in SORTED[language]]


def test_a_listing_keeps_its_title_for_sorting(page):
    assert set(IndexedName.objects.values_list("title", flat=True)) >= {page("network/dmk").title}


def test_every_language_has_an_index_in_its_own_order(page):
    """So that a page of results of a hundred thousand reads no more than itself."""
    if connection.vendor != "postgresql":
        assert by_title("fr") == F("name"), "SQLite reads the index networks_by_name"
        return
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE indexname LIKE 'networks_by_title_%%'")
        names = {row[0] for row in cursor.fetchall()}
    for locale in Locale.objects.all():
        assert f"networks_by_title_{locale.language_code}" in names
