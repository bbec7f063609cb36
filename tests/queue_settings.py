"""The running site as in production where it matters: e-mails wait in the database for the worker, whose
connection a request comes from is said by the proxy before it.

What the worker sends is written into the folder that MAIL_FOLDER names.
"""

import os

from config.settings.dev import *  # noqa: F403 - settings are made to be inherited
from config.settings.dev import MIDDLEWARE, TASKS

MIDDLEWARE = ["core.client_address.client_address_middleware", *MIDDLEWARE]
TASKS = TASKS | {"background": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = os.environ["MAIL_FOLDER"]
