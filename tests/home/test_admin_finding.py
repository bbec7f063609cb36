"""Editors find a page, and their way back: search, choosers, sessions of a module, the history."""

import json
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse
from wagtail.models import DraftStateMixin, ModelLogEntry, Page, PageLogEntry
from wagtail.users.models import UserProfile

from academy_pages.models import ModuleSession
from contact.models import ContactBlock
from networks_directory.models.listing_facts import NetworkCity, NetworkName
from tests.factories import GeographicNetworkPageFactory, opening_page

pytestmark = pytest.mark.django_db

NETWORK = "networks_directory.networkpage"


@pytest.fixture
def network():
    return GeographicNetworkPageFactory(
        title="Réseau d'essai",
        acronym="ZZRE",
        other_names=[NetworkName(name="Cercle Ibn Battouta")],
        cities=[NetworkCity(name="Bénélux-Ville")],
    )


@pytest.mark.parametrize(
    "typed", ["ZZRE", "zzr", "battouta", "Bénélux", "benelux", "Belgique", "belgi", "Belgium", "بلجيكا"]
)
@pytest.mark.parametrize(
    "search", ["/admin/pages/search/?q={}", f"/admin/choose-page/search/?q={{}}&page_type={NETWORK}"]
)
def test_a_network_is_found_by_its_names_and_places(editor_client, network, search, typed):
    assert f"/{network.pk}/" in editor_client.get(search.format(typed)).text


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("médecins", "network/c3m"),
        ("aeronotique", "module/aeronautique"),
        ("opportunités", "programme/mobilisation"),
    ],
)
def test_where_wagtail_finds_nothing_words_are_understood_as_on_the_site(editor_client, typed, key):
    page = opening_page(key)
    found = f"/admin/pages/{page.pk}/edit/"
    assert found in editor_client.get("/admin/pages/search/", {"q": typed}).text
    assert found in editor_client.get("/admin/pages/search/results/", {"q": typed}).text
    chooser = editor_client.get(
        "/admin/choose-page/search/", {"q": typed, "page_type": "wagtailcore.page"}
    ).text
    assert f'data-id="{page.pk}"' in chooser


def test_what_is_understood_keeps_to_what_may_be_chosen_and_to_the_type_that_was_asked(editor_client):
    chooser = "/admin/choose-page/search/?q=médecins&page_type=academy_pages.academymodulepage"
    assert f'data-id="{opening_page("network/c3m").pk}"' not in editor_client.get(chooser).text
    assert f'data-id="{opening_page("module/sante").pk}"' in editor_client.get(chooser).text
    module = "/admin/pages/search/?q=médecins&content_type=academy_pages.academymodulepage"
    assert f"/admin/pages/{opening_page('network/c3m').pk}/edit/" not in editor_client.get(module).text


def test_a_filter_among_the_words_is_not_forgotten(editor_client):
    found = f"/admin/pages/{opening_page('network/c3m').pk}/edit/"
    assert found in editor_client.get("/admin/pages/search/", {"q": "médecins"}).text
    assert found not in editor_client.get("/admin/pages/search/", {"q": "live:no médecins"}).text


def test_a_network_is_found_by_what_it_is_called_now(editor_client, network, publish):
    network.acronym = "NOUVEAU"
    publish(network)
    assert f"/{network.pk}/" in editor_client.get("/admin/pages/search/?q=NOUVEAU").text
    assert f"/{network.pk}/" not in editor_client.get("/admin/pages/search/?q=ZZRE").text


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
@pytest.mark.parametrize(
    ("page_type", "key"),
    [
        (NETWORK, "directory"),
        ("networks_directory.geographicnetworkpage", "family/geographic"),
        ("academy_pages.academymodulepage", "academy"),
        ("wagtailcore.page", "home"),
    ],
)
def test_choosers_open_where_the_pages_are(editor_client, editor, page_type, key, language):
    UserProfile.objects.update_or_create(user=editor, defaults={"preferred_language": language})
    answer = editor_client.get("/admin/choose-page/", {"page_type": page_type}).text
    assert json.loads(answer)["parent_page_id"] == opening_page(key).pk


def test_a_chooser_finds_each_page_once_in_the_source_language(editor_client):
    answer = editor_client.get(f"/admin/choose-page/search/?q=DMK&page_type={NETWORK}").text
    found = [
        language
        for language in ("fr", "en", "ar")
        if f'data-id="{opening_page("network/dmk", language).pk}"' in answer
    ]
    assert found == ["fr"]


def test_a_module_and_its_sessions_lead_to_each_other(editor_client):
    module = opening_page("module/sante")
    session = ModuleSession.objects.create(module=module, place="Rabat")
    here = reverse("academy_sessions:edit", args=[session.pk])
    there = reverse("wagtailadmin_pages:edit", args=[module.pk])
    assert here in editor_client.get(there).text
    assert there in editor_client.get(here).text
    assert there in editor_client.get(reverse("academy_sessions:index")).text
    new = editor_client.get(reverse("academy_sessions:add"), {"module": module.pk}).text
    assert f'value="{module.pk}"' in new


def test_the_opening_content_can_be_gone_back_to(editor_client):
    pages = Page.objects.filter(depth__gt=1, alias_of=None)
    for instance in [*pages.specific(), *ContactBlock.objects.all()]:
        assert isinstance(instance, DraftStateMixin)
        first = instance.latest_revision
        instance.save_revision(log_action=True)
        name = "wagtailadmin_pages" if isinstance(instance, Page) else "wagtailsnippets_contact_contactblock"
        history = editor_client.get(reverse(f"{name}:history", args=[instance.pk])).text
        assert reverse(f"{name}:revisions_revert", args=[instance.pk, first.pk]) in history


def test_a_page_goes_back_to_what_it_opened_with(editor_client):
    page = opening_page("about")
    first, title = page.latest_revision, page.title
    page.title = "Tout autre chose"
    page.save_revision(log_action=True).publish()
    form = editor_client.get(reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, first.pk]))
    assert title in form.text
    assert PageLogEntry.objects.filter(page=page.pk, revision=first).exists()


def test_versions_without_a_line_in_the_history_get_one():
    migration = import_module("home.migrations.0003_first_versions_in_history")
    PageLogEntry.objects.all().delete()
    ModelLogEntry.objects.all().delete()
    migration.enter_first_versions(apps, None)
    for page in Page.objects.filter(depth__gt=1, alias_of=None):
        assert PageLogEntry.objects.filter(page=page.pk, revision=page.latest_revision).count() == 1
    block = ContactBlock.objects.first()
    assert ModelLogEntry.objects.filter(object_id=str(block.pk), revision=block.latest_revision).count() == 1
