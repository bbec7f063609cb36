"""The running site as in production where it matters for e-mails: they wait in the database for the worker.

What the worker sends is written into the folder that MAIL_FOLDER names.
"""

import os

from config.settings.dev import *  # noqa: F403 - settings are made to be inherited
from config.settings.dev import TASKS

TASKS = TASKS | {"background": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = os.environ["MAIL_FOLDER"]
