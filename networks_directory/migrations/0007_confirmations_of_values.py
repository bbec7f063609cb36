from django.db import migrations, models

from networks_directory.migrations._confirmed_values import ROWS, confirmed_value

MODELS = {
    "other_names": "NetworkName",
    "countries": "NetworkCountry",
    "cities": "NetworkCity",
    "fields_of_activity": "NetworkField",
    "languages": "NetworkLanguage",
    "phones": "NetworkPhone",
    "channels": "NetworkChannel",
    "contacts": "NetworkContact",
}


def bind_to_what_stands_there(apps, schema_editor):
    """Until now a confirmation said nothing of its value: it is taken to be about what the original says."""
    confirmations = apps.get_model("networks_directory", "NetworkConfirmation").objects.all()
    pages = apps.get_model("networks_directory", "NetworkPage").objects.all()
    keys = confirmations.values("network__translation_key")
    originals = pages.filter(locale__language_code="fr", translation_key__in=keys)
    for page in originals.iterator():

        def read_rows(name, page=page):
            rows = apps.get_model("networks_directory", MODELS[name]).objects.filter(network_id=page.pk)
            return list(rows.order_by("sort_order").values(*ROWS[name]))

        of_all_languages = confirmations.filter(network__translation_key=page.translation_key)
        for part in set(of_all_languages.values_list("field", flat=True)):
            of_all_languages.filter(field=part).update(value=confirmed_value(part, page, read_rows))


class Migration(migrations.Migration):

    dependencies = [
        ('networks_directory', '0006_invented_networks'),
    ]

    operations = [
        migrations.AddField(
            model_name='networkconfirmation',
            name='value',
            field=models.CharField(blank=True, default='', editable=False, max_length=24),
        ),
        migrations.RunPython(bind_to_what_stands_there, migrations.RunPython.noop),
    ]
