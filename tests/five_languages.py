"""The running site with two languages more: what an operator writes to add them, and nothing else."""

from config.settings.dev import *  # noqa: F403 - settings are made to be inherited
from config.settings.dev import LANGUAGES

LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = WAGTAILADMIN_PERMITTED_LANGUAGES = [
    *LANGUAGES,
    ("es", "Español"),
    ("zgh", "ⵜⴰⵎⴰⵣⵉⵖⵜ"),
]
