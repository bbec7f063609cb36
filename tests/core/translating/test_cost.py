"""What it costs to publish one changed fact: as much in five languages as in three, and not much in all."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from networks_directory.choices import ChannelKind
from networks_directory.models.listing_facts import (
    NetworkChannel,
    NetworkCountry,
    NetworkField,
    NetworkLanguage,
    NetworkName,
    NetworkPhone,
)
from tests.core.translating.conftest import in_language
from tests.factories import field_of_activity

pytestmark = pytest.mark.django_db

MOST_QUERIES = 250
MORE_LANGUAGES = [("es", "Español"), ("zgh", "ⵜⴰⵎⴰⵣⵉⵖⵜ")]


@pytest.fixture
def network(page, publish):
    """A network with several rows of each kind, translated into English and Arabic."""
    dmk = page("network/dmk")
    dmk.phones = [NetworkPhone(number=f"+21253700000{number}", sort_order=number) for number in range(5)]
    dmk.countries = [NetworkCountry(country=code) for code in ("DE", "AT", "CH")]
    dmk.languages = [NetworkLanguage(language=code) for code in ("de", "fr", "ar")]
    dmk.fields_of_activity = [NetworkField(field=field_of_activity(code)) for code in ("health", "research")]
    dmk.other_names = [NetworkName(name=name, language="de") for name in ("Der Verband", "Der Verein")]
    dmk.channels = [NetworkChannel(kind=kind, url="https://dmk.example/") for kind in ChannelKind.values[:2]]
    return publish(dmk)


def queries_to_publish_another_phone(network, publish, number="+212537999999"):
    network = in_language(network, "fr")
    phones = list(network.phones.all())
    phones[0].number = number
    network.phones = phones
    with CaptureQueriesContext(connection) as queries:
        publish(network)
    return len(queries)


def numbers(network, language):
    return [str(phone.number) for phone in in_language(network, language).phones.all()]


@pytest.fixture
def five_languages(settings):
    """The site in two languages more; returns their Locales."""
    languages = [*settings.LANGUAGES, *MORE_LANGUAGES]
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = languages
    return [Locale.objects.create(language_code=code) for code, _name in MORE_LANGUAGES]


def translate_by_hand(network, locale, publish):
    translation = network.copy_for_translation(locale, copy_parents=True)
    translation.title = f"DMK {locale.language_code}"
    publish(translation)


def let_stand_in(network, locale, publish):
    network.copy_for_translation(locale, copy_parents=True, alias=True)


def test_one_changed_fact_in_three_languages_takes_few_queries(network, publish):
    taken = queries_to_publish_another_phone(network, publish)
    assert "+212 5 37 99 99 99" in numbers(network, "fr")
    assert numbers(network, "en") == numbers(network, "ar") == numbers(network, "fr")
    assert taken <= MOST_QUERIES


@pytest.mark.parametrize("appear", [translate_by_hand, let_stand_in])
def test_and_hardly_more_in_five(network, publish, five_languages, appear):
    in_three = queries_to_publish_another_phone(network, publish)
    for locale in five_languages:
        appear(in_language(network, "fr"), locale, publish)
    in_five = queries_to_publish_another_phone(network, publish, "+212537999998")
    assert "+212 5 37 99 99 98" in numbers(network, "fr")
    assert numbers(network, "es") == numbers(network, "fr")
    assert numbers(network, "zgh") == numbers(network, "fr")
    assert in_five <= 1.3 * in_three


def test_rows_that_have_not_changed_stay_the_rows_they_are(network, publish):
    def keys():
        return {str(row.number): row.pk for row in in_language(network, "en").phones.all()}

    before = keys()
    queries_to_publish_another_phone(network, publish)
    after = keys()
    kept = before.keys() & after.keys()
    assert len(kept) == 4
    assert all(before[number] == after[number] for number in kept)
