"""When the index is written: once for each transaction, after it, and nothing that changed is ever lost."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail import hooks
from wagtail.models import Locale

from networks_directory.freshness import is_stale, last_stale_day
from networks_directory.index.facets import Facet
from networks_directory.index.waiting import (
    LEFT_BEHIND,
    MOST_AT_ONCE,
    index_all_waiting,
    networks_changed,
    number_waiting,
)
from networks_directory.models.fields_of_activity import FieldOfActivity
from networks_directory.models.listing_index import IndexedName, NetworkToIndex
from networks_directory.models.networks import NetworkPage
from tests.factories import ThematicNetworkPageFactory

pytestmark = pytest.mark.django_db

MOST_QUERIES = 25  # to index one network, in any number of languages
BROKEN = "Réseau en panne"


class BrokenFacet(Facet):
    """A filter with a fault, as another app might add one: it fails for one network."""

    name = "broken"

    def values_of(self, page):
        if page.title == BROKEN:
            raise ValueError("a fault")
        return []


@pytest.fixture
def worker(settings):
    """The queue of production: what is left to the worker waits until work_off() is called."""
    settings.TASKS = settings.TASKS | {"background": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    return index_all_waiting.call


@pytest.fixture
def health_networks():
    """More networks in the field of health than are indexed at once."""
    return [ThematicNetworkPageFactory(slug=f"sante-{number}") for number in range(MOST_AT_ONCE + 1)]


def rename_health(name):
    field = FieldOfActivity.objects.get(code="health", locale__language_code="fr")
    field.name = name
    field.save()


def found(client, page, query):
    return client.get(f"{page('directory').url}?q={query}").context["browsing"].count


def test_one_network_takes_few_queries_in_three_languages_and_in_five(page):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            networks_changed([dmk.translation_key])
        return len(captured)

    dmk = page("network/dmk")
    in_three = queries()
    assert in_three <= MOST_QUERIES
    for code in ("es", "zgh"):
        locale, _created = Locale.objects.get_or_create(language_code=code)
        dmk.copy_for_translation(locale, copy_parents=True, alias=True)
    assert IndexedName.objects.filter(network__translation_key=dmk.translation_key).count() == 5
    assert queries() == in_three


def test_a_network_is_indexed_once_a_transaction_and_a_publication_is_one(page):
    @transaction.atomic
    def save_three_times():
        for summary in ("Un", "Deux", "Trois"):
            dmk.summary = summary
            dmk.save()

    def publish_in_every_language():
        dmk.acronym = "XYZ"
        dmk.save_revision().publish()

    dmk = page("network/dmk")
    for change in (save_three_times, publish_in_every_language):
        with CaptureQueriesContext(connection) as captured:
            change()
        done = [q for q in captured if q["sql"].startswith('DELETE FROM "networks_directory_networktoindex"')]
        assert len(done) == 1, change.__name__


def test_what_is_rolled_back_is_not_indexed(page, client):
    @transaction.atomic
    def save_and_fail(network):
        network.acronym = "XYZZY"
        network.save()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        save_and_fail(page("network/dmk"))
    assert found(client, page, "xyzzy") == 0
    assert number_waiting() == 0


def test_many_networks_are_left_to_the_worker_and_the_dashboard_says_so(
    worker, health_networks, editor_client, client, page
):
    assert "L’annuaire se met à jour" not in editor_client.get("/admin/").text
    rename_health("Médecine xyzzy")
    waiting = number_waiting()
    assert waiting > MOST_AT_ONCE
    assert found(client, page, "xyzzy") == 0
    home = editor_client.get("/admin/").text
    assert f"encore {waiting} réseaux" in home
    assert "déjà" not in home
    worker()
    assert number_waiting() == 0
    assert found(client, page, "xyzzy") == waiting
    assert "L’annuaire se met à jour" not in editor_client.get("/admin/").text


def test_a_developer_has_no_worker_and_needs_none(health_networks, client, page):
    rename_health("Médecine xyzzy")
    assert number_waiting() == 0
    assert found(client, page, "xyzzy") > MOST_AT_ONCE


def test_a_network_that_cannot_be_indexed_waits_alone_and_its_page_is_saved(
    page, client, editor_client, caplog
):
    with hooks.register_temporarily("register_directory_facet", BrokenFacet):
        broken = ThematicNetworkPageFactory(title=BROKEN)
        good = ThematicNetworkPageFactory(title="Réseau xyzzy")
        networks_changed([broken.translation_key, good.translation_key])
    assert client.get(broken.url).status_code == 200
    assert found(client, page, "xyzzy") == 1
    assert number_waiting() == 1
    assert str(broken.translation_key) in caplog.text
    NetworkToIndex.objects.update(since=timezone.now() - timedelta(hours=2))
    assert "depuis 2\xa0heures déjà" in editor_client.get("/admin/").text
    good.save()  # the fault has been mended: whoever saves next takes what was left behind along
    assert number_waiting() == 0
    assert found(client, page, "panne") == 1


def test_what_a_process_left_behind_when_it_died_is_taken_by_the_next(page, client):
    NetworkPage.objects.filter(pk=page("network/dmk").pk).update(acronym="XYZZY")
    NetworkToIndex.objects.create(
        translation_key=page("network/dmk").translation_key, since=timezone.now() - 2 * LEFT_BEHIND
    )
    page("network/c3m").save()
    assert found(client, page, "xyzzy") == 1


@pytest.mark.parametrize(
    "today", [date(2026, 2, 28), date(2026, 3, 31), date(2028, 2, 29), date(2026, 11, 25)]
)
def test_the_last_stale_day_parts_what_is_stale_from_what_is_not(monkeypatch, today):
    monkeypatch.setattr(timezone, "localdate", lambda *args: today)
    for days in range(360, 460):
        day = today - timedelta(days=days)
        assert is_stale([day], None) == (day <= last_stale_day())
