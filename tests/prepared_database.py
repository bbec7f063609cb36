"""The database that every test and every running site of the tests begins with: migrated, with a site in it.

Its content is that of tests/content: only the tests of the opening content mind what site/content says.

It is made once for a state of the code and of the day, and copied: for SQLite a file in var/, for PostgreSQL
a template beside the database that TEST_DATABASE_URL names. Run as a program, it is made ahead. Between two
states that differ in no migration, only the content is loaded again.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "var" / "prepared"
CONTENT = ROOT / "tests" / "content"
EDITOR_PASSWORD = "of the tests, for sites that only they serve"  # noqa: S105

# What decides what is in the database: all of our code, since migrating and loading run much of it.
FOLDERS = ("site", "home", "academy_pages", "networks_directory", "contact")
MIGRATIONS = (
    *(f"{folder}/**/migrations/*.py" for folder in FOLDERS),
    "requirements.txt",
    "site/config/settings/base.py",
    "tests/prepared_database.py",
)
SOURCES = (
    *MIGRATIONS,
    *(f"{folder}/**/*.{kind}" for folder in FOLDERS for kind in ("py", "toml", "json")),
    "tests/content/**/*.*",
    "site/*/*/LC_MESSAGES/django.po",
)

COMPILE = ("compile_catalogues",)
MIGRATE = ("migrate", "--verbosity", "0")
LOAD_CONTENT = ("load_opening_content", "--folder", str(CONTENT))
SET_PASSWORD = (
    *("shell", "--verbosity", "0", "--command"),
    "from core.models import User\n"
    "editor = User.objects.get()\n"
    f"editor.set_password({EDITOR_PASSWORD!r})\n"
    "editor.save()\n",
)


def prepared_database(server=""):
    """The prepared SQLite file, or the name of the prepared template on a PostgreSQL server (its URL)."""
    shelf = ServerShelf(server) if server else FolderShelf()
    with one_process_at_a_time("server" if server else "folder"):
        migrated = shelf.find_or_make("migrated_", _fingerprint(MIGRATIONS), [COMPILE, MIGRATE])
        # Again, for what `migrate` does at its end by the code of today: permissions, languages.
        steps = [COMPILE, MIGRATE, LOAD_CONTENT, SET_PASSWORD]
        today = date.today().isoformat()  # pages remember when they were published
        return shelf.find_or_make("prepared_", _fingerprint(SOURCES, today), steps, begin_with=migrated)


def copy_prepared(server, target):
    """Make `target` a copy of the prepared database: a path, or the name of a database on the server.

    Returns the URL of the copy. What was there is lost.
    """
    source = prepared_database(server)
    if not server:
        shutil.copy(source, target)
        return f"sqlite:///{target}"
    drop(server, target)
    run_on_server(server, f'CREATE DATABASE "{target}" TEMPLATE "{source}"')
    return beside(server, target)


def drop(server, name):
    """Delete a database of the server, if it is there, whoever is connected to it."""
    run_on_server(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def name_beside(server, purpose):
    """The name of a database that the tests make beside the one that a URL names."""
    return f"test_{server.rpartition('/')[2]}_{purpose}"


def beside(server, name):
    """The URL of another database on the server."""
    return f"{server.rpartition('/')[0]}/{name}"


def run_on_server(server, statement, *parameters):
    """The rows of a statement, if it has any, that is run from outside our databases."""
    with psycopg.connect(beside(server, "postgres"), autocommit=True) as connection:
        cursor = connection.execute(statement, parameters or None)
        return cursor.fetchall() if cursor.description else []


class FolderShelf:
    """Finished SQLite databases, as files in the folder."""

    def find_or_make(self, purpose, fingerprint, steps, begin_with=None):
        """The file of this purpose and state; made by steps of manage.py, in place of older ones."""
        path = FOLDER / f"{purpose}{fingerprint}.sqlite3"
        if not path.exists():
            for old in FOLDER.glob(f"{purpose}*"):
                old.unlink()
            making = FOLDER / f"{purpose}making"
            if begin_with:
                shutil.copy(begin_with, making)
            _run(steps, f"sqlite:///{making}")
            making.rename(path)
        return path


class ServerShelf:
    """Finished databases on a PostgreSQL server."""

    def __init__(self, server):
        self.server = server

    def find_or_make(self, purpose, fingerprint, steps, begin_with="template1"):
        """The name of the database of this purpose and state; made by steps, in place of older ones."""
        prefix = name_beside(self.server, purpose)
        name, making = prefix + fingerprint, prefix + "making"
        select = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
        known = [row[0] for row in run_on_server(self.server, select, prefix)]
        if name not in known:
            for old in known:
                drop(self.server, old)
            run_on_server(self.server, f'CREATE DATABASE "{making}" TEMPLATE "{begin_with}"')
            _run(steps, beside(self.server, making))
            with psycopg.connect(beside(self.server, making), autocommit=True) as connection:
                connection.execute(
                    "VACUUM ANALYZE"
                )  # copies know how large their tables are, as in production
            run_on_server(self.server, f'ALTER DATABASE "{making}" RENAME TO "{name}"')
        return name


def _run(steps, url):
    """The commands that `make serve` runs, on the database of a URL."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings.dev", "DATABASE_URL": url}
    for step in steps:
        command = [sys.executable, "manage.py", *step]
        subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=True)


def _fingerprint(patterns, *more):
    """One word for all that decides what is in a database: the names and contents of files, and more."""
    found = hashlib.sha256("".join(more).encode())
    for path in sorted({path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()}):
        found.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return found.hexdigest()[:16]


@contextmanager
def one_process_at_a_time(thing):
    """Make a thing once: the other processes of the tests wait until it is there."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / f"{thing}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    prepared_database(os.environ.get("TEST_DATABASE_URL", ""))
