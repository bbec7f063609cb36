from django.db import migrations
from django.db.models import Q

from core.migrations._mailboxes import ENCODED, read_mailboxes
from networks_directory.migrations._confirmed_values import ROWS, confirmed_value

PARTS = ("email", "contacts")


def read(apps, schema_editor):
    """What was confirmed of a mailbox stays so: it is the same one."""
    network, contact = (apps.get_model("networks_directory", name) for name in ("NetworkPage", "NetworkContact"))

    def said(page):
        rows = list(contact.objects.filter(network_id=page.pk).values(*ROWS["contacts"]))
        return {part: confirmed_value(part, page, lambda name: rows) for part in PARTS}

    of_contacts = contact.objects.filter(email__contains=ENCODED).values("network")
    encoded = network.objects.filter(Q(email__contains=ENCODED) | Q(pk__in=of_contacts))
    before = {page.pk: said(page) for page in encoded}
    read_mailboxes(network, "email")
    read_mailboxes(contact, "email")
    confirmations = apps.get_model("networks_directory", "NetworkConfirmation").objects
    for page in network.objects.filter(pk__in=before):
        for part, value in said(page).items():
            of_same = confirmations.filter(network=page, field=part, value=before[page.pk][part])
            of_same.exclude(value="").update(value=value)
    revisions = apps.get_model("wagtailcore", "Revision")
    read_mailboxes(revisions, "content")


class Migration(migrations.Migration):

    dependencies = [
        ("networks_directory", "0012_keys_of_words"),
    ]

    operations = [migrations.RunPython(read, migrations.RunPython.noop)]
