"""The WSGI entry point: `gunicorn --pythonpath site config.wsgi`, from the repository's root."""

import gc
import os
import sys
from pathlib import Path

# The apps stand at the root of the repository, config and core in site/.
ROOT = Path(__file__).resolve().parents[2]
for folder in (ROOT / "site", ROOT):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

from django.core.wsgi import get_wsgi_application  # noqa: E402 - the path comes first

application = get_wsgi_application()

from django.conf import settings  # noqa: E402 - the apps are ready
from django.db import connection  # noqa: E402

from networks_directory.browsing.warming import warm  # noqa: E402

# So that nobody's first search waits for the words of four languages. While developing, every reload would.
if not settings.DEBUG:
    warm()
    connection.close()  # a process that is forked from this one opens its own

# What has been loaded so far lives as long as the process: without this, Python looks through all of it every
# few requests, for a tenth of a second.
gc.collect()
gc.freeze()
