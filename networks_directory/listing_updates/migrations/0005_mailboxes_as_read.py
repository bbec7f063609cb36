from django.db import migrations

from core.migrations._mailboxes import read_mailboxes

COLUMNS = {
    "Representative": ("email",),
    "OneTimeCode": ("email",),
    "ListingUpdate": ("author_email", "base", "proposal", "form_state"),
    "UpdateEvent": ("author_email", "details"),
}


def read(apps, schema_editor):
    for name, columns in COLUMNS.items():
        read_mailboxes(apps.get_model("listing_updates", name), *columns)


class Migration(migrations.Migration):

    dependencies = [
        ("listing_updates", "0004_phones_and_addresses"),
    ]

    operations = [migrations.RunPython(read, migrations.RunPython.noop)]
