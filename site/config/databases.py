"""A database as settings have it, from its URL."""

from typing import Any

import dj_database_url


def database(url: str, **settings: Any) -> dict[str, Any]:
    """The settings of the database that a URL names, with what every environment wants of it.

    PostgreSQL would compile each query whose cost it guesses to be high (JIT). That is meant for queries that
    take minutes: ours take milliseconds, and compiling one took up to five seconds. A URL with `?options=`
    has the last word.
    """
    found: dict[str, Any] = dict(dj_database_url.parse(url, **settings))
    if found["ENGINE"] == "django.db.backends.postgresql":
        found["OPTIONS"] = {"options": "-c jit=off", **found.get("OPTIONS", {})}
    return found
