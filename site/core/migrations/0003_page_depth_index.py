"""An index on Wagtail's page table for the menus, which ask for the pages of one depth on every request."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("core", "0002_images"), ("wagtailcore", "0098_apitoken")]
    operations = [
        migrations.RunSQL(
            "CREATE INDEX core_page_depth ON wagtailcore_page (depth, locale_id)",
            "DROP INDEX core_page_depth",
        )
    ]
