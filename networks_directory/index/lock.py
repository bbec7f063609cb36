"""The one lock of the listing index."""

from django.db import connection

NAME = "networks_directory.index"


def lock() -> None:
    """Let one transaction at a time write to the index, until it ends: rows are read, changed, written back.

    It is no row, so it is there when the index is empty and while a rebuild deletes rows. SQLite has one
    writer at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [NAME])
