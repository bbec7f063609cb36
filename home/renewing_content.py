"""Brings a site up to newer opening content, page by page, where nobody has touched the page.

A page or snippet is *touched* once a person has written a version of it or done something with it in the
admin. What follows a publication by itself (facts carried to a translation, pages that stand in) touches
nothing. Addresses stay as they are; what an editor has deleted is not made again.
"""

import copy
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models, transaction
from modelcluster.models import get_serializable_data_for_fields
from wagtail.fields import StreamField
from wagtail.log_actions import registry
from wagtail.models import DraftStateMixin, Locale
from wagtail_localize.models import StringTranslation, TranslationSource

from core.languages import SOURCE_LANGUAGE
from core.translating.field_kinds import relations_of

from .opening_content import FOLDER, fixed_key, read_source, read_translations, set_value, translate

# Where a page stands is its editors' matter, like its place in the menus.
LEFT_ALONE = ("key", "type", "parent", "slug", "show_in_menus")


@transaction.atomic
def renew_opening_content(folder: Path = FOLDER) -> list[str]:
    """Bring what nobody has touched up to the content files. Returns the keys of what was changed.

    A translation that somebody has touched keeps its words: what is new in its original waits for a
    translator, as after any other change.
    """
    return [item["key"] for item in read_source(folder) if renew(item, folder)]


def renew(item: dict[str, Any], folder: Path) -> bool:
    """Renew one page or snippet in its languages; whether there was anything to renew."""
    versions = {
        version.locale.language_code: version
        for version in apps.get_model(item["type"])
        .objects.filter(translation_key=fixed_key(item["key"]))
        .select_related("locale")
    }
    source = versions.pop(SOURCE_LANGUAGE, None)
    if source is None or is_touched(source):
        return False
    untouched = [version.locale for version in versions.values() if not is_touched(version)]
    changed = renew_source(source, item)
    for locale in untouched:
        translations = read_translations(locale.language_code, folder)
        if translations and differs(source, locale, translations):
            translate(source, locale, translations)
            changed = True
    return changed


def is_touched(instance: Any) -> bool:
    """Whether a person has written a version of it, translated one of its texts or logged an action."""
    if not getattr(instance, "live", True):
        return True
    if isinstance(instance, DraftStateMixin) and (
        instance.has_unpublished_changes or instance.revisions.filter(user__isnull=False).exists()
    ):
        return True
    texts = StringTranslation.objects.filter(
        context__object_id=instance.translation_key, locale=instance.locale_id
    )
    actions = registry.get_logs_for_instance(instance)
    return (
        texts.filter(last_translated_by__isnull=False).exists() or actions.filter(user__isnull=False).exists()
    )


def renew_source(source: Any, item: dict[str, Any]) -> bool:
    """Set what the content file says of a French page or snippet, and publish it if that is new."""
    before = as_entered(source)
    for name, value in copy.deepcopy(item).items():
        if name not in LEFT_ALONE:
            set_value(source, source._meta.get_field(name), value, item["key"])
    for relation in relations_of(type(source)):
        keep_rows(relation.rows(type(source).objects.get(pk=source.pk)), relation.rows(source))
    if as_entered(source) == before:
        return False
    if isinstance(source, DraftStateMixin):
        source.save_revision(log_action=True).publish(log_action="wagtail.publish")
    else:
        source.save()
    return True


def keep_rows(rows: list[models.Model], renewed: list[models.Model]) -> None:
    """Let the rows of a relation that was set again be those that are there, as far as they go."""
    for row, wanted in zip(rows, renewed, strict=False):
        wanted.pk = row.pk


def as_entered(source: Any) -> dict[str, Any]:
    """The columns and child rows of a page or snippet, to compare."""
    data: dict[str, Any] = get_serializable_data_for_fields(source)
    for field in source._meta.get_fields():
        if isinstance(field, StreamField):  # as values: PostgreSQL gives the keys of JSON in its own order
            data[field.name] = getattr(source, field.name).get_prep_value()
    for relation in relations_of(type(source)):
        data[relation.name] = (
            relation.read(source),
            [
                get_serializable_data_for_fields(row) | {"pk": None, "id": None}
                for row in relation.rows(source)
            ],
        )
    return data


def differs(source: Any, locale: Locale, translations: dict[str, str]) -> bool:
    """Whether the content files translate a text of `source` otherwise than the site does."""
    record = TranslationSource.objects.get_for_instance(source)
    translation = record.translations.filter(target_locale=locale, enabled=True).first()
    return translation is not None and any(
        entry.msgctxt != "slug" and translations.get(entry.msgid, entry.msgstr) != entry.msgstr
        for entry in translation.export_po()
    )
