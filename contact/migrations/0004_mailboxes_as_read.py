from django.db import migrations

from core.migrations._mailboxes import read_mailboxes


def read(apps, schema_editor):
    read_mailboxes(apps.get_model("contact", "ContactMessage"), "email")


class Migration(migrations.Migration):

    dependencies = [
        ("contact", "0003_moroccan_time"),
    ]

    operations = [migrations.RunPython(read, migrations.RunPython.noop)]
