"""What the directory searches and counts by follows every change of a listing, at once."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Page

from academy_pages.models import AcademyModulePage
from core.search_text import normalise
from networks_directory.index.facets import Bitmaps, bitmap_of, numbers_in, pack, unpack
from networks_directory.index.rebuilding import rebuild_listing_index
from networks_directory.index.words import deletions
from networks_directory.invented.generating import NotAllowedError, generate_networks
from networks_directory.invented.removing import remove_invented_networks
from networks_directory.models.fields_of_activity import FieldOfActivity
from networks_directory.models.invented_networks import InventedNetwork
from networks_directory.models.listing_facts import NetworkCountry, NetworkField
from networks_directory.models.listing_index import (
    FacetBitmap,
    IndexedName,
    IndexedNetwork,
    SearchSpelling,
    SearchWord,
)
from networks_directory.models.networks import NetworkPage
from networks_directory.pages.directory import NetworkFamilyPage
from tests.conftest import LANGUAGES
from tests.factories import GeographicNetworkPageFactory, RepresentationFactory, field_of_activity

pytestmark = pytest.mark.django_db

WORLDWIDE = {"C3M", "journalists", "lawyers"}


@pytest.fixture
def listed(client, page):
    """Acronyms or slugs of what the English directory lists for a query."""
    url = page("directory", "en").url

    def ask(query=""):
        return {n.acronym or n.url.split("/")[-2] for n in client.get(url + query).context["browsing"].cards}

    return ask


def contents():
    """The whole index in comparable form, without the numbers that say only which came first."""
    numbers = dict(IndexedNetwork.objects.values_list("pk", "translation_key"))
    bitmaps = {
        (row.facet, row.value, row.label): {numbers[number] for number in numbers_in(unpack(row.bits))}
        for row in FacetBitmap.objects.filter(size__gt=0)
    }
    entries = {
        entry.translation_key: (entry.title, set(entry.words.split()), sorted(map(tuple, entry.facets)))
        for entry in IndexedNetwork.objects.all()
    }
    names = {
        (name.page_id, name.language_code, name.name, name.acronym, numbers[name.network_id])
        for name in IndexedName.objects.all()
    }
    return bitmaps, entries, names, dict(SearchWord.objects.values_list("word", "networks"))


def test_a_published_change_is_found_and_counted_in_every_language(listed, page, publish):
    dmk = page("network/dmk")
    dmk.countries = [NetworkCountry(country="AT")]
    dmk.fields_of_activity = [NetworkField(field=field_of_activity("research"))]
    publish(dmk)
    assert "DMK" not in listed("?country=DE")
    assert "DMK" in listed("?country=AT")
    assert listed("?field=research") == {"DMK"}
    assert listed("?q=autriche") == {"DMK", *WORLDWIDE}


def test_a_draft_changes_nothing(listed, page):
    dmk = page("network/dmk")
    dmk.countries = [NetworkCountry(country="AT")]
    dmk.save_revision()
    assert "DMK" in listed("?country=DE")


def test_an_unpublished_network_is_gone_in_its_language_only(listed, page, client):
    page("network/dmk", "en").unpublish()
    assert "DMK" not in listed()
    assert listed("?q=germany") == WORLDWIDE
    french = client.get(page("directory").url + "?country=DE").context["browsing"]
    assert french.count == 4


def test_a_deleted_network_leaves_nothing_behind(page, listed):
    before = contents()
    network = GeographicNetworkPageFactory(title="Unique Xylophone", acronym="XYL")
    assert SearchWord.objects.filter(word="xylophone").exists()
    network.delete()
    assert contents() == before


def test_deleting_a_whole_family_empties_its_part(page, listed):
    AcademyModulePage.objects.all().delete()
    page("family/geographic", "en").delete()
    assert listed() == {"C3M", "AEROMAC-Experts", "journalists", "lawyers"}


def test_a_renamed_field_of_activity_is_found_by_its_new_name(listed):
    field = FieldOfActivity.objects.get(code="law", locale__language_code="fr")
    field.name = "Sciences juridiques"
    field.save()
    assert listed("?q=juridiques") == {"lawyers"}
    assert listed("?q=droit") == set()


def test_delivering_modules_is_known_as_soon_as_a_module_says_so(listed, page, publish):
    module = page("module/sante")
    assert "C3M" in listed("?modules=yes")
    module.deliveries = [d for d in module.deliveries.all() if d.network.specific.acronym != "C3M"]
    publish(module)
    assert "C3M" not in listed("?modules=yes")
    for other in AcademyModulePage.objects.filter(locale__language_code="fr"):
        other.delete()
    assert listed("?modules=yes") == set()


def test_a_rebuilt_index_is_the_one_that_was_there(page, publish):
    for key in ("network/dmk", "network/c3m"):
        publish(page(key))
    GeographicNetworkPageFactory(title="Une autre", acronym="AUT").unpublish()
    before = contents()
    call_command("rebuild_listing_index", verbosity=0)
    assert contents() == before
    IndexedNetwork.objects.all().delete()
    call_command("rebuild_listing_index", "--if-outdated", verbosity=0)
    assert contents() == before


def test_an_index_of_an_earlier_release_is_made_again_and_one_of_this_release_is_left(listed):
    before = contents()
    IndexedNetwork.objects.update(title="as an earlier release wrote it")
    call_command("rebuild_listing_index", "--if-outdated", verbosity=0)
    assert contents() != before
    FacetBitmap.objects.filter(facet="format").delete()
    SearchSpelling.objects.all().delete()
    call_command("rebuild_listing_index", "--if-outdated", verbosity=0)
    assert contents() == before
    assert "DMK" in listed("?q=germny")


def test_invented_networks_are_indexed_as_if_they_had_been_published(client, page, listed):
    generate_networks(40, seed=3)
    before = contents()
    assert len(before[1]) == 49
    rebuild_listing_index()
    assert contents() == before
    names = IndexedName.objects.filter(language_code="en", page__slug__startswith="synthetic-")
    text = client.get(names.first().page.get_url()).text
    assert "An invented network, for tests." in text
    assert "This page has not been translated yet" not in text


def test_the_same_seed_invents_the_same_networks_and_removing_leaves_only_what_was_there(page, client):
    before = contents()

    def titles():
        names = IndexedName.objects.filter(page__slug__startswith="synthetic-")
        return set(names.values_list("language_code", "name"))

    generate_networks(15, seed=9)
    first = titles()
    assert len({language for language, _name in first}) == 3
    assert remove_invented_networks() == 15
    assert contents() == before
    generate_networks(10, seed=9)
    generate_networks(5, seed=9)  # goes on where it stopped
    assert titles() == first
    family = page("family/geographic")
    assert family.get_children().count() == family.numchild
    call_command("generate_networks", "--remove", verbosity=0)
    assert contents() == before
    assert client.get(page("directory", "en").url).context["browsing"].count == 9


def test_removing_knows_invented_networks_by_their_keys(page, listed):
    """Whatever became of their addresses and whatever points at them; and no page of an editor goes too."""
    generate_networks(6, seed=9)
    networks = NetworkPage.objects.filter(
        translation_key__in=InventedNetwork.objects.values("translation_key")
    )
    assert networks.count() == 18
    edited, followed, *_others = networks.filter(locale__language_code="fr")
    edited = edited.specific
    edited.slug = "un-autre-nom"
    edited.save_revision().publish()
    RepresentationFactory(network=followed)
    GeographicNetworkPageFactory(title="Un vrai réseau", slug="synthetic-77", acronym="VRAI")
    assert remove_invented_networks() == 6
    assert list(Page.objects.filter(slug__startswith="synthetic-").values_list("title", flat=True)) == [
        "Un vrai réseau"
    ]
    assert not networks.exists()
    assert not Page.objects.filter(slug="un-autre-nom").exists()
    for family in NetworkFamilyPage.objects.all():
        assert family.get_children().count() == family.numchild


def test_a_rebuild_mends_what_is_broken():
    before = contents()
    FacetBitmap.objects.filter(facet="country").delete()
    FacetBitmap.objects.filter(facet="family").update(bits=pack(bitmap_of([1, 7, 900])))
    SearchWord.objects.filter(word__startswith="a").delete()
    SearchWord.objects.update(networks=99)
    IndexedName.objects.filter(language_code="en").update(name="", network=IndexedNetwork.objects.first())
    rebuild_listing_index()
    assert contents() == before


def test_production_refuses_to_invent_or_remove(settings):
    settings.SYNTHETIC_NETWORKS = False
    with pytest.raises(NotAllowedError):
        generate_networks(1)
    with pytest.raises(NotAllowedError):
        remove_invented_networks()


@given(st.sets(st.integers(0, 2_000)))
def test_a_bitmap_keeps_exactly_its_numbers(numbers):
    bitmap = bitmap_of(list(numbers))
    assert numbers_in(bitmap) == sorted(numbers)
    assert unpack(pack(bitmap)) == bitmap
    assert Bitmaps([("facet", "value", "", pack(bitmap))])["facet", "value"].bit_count() == len(numbers)


@given(st.text(st.characters(categories=["L"]), min_size=5, max_size=20), st.data())
def test_one_typing_error_away_shares_a_spelling(text, data):
    word = normalise(text)
    if len(word) < 5 or " " in word:
        return
    at = data.draw(st.integers(0, len(word) - 2))
    letter = data.draw(st.sampled_from("aeiou"))
    for wrong in (
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    ):
        assert deletions(wrong) & deletions(word)


def test_a_private_network_is_neither_listed_nor_found_nor_suggested(client, page, listed):
    dmk = page("network/dmk", "en")
    restriction = dmk.view_restrictions.create(restriction_type="login")
    assert "DMK" not in listed()
    assert listed("?q=dmk") == set()
    url = page("directory", "en").url
    assert client.get(url + "suggestions/?q=dmk").json() == {"suggestions": []}
    assert not client.get("/en/search/?q=dmk").context["found"].groups
    assert client.get(dmk.url + "vcard/").status_code == 302
    restriction.delete()
    assert listed("?q=dmk") == {"DMK"}
    page("family/geographic", "en").view_restrictions.create(restriction_type="login")
    assert listed() == {"C3M", "AEROMAC-Experts", "journalists", "lawyers"}


def test_what_expires_leaves_the_directory(page, publish, listed):
    past = timezone.now() - timedelta(days=1)
    Page.objects.filter(pk=page("network/avocats", "en").pk).update(expire_at=past)
    for language in LANGUAGES:
        Page.objects.filter(pk=page("module/sante", language).pk).update(expire_at=past)
    assert {"lawyers", "C3M"} <= listed()
    call_command("publish_scheduled")
    assert "lawyers" not in listed()
    assert "C3M" not in listed("?modules=yes")


def test_a_stand_in_leaves_with_the_page_it_stands_in_for(client, page):
    network = GeographicNetworkPageFactory(title="Réseau belge", parent=page("family/geographic"))
    network.copy_for_translation(page("home", "en").locale, copy_parents=True, alias=True)
    directory = page("directory", "en").url
    assert client.get(directory + "?country=BE").context["browsing"].count == 4
    network.unpublish()
    assert client.get(directory + "?country=BE").context["browsing"].count == 3


def test_rebuilding_wagtails_own_search_index_keeps_networks_findable(listed):
    call_command("update_index", verbosity=0)
    assert listed("?q=alemagne") == {"DMK", *WORLDWIDE}
