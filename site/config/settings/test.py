"""The tests: SQLite in memory, or the PostgreSQL that TEST_DATABASE_URL names."""

import os

from django.core.management.utils import get_random_secret_key

from ..databases import database
from .base import *  # noqa: F403 - settings are made to be inherited
from .base import BASE_DIR, STORAGES

SECRET_KEY = get_random_secret_key()
ALLOWED_HOSTS = ["*"]
DATABASES = {"default": database(os.environ.get("TEST_DATABASE_URL") or "sqlite://:memory:")}

# Hashing passwords slowly protects nobody here; files written by tests stay in memory.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SYNTHETIC_NETWORKS = True
WAGTAILADMIN_BASE_URL = "http://testserver"
STATIC_ROOT = BASE_DIR / "static"  # nothing is collected for the tests, and WhiteNoise wants a folder
