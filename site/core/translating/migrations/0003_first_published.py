"""A page was first published when its original was, in every language.

What stood in for a page that was saved as a draft first had no date at all.
"""

from django.conf import settings
from django.db import migrations
from django.db.models import OuterRef, Subquery


def share_the_date(apps, schema_editor):
    pages = apps.get_model("wagtailcore", "Page").objects
    originals = pages.filter(locale__language_code=settings.LANGUAGE_CODE, first_published_at__isnull=False)
    date = originals.filter(translation_key=OuterRef("translation_key")).values("first_published_at")[:1]
    others = pages.exclude(locale__language_code=settings.LANGUAGE_CODE)
    others = others.filter(translation_key__in=originals.values("translation_key"))
    others.update(first_published_at=Subquery(date))


class Migration(migrations.Migration):

    dependencies = [
        ("translating", "0002_same_words"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(share_the_date, migrations.RunPython.noop)]
