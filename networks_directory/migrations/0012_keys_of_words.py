from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("networks_directory", "0011_words_people_use"),
    ]

    operations = [
        migrations.AlterField(
            model_name="searchspelling",
            name="spelling",
            field=models.CharField(db_index=True, max_length=70),
        ),
    ]
