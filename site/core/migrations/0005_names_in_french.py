"""What Wagtail's own migrations name in English gets a name that an editor of this site can read.

Such a name is stored once, for the admin in every language. The workflow and its task are named in French,
the first language of the site and of its admin, as pages and networks are there. The root, which stands above the
pages of all languages (and the collection above all collections), has the site's name, the same in all of them.
A name that somebody has changed stays.
"""

from django.db import migrations

APPROVAL = ("Moderators approval", "Validation par les modérateurs")
ROOT = ("Root", "Kafaat")


def rename(apps, approval, root):
    workflow, task, page, collection = (
        apps.get_model("wagtailcore", name).objects for name in ("Workflow", "Task", "Page", "Collection")
    )
    for named in (workflow, task):
        named.filter(name=approval[0]).update(name=approval[1])
    page.filter(depth=1, title=root[0]).update(title=root[1], draft_title=root[1])
    collection.filter(depth=1, name=root[0]).update(name=root[1])


def name_in_french(apps, schema_editor):
    rename(apps, APPROVAL, ROOT)


def name_in_english(apps, schema_editor):
    rename(apps, APPROVAL[::-1], ROOT[::-1])


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0004_rate_counts"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [migrations.RunPython(name_in_french, name_in_english)]
