"""What every test has: the opening content, no leftover language, no network outside this machine."""

import socket

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.management import call_command
from django.utils import translation
from wagtail.models import Page

from home.opening_content import EDITOR_EMAIL, fixed_key, load_opening_content

LOOPBACK = ("127.0.0.1", "::1", "localhost")
LANGUAGES = ("fr", "en", "ar")


def pytest_sessionstart(session):
    if not hasattr(session.config, "workerinput"):  # once, not in each process of pytest-xdist
        call_command("compile_catalogues")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        load_opening_content()


@pytest.fixture(autouse=True)
def _no_leftovers():
    """The active language is thread-local and the cache is shared: neither may leak between tests."""
    with translation.override("fr"):
        yield
    cache.clear()


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    connect = socket.socket.connect

    def connect_on_loopback(self, address):
        if isinstance(address, tuple) and address[0] not in LOOPBACK:
            raise AssertionError(f"A test reached for the network: {address}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect_on_loopback)


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
