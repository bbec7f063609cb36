"""The site without its listing updates: the one line that an operator leaves out, and nothing else."""

from config.settings.test import *  # noqa: F403 - settings are made to be inherited
from config.settings.test import INSTALLED_APPS

INSTALLED_APPS = [app for app in INSTALLED_APPS if app != "networks_directory.listing_updates"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
