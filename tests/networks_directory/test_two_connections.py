"""Several people at once, each with a connection of their own: everybody succeeds, and nothing is lost.

On PostgreSQL, where two transactions can be open at once; SQLite lets one writer in after the other.
"""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from networks_directory.index.rebuilding import rebuild_listing_index
from networks_directory.index.waiting import number_waiting
from networks_directory.listing_updates.acceptance import accept
from networks_directory.listing_updates.listing_values import Patch, values_of
from networks_directory.listing_updates.models import ListingUpdate
from networks_directory.listing_updates.states import State
from networks_directory.listing_updates.submissions import Submission, submit
from networks_directory.listing_updates.verdicts import MovedError, Reading, Verdict
from networks_directory.models.listing_index import IndexedNetwork
from tests.conftest import LANGUAGES
from tests.factories import GeographicNetworkPageFactory, RepresentationFactory, opening_page
from tests.networks_directory.test_listing_index import contents

pytestmark = [pytest.mark.two_connections, pytest.mark.django_db(transaction=True)]

TIMES = 50


def at_once(*jobs):
    """Run some functions at the same moment, each on a connection of its own. Returns what they return."""
    start = threading.Barrier(len(jobs))

    def run(job):
        start.wait()
        try:
            return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as threads:
        return [answer.result() for answer in [threads.submit(run, job) for job in jobs]]


def publishing(key, language, times=TIMES):
    """A function that changes and publishes one language of a network again and again."""

    def publish():
        for number in range(times):
            network = opening_page(key, language)
            network.summary = f"{language} {number}"
            network.founded = 1960 + number
            network.save_revision().publish()

    return publish


def test_two_editors_publish_two_languages_of_one_network():
    at_once(publishing("network/dmk", "fr"), publishing("network/dmk", "en"))
    for language in ("fr", "en"):
        assert opening_page("network/dmk", language).summary == f"{language} {TIMES - 1}"
    assert_index_is_true()


def test_two_editors_publish_into_an_empty_index():
    IndexedNetwork.objects.all().delete()
    at_once(publishing("network/dmk", "fr", 1), publishing("network/c3m", "en", 1))
    assert IndexedNetwork.objects.count() == 2


def test_a_rebuild_beside_two_publishers_loses_nothing():
    def rebuild():
        for _ in range(5):
            rebuild_listing_index()

    def add_networks():
        for number in range(10):
            GeographicNetworkPageFactory(title=f"Nouveau {number}", slug=f"nouveau-{number}")

    at_once(rebuild, publishing("network/dmk", "fr", 20), add_networks)
    assert_index_is_true()


def test_of_two_moderators_who_accept_one_update_at_once_one_is_told(editor):
    attached = RepresentationFactory()
    for year in range(2000, 2010):
        update = sent(attached, year)
        reading = Reading.of(update)

        def decide(update=update, reading=reading, year=year):
            try:
                accept(update, editor, reading, Verdict({"founded": year}))
            except MovedError as error:
                return str(error)
            return "accepted"

        accepted, refused = sorted(at_once(decide, decide), key=len)
        assert accepted == "accepted"
        assert editor.email in refused
        assert opening_page("network/dmk").founded == year
    assert_index_is_true()


def test_a_representative_submits_while_an_editor_publishes(editor):
    attached, years = RepresentationFactory(), range(2000, 2020)
    at_once(publishing("network/dmk", "fr", len(years)), lambda: [sent(attached, year) for year in years])
    update = ListingUpdate.objects.get()
    assert update.proposal == {"founded": years[-1]}
    assert opening_page("network/dmk").founded == 1960 + len(years) - 1
    accept(update, editor, Reading.of(update), Verdict(update.proposal))
    for language in LANGUAGES:
        assert opening_page("network/dmk", language).founded == years[-1]


def test_a_moderator_accepts_while_an_editor_publishes(editor):
    """Either what was read is still there, or the moderator is told; nobody is thrown out."""
    attached, told = RepresentationFactory(), []

    def accept_one_after_the_other():
        for year in range(2000, 2010):
            update = sent(attached, year)
            while update.state == State.WAITING:
                try:
                    update = accept(update, editor, Reading.of(update), Verdict({"founded": year}))
                except MovedError as error:
                    told.append(str(error))
                    update = ListingUpdate.objects.get(pk=update.pk)

    at_once(publishing("network/dmk", "fr", 20), accept_one_after_the_other)
    assert ListingUpdate.objects.filter(state=State.ACCEPTED).count() == 10
    assert_index_is_true()


def sent(attached, year):
    """What a representative of DMK proposes: another year in which it was founded. Returns the update."""
    network = opening_page("network/dmk")
    patch = Patch.between(values_of(network), {"founded": year})
    update, _changed = submit(attached.representative, network, Submission(patch))
    return ListingUpdate.objects.get(pk=update.pk)


def assert_index_is_true():
    """Nothing waits, and making the index again changes nothing."""
    assert number_waiting() == 0
    before = contents()
    rebuild_listing_index()
    assert contents() == before
