"""A developer's machine: SQLite unless DATABASE_URL is set, mail on the console, DEBUG=1 for tracebacks."""

import os

from django.core.management.utils import get_random_secret_key

from ..databases import database
from .base import *  # noqa: F403 - settings are made to be inherited
from .base import BASE_DIR

DEBUG = os.environ.get("DEBUG") == "1"
ALLOWED_HOSTS = ["*"]

VAR = BASE_DIR / "var"
VAR.mkdir(exist_ok=True)


def local_secret_key():
    """The key of this machine, made on first use and kept in var/, which git ignores."""
    path = VAR / "secret_key"
    if not path.exists():
        path.write_text(get_random_secret_key())
        path.chmod(0o600)
    return path.read_text()


SECRET_KEY = os.environ.get("SECRET_KEY") or local_secret_key()

DATABASE_URL = os.environ.get("DATABASE_URL") or f"sqlite:///{VAR / 'db.sqlite3'}"
DATABASES = {"default": database(DATABASE_URL, conn_max_age=60)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Readers do not wait for a writer, and two writers queue instead of failing.
    DATABASES["default"]["OPTIONS"] = {
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
    }

if DEBUG:
    STORAGES = STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }

SERVE_MEDIA = True
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
SYNTHETIC_NETWORKS = True
WAGTAILADMIN_BASE_URL = os.environ.get("BASE_URL", "http://127.0.0.1:8000")
