"""Gives every version without one its line in the history, from which one may go back to it."""

from django.db import migrations


def enter_first_versions(apps, schema_editor):
    revisions = apps.get_model("wagtailcore", "Revision").objects
    page_entries = apps.get_model("wagtailcore", "PageLogEntry")
    other_entries = apps.get_model("wagtailcore", "ModelLogEntry")
    content_types = apps.get_model("contenttypes", "ContentType").objects
    page_type = content_types.filter(app_label="wagtailcore", model="page").first()
    known = {
        number
        for entries in (page_entries, other_entries)
        for number in entries.objects.filter(revision__isnull=False).values_list("revision_id", flat=True)
    }
    new = {page_entries: [], other_entries: []}
    for revision in revisions.defer("content").order_by("pk").iterator():
        if revision.pk in known:
            continue
        entry = {
            "content_type_id": revision.content_type_id,
            "label": revision.object_str,
            "action": "wagtail.edit",
            "timestamp": revision.created_at,
            "user_id": revision.user_id,
            "revision_id": revision.pk,
            "content_changed": True,
        }
        if page_type and revision.base_content_type_id == page_type.pk:
            new[page_entries].append(page_entries(page_id=int(revision.object_id), **entry))
        else:
            new[other_entries].append(other_entries(object_id=revision.object_id, **entry))
    for entries, rows in new.items():
        entries.objects.bulk_create(rows, batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ("home", "0002_publisher_from_contact_block"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [migrations.RunPython(enter_first_versions, migrations.RunPython.noop)]
