"""The database that every test and every running site of the tests begins with: migrated, with a site in it.

Its content is that of tests/content: only the tests of the opening content mind what site/content says.

It is made once for a state of the code and of the day, and copied: for SQLite a file in var/, for PostgreSQL
a template beside the database that TEST_DATABASE_URL names. Run as a program, it is made ahead.
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
SOURCES = (
    "site",
    "home",
    "academy_pages",
    "networks_directory",
    "contact",
    "requirements.txt",
    "tests/prepared_database.py",
    "tests/content",
)


def prepared_database(server=""):
    """The prepared SQLite file, or the name of the prepared template on a PostgreSQL server (its URL)."""
    with _one_process_at_a_time():
        return _on_postgresql(server) if server else _on_sqlite()


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


def _on_sqlite():
    path = FOLDER / f"{_fingerprint()}.sqlite3"
    if not path.exists():
        for old in FOLDER.glob("*.sqlite3*"):
            old.unlink()
        making = path.with_suffix(".sqlite3-making")
        _make(f"sqlite:///{making}")
        making.rename(path)
    return path


def _on_postgresql(server):
    prefix = name_beside(server, "prepared_")
    name, making = prefix + _fingerprint(), prefix + "making"
    known = run_on_server(server, "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", prefix)
    if (name,) not in known:
        for (old,) in known:
            drop(server, old)
        run_on_server(server, f'CREATE DATABASE "{making}"')
        _make(beside(server, making))
        run_on_server(server, f'ALTER DATABASE "{making}" RENAME TO "{name}"')
    return name


def _make(url):
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings.dev", "DATABASE_URL": url}
    set_password = (
        "from core.models import User\n"
        "editor = User.objects.get()\n"
        f"editor.set_password({EDITOR_PASSWORD!r})\n"
        "editor.save()\n"
    )
    for arguments in (
        ["migrate", "--verbosity", "0"],
        ["load_opening_content", "--folder", str(CONTENT)],
        ["shell", "--verbosity", "0", "--command", set_password],
    ):
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=True)


def _fingerprint():
    """Of all that decides what is in the database, and of the day: pages know when they were published."""
    found = hashlib.sha256(date.today().isoformat().encode())
    for source in SOURCES:
        for path in sorted([ROOT / source, *(ROOT / source).rglob("*")]):
            if path.suffix in (".py", ".po", ".toml", ".txt", ".json") and path.is_file():
                found.update(path.read_bytes())
    return found.hexdigest()[:16]


@contextmanager
def _one_process_at_a_time():
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    prepared_database(os.environ.get("TEST_DATABASE_URL", ""))
