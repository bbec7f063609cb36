"""What every test has: the opening content, no leftover language, no network outside this machine."""

import os
import socket
import sqlite3
from contextlib import nullcontext, suppress

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.management import call_command
from django.core.signals import setting_changed
from django.db import connection
from django.db.transaction import Atomic
from django.utils import translation
from hypothesis import HealthCheck, settings
from wagtail.models import Page

from home.opening_content import EDITOR_EMAIL, fixed_key
from networks_directory.searches.counting import waiting as searches
from tests.prepared_database import copy_prepared, drop, name_beside, prepared_database

SERVER = os.environ.get("TEST_DATABASE_URL", "")
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
LOOPBACK = ("127.0.0.1", "::1", "localhost")
LANGUAGES = ("fr", "en", "ar")

# Every run tries the same few examples of each property, so that the same code has the same verdict;
# `make soak` tries many, new ones each time. Functions' fixtures are rolled back by the tests themselves.
PROPERTIES = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
}
settings.register_profile("few", max_examples=25, derandomize=True, database=None, **PROPERTIES)
settings.register_profile("soak", max_examples=1_000, print_blob=True, **PROPERTIES)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "few"))


def pytest_sessionstart(session):
    if not hasattr(session.config, "workerinput"):  # once, not in each process of pytest-xdist
        call_command("compile_catalogues")
        # On a fresh clone Django has looked for them in vain already, while models were imported.
        setting_changed.send(sender=None, setting="LOCALE_PATHS", value=None, enter=True)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """A copy of the prepared database for this process: in memory, or on the server of TEST_DATABASE_URL."""
    connection.settings_dict["NAME"] = (
        name_beside(SERVER, WORKER) if SERVER else "file:memorydb_default?mode=memory&cache=shared"
    )
    with django_db_blocker.unblock():
        begin_again()
        # SQLite finds out with a few statements, once a process: no test of how many there are counts them.
        assert connection.features.supports_json_field
    yield
    if SERVER:
        connection.close()
        drop(SERVER, connection.settings_dict["NAME"])


def begin_again():
    """Make the database as it was before the first test."""
    if SERVER:
        connection.close()
        copy_prepared(SERVER, connection.settings_dict["NAME"])
    else:
        connection.ensure_connection()
        sqlite3.connect(prepared_database()).backup(connection.connection)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """A test that commits, marked with transaction=True, leaves an empty database to the next."""
    yield
    marker = item.get_closest_marker("django_db")
    if nextitem and marker and marker.kwargs.get("transaction"):
        begin_again()


@pytest.fixture(autouse=True)
def _no_leftovers():
    """The active language is thread-local; the cache and what waits to be counted are the process's.

    None of them may leak between tests.
    """
    with translation.override("fr"):
        yield
    cache.clear()
    searches.forget()


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    connect = socket.socket.connect

    def connect_on_loopback(self, address):
        if isinstance(address, tuple) and address[0] not in LOOPBACK:
            raise AssertionError(f"A test reached for the network: {address}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect_on_loopback)


@pytest.fixture(autouse=True)
def _commits(monkeypatch):
    """What waits for the end of a transaction (on_commit) happens at its end, as on the site.

    A test runs in a transaction of its own, which is never committed: Django would keep all that until then
    and throw it away. Here it runs when the outermost block that is not the test's has ended well.
    """
    leave = Atomic.__exit__

    def leave_and_commit(self, *error):
        leave(self, *error)
        blocks = connection.atomic_blocks
        if blocks and all(block._from_testcase for block in blocks):
            while connection.run_on_commit:
                _savepoints, callback, robust = connection.run_on_commit.pop(0)
                with suppress(Exception) if robust else nullcontext():
                    callback()

    monkeypatch.setattr(Atomic, "__exit__", leave_and_commit)


@pytest.fixture
def editor(db):
    return get_user_model().objects.get(email=EDITOR_EMAIL)


@pytest.fixture
def editor_client(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def page(db):
    """Finds a page of the opening content: page("network/dmk", "en")."""

    def find(key, language="fr"):
        found = Page.objects.get(translation_key=fixed_key(key), locale__language_code=language)
        return found.specific

    return find


@pytest.fixture
def publish(django_capture_on_commit_callbacks):
    """Saves a changed page as a revision and publishes it, as the admin does."""

    def save_and_publish(page):
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()
        return page

    return save_and_publish
