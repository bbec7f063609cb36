"""Sorting networks by name, as each language sorts.

PostgreSQL sorts by the language's own collation (ICU's, which is CLDR's): É among the E, ñ behind n in
Spanish, Tifinagh in the order of its alphabet. SQLite knows no collation of any language: there the
normalised name is compared letter by letter, which gives the same for accents and capitals, and for
little else (docs/operators-guide.md).
"""

from functools import cache

from django.apps import AppConfig
from django.conf import settings
from django.db import connection
from django.db.models import F
from django.db.models.functions import Collate

ANY_LANGUAGE = "und-x-icu"


@cache
def collation_of(language_code: str) -> str:
    """The name of PostgreSQL's collation of a language, or of the one for languages it does not know."""
    name = f"{language_code}-x-icu"
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_collation WHERE collname = %s", [name])
        return name if cursor.fetchone() else ANY_LANGUAGE


def by_title(language_code: str) -> Collate | F:
    """What IndexedName are ordered by, for lists in a language."""
    if connection.vendor == "postgresql":
        return Collate("title", collation_of(language_code))
    return F("name")


def index_titles(sender: AppConfig, **kwargs: object) -> None:
    """Give every language of settings an index in its own order: a list then reads its page of results alone.

    After every migration, on PostgreSQL.
    """
    if connection.vendor != "postgresql":
        return
    table, quote = sender.get_model("IndexedName")._meta.db_table, connection.ops.quote_name
    with connection.cursor() as cursor:
        for code, _name in settings.LANGUAGES:
            index = quote(f"networks_by_title_{code}".replace("-", "_"))
            collation = quote(collation_of(code))
            cursor.execute(  # names of our own; the one value is quoted by the driver
                f"CREATE INDEX IF NOT EXISTS {index} ON {quote(table)}"
                f" (comes_last, title COLLATE {collation}, page_id, network_id) WHERE language_code = %s",
                [code],
            )
