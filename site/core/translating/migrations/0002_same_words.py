"""The version of words no longer counts line ends, spaces and the ids of blocks: it is made again.

A translation that was aged by one of these, or whose strings wait because of one, is up to date again.
"""

import hashlib

from django.apps import apps as installed
from django.db import migrations

from core.translating.migrations._wording import KEPT, same_words, stream_names, version_of


def former_version(segments, replaced):
    """The version as it was made before, of strings of which some are `replaced`: {segment id: (path_id, hash)}."""
    places = {}
    for segment in segments:
        path_id, data_hash = replaced.get(
            segment.pk, (str(segment.context.path_id), str(segment.string.data_hash))
        )
        places.setdefault(path_id, []).append(data_hash)
    text = "\n".join(f"{place} {' '.join(strings)}" for place, strings in sorted(places.items()))
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def make_again(apps, schema_editor):
    localize = "wagtail_localize"
    Source, Segment, Translation = (
        apps.get_model(localize, name) for name in ("TranslationSource", "StringSegment", "StringTranslation")
    )
    ContentType = apps.get_model("contenttypes", "ContentType")
    Row = apps.get_model("translating", "LanguageVersion")
    types = {found.pk: (found.app_label, found.model) for found in ContentType.objects.all()}
    for source in Source.objects.iterator():
        try:
            streams = stream_names(installed.get_model(*types[source.specific_content_type_id]))
        except LookupError:  # of a model that is gone
            continue
        segments = list(
            Segment.objects.filter(source=source)
            .exclude(context__path="slug")
            .select_related("context", "string")
            .order_by("order")
        )
        known = Translation.objects.filter(context__object_id=source.object_id, has_error=False)
        known = known.select_related("context", "translation_of").order_by("updated_at", "pk")
        replaced = {}
        for segment, translation in same_words(segments, known, streams):
            before = str(translation.context.path_id), str(translation.translation_of.data_hash)
            replaced.setdefault(translation.locale_id, {})[segment.pk] = before
            Translation.objects.get_or_create(
                translation_of_id=segment.string_id,
                context_id=segment.context_id,
                locale_id=translation.locale_id,
                defaults={name: getattr(translation, name) for name in KEPT},
            )
        version = version_of(segments, streams)
        for row in Row.objects.filter(source=source):
            formers = {former_version(segments, {}), former_version(segments, replaced.get(row.locale_id, {}))}
            if row.words in formers or row.locale_id == source.locale_id:
                row.words = version
                if row.state == "behind":
                    row.state, row.behind_since = "translated", None
                row.save()


class Migration(migrations.Migration):

    dependencies = [
        ("translating", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
    ]

    operations = [migrations.RunPython(make_again, migrations.RunPython.noop)]
