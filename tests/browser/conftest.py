"""Running sites with the opening content, gunicorn and Chromium: the README's own, and one like production.

`site` is what the README serves, on SQLite. `queue_site` is on PostgreSQL, where TEST_DATABASE_URL names
one, and its e-mails go through the queue.
"""

import email
import email.policy
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from functools import cache
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import sync_playwright

from home.opening_content import EDITOR_EMAIL
from tests.lanes import CHECKERS, CHROMIUM_NAMES
from tests.prepared_database import EDITOR_PASSWORD, copy_prepared, drop, name_beside, one_process_at_a_time

WORKER = ("db_worker", "--backend", "background", "--no-startup-delay")


class Site:
    """A running site: its address, the editor's login, and the addresses of all its pages."""

    email, password = EDITOR_EMAIL, EDITOR_PASSWORD

    def __init__(self, folder, database_url, settings_module="config.settings.dev", workers=1):
        self.mails, self.workers = folder / "mails", workers
        self.env = os.environ | {
            "DJANGO_SETTINGS_MODULE": settings_module,
            "DATABASE_URL": database_url,
            "MAIL_FOLDER": str(self.mails),
            "PYTHONPATH": os.pathsep.join([str(settings.BASE_DIR), str(settings.BASE_DIR / "site")]),
        }
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"http://127.0.0.1:{free.getsockname()[1]}"
        self.env["BASE_URL"] = self.address
        self.mailbox = folder / "mail.txt"

    def manage(self, *arguments):
        command = [sys.executable, "manage.py", *arguments]
        result = subprocess.run(
            command, cwd=settings.BASE_DIR, env=self.env, capture_output=True, text=True, check=False
        )
        assert result.returncode == 0, result.stderr
        return result.stdout

    def python(self, code):
        """What a piece of code prints that is run in a process of its own, with Django set up."""
        return self.manage("shell", "--verbosity", "0", "--command", code)

    def representatives_link(self, slug, email="axe@site.example", language="fr"):
        """The address that opens a session of a representative of a network, after a press of its button."""
        return (
            self.python(
                "from django.utils import translation\n"
                "from networks_directory.listing_updates import codes, mails\n"
                "from networks_directory.listing_updates.models import *\n"
                "from networks_directory.models.networks import NetworkPage\n"
                f"network = NetworkPage.objects.get(slug={slug!r}, locale__language_code='fr')\n"
                f"person, _ = Representative.objects.get_or_create(email={email!r})\n"
                "Representation.objects.get_or_create(representative=person, network=network)\n"
                f"print(mails.link_of(codes.issue({email!r}), {language!r}))\n"
            )
            .strip()
            .removeprefix(self.address)
        )

    def announce_session(self):
        """Announce a session of the module on health, far ahead."""
        self.python(
            "from academy_pages.models import *\n"
            "from datetime import *\n"
            "module = AcademyModulePage.objects.get(slug='sante', locale__language_code='fr')\n"
            "starts_at = datetime(2099, 1, 15, 9, 30, tzinfo=UTC)\n"
            "ModuleSession.objects.get_or_create(starts_at=starts_at, module=module)\n"
        )

    def received(self, address):
        """The e-mails that an address has received once the queue has been worked off, oldest first."""
        self.manage(*WORKER, "--batch", "--verbosity", "0")
        return self._mails_to(address)

    def _mails_to(self, address):
        paths = sorted(self.mails.glob("*.log"), key=lambda path: path.stat().st_mtime_ns)
        # Behind each e-mail stands a line; what has none yet is still being written.
        found = [part for path in paths for part in path.read_bytes().split(b"-" * 79 + b"\n")[:-1]]
        mails = [email.message_from_bytes(part, policy=email.policy.default) for part in found]
        return [mail for mail in mails if address in mail["To"]]

    @contextmanager
    def delivering(self):
        """A worker that sends e-mails as they come, as in production."""
        command = [sys.executable, "manage.py", *WORKER, "--interval", "0.2", "--no-reload"]
        worker = subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=self.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        yield
        worker.terminate()
        worker.wait(20)

    def mail(self, number, address):
        """The first, second, ... e-mail to an address, waited for while a worker is delivering()."""
        for _ in range(600):
            if len(mails := self._mails_to(address)) >= number:
                return mails[number - 1]
            time.sleep(0.1)
        raise AssertionError(f"{address} has received no {number} e-mails in a minute")

    def start(self):
        self.mails.mkdir()
        collect_static_files()
        bind = self.address.removeprefix("http://")
        command = [sys.executable, "-m", "gunicorn", "--pythonpath", "site", "--bind", bind, "--threads", "4"]
        command += ["--workers", str(self.workers)]
        self.log = self.mailbox.open("w")
        self.server = subprocess.Popen(
            [*command, "config.wsgi"], cwd=settings.BASE_DIR, env=self.env, stdout=self.log, stderr=self.log
        )
        for _ in range(100):
            try:
                urllib.request.urlopen(self.address + "/robots.txt", timeout=5)  # noqa: S310 - our own server
                return
            except OSError:
                time.sleep(0.2)
        raise AssertionError(self.mailbox.read_text())

    def stop(self):
        self.server.terminate()
        self.server.wait(20)
        self.log.close()

    def read(self, path):
        """The text at an address of the site."""
        with urllib.request.urlopen(self.address + path, timeout=30) as response:  # noqa: S310
            return response.read().decode()

    def pages(self):
        """Paths of every page, from the sitemap."""
        files = self._locations("/sitemap.xml")
        return [path for file in files for path in self._locations(file)]

    def _locations(self, path):
        return [unescape(found) for found in re.findall(rf"<loc>{self.address}(.*?)</loc>", self.read(path))]


@cache
def collect_static_files():
    """As `make serve` does it, where it has not been done; once for all processes of the tests."""
    with one_process_at_a_time("static files"):
        command = ["make", "--silent", "staticfiles/staticfiles.json"]
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings.dev"}
        subprocess.run(command, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.DEVNULL, check=True)


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    site = Site(folder, copy_prepared("", folder / "site.sqlite3"))
    site.start()
    yield site
    site.stop()


@pytest.fixture(scope="session")
def queue_site(tmp_path_factory):
    """A site on PostgreSQL with two server processes, whose e-mails wait for the worker."""
    server, folder = os.environ.get("TEST_DATABASE_URL", ""), tmp_path_factory.mktemp("queue_site")
    name = name_beside(server, f"site_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}")
    url = copy_prepared(server, name if server else folder / "site.sqlite3")
    site = Site(folder, url, "tests.queue_settings", workers=2)
    site.start()
    yield site
    site.stop()
    if server:
        drop(server, name)


def chromium_path():
    """The Chromium of this machine."""
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)))


@pytest.fixture(scope="session")
def chromium():
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, site):
    """Opens an address of the README's site in a fresh context."""
    with opening(chromium, site) as open_in:
        yield open_in


@pytest.fixture
def open_queue_page(chromium, queue_site):
    """Opens an address of the site that is like production in a fresh context."""
    with opening(chromium, queue_site) as open_in:
        yield open_in


@contextmanager
def opening(chromium, site):
    """A function that opens an address in a fresh context; every error on the console fails the test.

    The status 422, with which a form comes back to be corrected, is no error.
    """
    contexts, errors = [], []

    def note(message):
        if message.type == "error" and "422" not in message.text:
            errors.append(message.text)

    def open_in(path, width=1280, **options):
        context = chromium.new_context(
            base_url=site.address, viewport={"width": width, "height": 900}, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(path)
        return page

    yield open_in
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture(scope="session")
def axe_source():
    return (Path(CHECKERS) / "node_modules" / "axe-core" / "axe.min.js").read_text()


@pytest.fixture(scope="session")
def django_db_setup():
    """These tests use the running site's database, not Django's test database."""


def pytest_collection_modifyitems(items):
    """The file that takes longest first: the two processes then end at about the same time."""
    items.sort(key=lambda item: item.path.name != "test_listing_updates.py")
