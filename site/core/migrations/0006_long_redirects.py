"""On PostgreSQL, an address that a page has left may be as long as an address can be.

Wagtail's column has 255 characters: a page below another with a long slug could not be renamed there. SQLite
holds no text to a length. The model stays Wagtail's; the index on the column bears 2,704 octets.
"""

from django.db import migrations

COLUMNS = ("old_path", "redirect_page_route_path")
LONGEST = 800
THEIRS = 255


def set_length(schema_editor, length):
    if schema_editor.connection.vendor == "postgresql":
        for column in COLUMNS:
            schema_editor.execute(
                f"ALTER TABLE wagtailredirects_redirect ALTER COLUMN {column} TYPE varchar({length})"
                f" USING left({column}, {length})"
            )


def lengthen(apps, schema_editor):
    set_length(schema_editor, LONGEST)


def shorten(apps, schema_editor):
    set_length(schema_editor, THEIRS)


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0005_names_in_french"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]

    operations = [migrations.RunPython(lengthen, shorten)]
