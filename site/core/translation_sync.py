"""Two speeds: facts reach every translation when the source is published; words wait to be translated.

Publishing a page or snippet in its source language carries every declared fact (see facts.py) to each
real translation, live version and unfinished draft alike, then tells wagtail-localize what changed, so
that translators find exactly the changed strings in their usual place. The words of a translation are
never replaced by words in the source language.
"""

from django.db import models, transaction
from modelcluster.fields import ParentalKey
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, Page, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, get_translatable_fields
from wagtail_localize.models import StringTranslation, TranslationSource


@transaction.atomic
def synchronise_translations(source):
    """Carry the facts of a published `source` to its translations, and refresh their work list.

    Does nothing for an object that is itself a translation, or that nobody has sent to translation.
    Returns the translations that were brought up to date.
    """
    if isinstance(source, Page):
        source = source.specific
        if source.alias_of_id:
            return []
    translation_source = TranslationSource.objects.get_for_instance_or_none(source)
    if translation_source is None:
        return []
    translations = [carry_facts_to(source, translation) for translation in _translations_of(source)]
    translation_source.update_from_db()
    return translations


def _translations_of(source):
    """The real translations of an object; Wagtail itself keeps a page's aliases up to date."""
    translations = type(source).objects.filter(translation_key=source.translation_key)
    translations = translations.exclude(pk=source.pk)
    return translations.filter(alias_of=None) if isinstance(source, Page) else translations


def carry_facts_to(source, translation):
    """Bring the facts of `source` to one translation: what is live, and a draft beside it."""
    if not isinstance(translation, DraftStateMixin):
        copy_facts(source, translation)
        translation.save()
        return translation

    draft = None
    if translation.has_unpublished_changes and translation.latest_revision:
        draft = translation.get_latest_revision_as_object()

    copy_facts(source, translation)
    revision = translation.live_revision
    if translation.live and revision and revision.object_id == str(translation.pk):
        translation.save_revision(log_action=False).publish(log_action="wagtail.publish")
    elif translation.live:  # nobody has published it yet: it still stands in, in the source's words
        copy_words(source, translation)
        translation.save()
    if draft is not None:
        copy_facts(source, draft)
        draft.save_revision()
    elif not translation.live:
        translation.save_revision()
    return translation


def copy_words(source, target):
    """Set the texts of `target`, its slug apart, to the words of `source`: for a page that stands in."""
    for declared in get_translatable_fields(type(source)):
        field = declared.get_field(type(source))
        if isinstance(field, models.CharField | models.TextField | StreamField) and field.name != "slug":
            setattr(target, field.attname, getattr(source, field.attname))


def copy_facts(source, target):
    """Set every fact of `target` to the value `source` has; leave its words alone.

    A text cleared in the source is cleared in the translation too: there is nothing left to say.
    """
    for declared in get_translatable_fields(type(source)):
        field = declared.get_field(type(source))
        is_child_relation = isinstance(field, models.ManyToOneRel) and isinstance(
            field.remote_field, ParentalKey
        )
        if is_child_relation and issubclass(field.related_model, TranslatableMixin):
            copy_child_facts(field.name, source, target)
        elif isinstance(declared, SynchronizedField):
            if is_child_relation:
                source.copy_child_relation(field.name, target)
            else:
                setattr(target, field.attname, getattr(source, field.attname))
        elif isinstance(field, models.CharField | models.TextField) and not getattr(source, field.attname):
            setattr(target, field.attname, "")


def copy_child_facts(relation, source, target):
    """Match the translatable children of two objects by translation key and copy their facts.

    A child added in the source appears at once with its facts and with the words a translator has
    already given it, or none; a child removed in the source is removed.
    """
    existing = {child.translation_key: child for child in getattr(target, relation).all()}
    children = []
    for child in getattr(source, relation).all():
        twin = existing.get(child.translation_key)
        if twin is None:
            twin = type(child)(translation_key=child.translation_key, locale_id=target.locale_id)
            _copy_known_words(relation, source, child, twin)
        copy_facts(child, twin)
        twin.sort_order = child.sort_order
        children.append(twin)
    setattr(target, relation, children)


def _copy_known_words(relation, source, child, twin):
    """Give a new child the words translators have already given it; the others stay empty."""
    for declared in get_translatable_fields(type(child)):
        if isinstance(declared, SynchronizedField):
            continue
        known = StringTranslation.objects.filter(
            context__object_id=source.translation_key,
            context__path=f"{relation}.{child.translation_key}.{declared.field_name}",
            translation_of__data=getattr(child, declared.field_name),
            locale_id=twin.locale_id,
        ).first()
        setattr(twin, declared.field_name, known.data if known else "")
