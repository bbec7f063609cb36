"""Indexes that Wagtail's own tables lack for what this site asks of them on every request.

- Menus ask for the pages of one depth, the home page for the newest pages.
- The search compares with a page's title and body together (modelsearch's PostgresSearchQueryCompiler); Wagtail
  makes an index for each of them, which PostgreSQL cannot use for both.
"""

from django.db import migrations

SEARCHED = "core_search_title_body"


def index_searched_text(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"CREATE INDEX {SEARCHED} ON wagtailsearch_indexentry USING gin ((title || body))")


def drop_searched_text(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX {SEARCHED}")


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_images"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailsearch", "0010_add_text_fields"),
    ]
    operations = [
        migrations.RunSQL(
            "CREATE INDEX core_page_depth ON wagtailcore_page (depth, locale_id)", "DROP INDEX core_page_depth"
        ),
        migrations.RunSQL(
            "CREATE INDEX core_page_newest ON wagtailcore_page (locale_id, first_published_at)",
            "DROP INDEX core_page_newest",
        ),
        migrations.RunPython(index_searched_text, drop_searched_text, elidable=False),
    ]
