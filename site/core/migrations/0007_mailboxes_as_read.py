from django.db import migrations

from core.migrations._mailboxes import read_mailboxes


def read(apps, schema_editor):
    """The accounts of editors, by whose address they sign in; one that would meet another stays."""
    read_mailboxes(apps.get_model("core", "User"), "email")


class Migration(migrations.Migration):

    dependencies = [
        ("core", "0006_long_redirects"),
    ]

    operations = [migrations.RunPython(read, migrations.RunPython.noop)]
