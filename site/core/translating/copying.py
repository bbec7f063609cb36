"""The facts of a translatable object: told apart from its words, compared, and copied."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.fields import StreamField
from wagtail.models import TranslatableMixin
from wagtail_localize.fields import SynchronizedField, get_translatable_fields
from wagtail_localize.models import StringTranslation

PICTURE = "picture"  # the block and, in it, the child that hold a picture of a body (core.blocks)
WAGTAILS_OWN = "first_published_at"  # says something of one language alone


def fields_of(model):
    """The fields of a translatable model as wagtail-localize sorts them: (field, kind).

    `kind` is "fact" (a column), "children" (a relation whose rows are facts), "twins" (one whose rows have
    words too), "stream" or "words".
    """
    for declared in get_translatable_fields(model):
        field = declared.get_field(model)
        if field.name == WAGTAILS_OWN:
            continue
        is_relation = isinstance(field, models.ManyToOneRel) and isinstance(field.remote_field, ParentalKey)
        if is_relation and issubclass(field.related_model, TranslatableMixin):
            kind = "twins"
        elif isinstance(declared, SynchronizedField):
            kind = "children" if is_relation else "fact"
        else:
            kind = "stream" if isinstance(field, StreamField) else "words"
        yield field, kind


def facts_of(instance):
    """The facts of an object as plain values, to be compared with those of another language version."""
    facts = {}
    for field, kind in fields_of(type(instance)):
        if kind == "fact":
            facts[field.name] = getattr(instance, field.attname)
        elif kind == "children":
            facts[field.name] = [_columns(child) for child in getattr(instance, field.name).all()]
        elif kind == "stream":
            facts[field.name] = {
                key: (value.pk, value.decorative)
                for key, value in _pictures(getattr(instance, field.name)).items()
            }
        elif kind == "words" and not getattr(instance, field.attname):
            facts[field.name] = ""  # a text cleared in the original is cleared everywhere
    return facts


def same_facts(original, translation):
    """Whether a translation has the facts of its original, and no text where the original has none."""
    wanted, found = facts_of(original), facts_of(translation)
    for field, kind in fields_of(type(original)):
        if kind == "words":
            if field.name in wanted and field.name not in found:
                return False
        elif kind == "stream":  # of the pictures that both have; a new one comes with its block
            both = wanted[field.name].keys() & found[field.name].keys()
            if any(wanted[field.name][key] != found[field.name][key] for key in both):
                return False
        elif kind == "twins":
            if not _same_twins(original, translation, field.name):
                return False
        elif wanted[field.name] != found[field.name]:
            return False
    return True


def _same_twins(original, translation, relation):
    wanted, found = (list(getattr(instance, relation).all()) for instance in (original, translation))
    keys = [child.translation_key for child in wanted] == [child.translation_key for child in found]
    return keys and all(map(same_facts, wanted, found))


def _columns(child):
    """The columns of a child row, without its own key and its parent's, which no two languages share."""
    return {
        field.name: getattr(child, field.attname)
        for field in child._meta.concrete_fields
        if not field.primary_key and not isinstance(field, ParentalKey) and field.name != "sort_order"
    }


def _pictures(stream):
    """The pictures of a StreamField: {id of their block: image}."""
    return {
        block.id: block.value[PICTURE]
        for block in stream
        if block.block_type == PICTURE and block.value.get(PICTURE)
    }


def copy_pictures(source, target):
    """Show the pictures of one StreamField in the blocks of another; what is said of them is words."""
    pictures = _pictures(source)
    for block in target:
        picture = pictures.get(block.id)
        shown = block.value.get(PICTURE) if block.block_type == PICTURE else None
        if picture and shown and (picture.pk, picture.decorative) != (shown.pk, shown.decorative):
            replacement = type(picture).objects.get(pk=picture.pk)
            replacement.decorative = picture.decorative
            replacement.contextual_alt_text = shown.contextual_alt_text
            block.value[PICTURE] = replacement


def copy_words(source, target):
    """Set the texts of `target`, its slug apart, to the words of `source`: for a page that stands in."""
    for field, kind in fields_of(type(source)):
        if kind in ("words", "stream") and field.name != "slug":
            setattr(target, field.attname, getattr(source, field.attname))


def copy_facts(source, target):
    """Set every fact of `target` to the value `source` has; leave its words alone.

    A text cleared in the source is cleared in the translation too: there is nothing left to say.
    """
    for field, kind in fields_of(type(source)):
        if kind == "twins":
            copy_child_facts(field.name, source, target)
        elif kind == "children":
            source.copy_child_relation(field.name, target)
        elif kind == "fact":
            setattr(target, field.attname, getattr(source, field.attname))
        elif kind == "stream":
            copy_pictures(getattr(source, field.name), getattr(target, field.name))
        elif not getattr(source, field.attname):
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
    for field, kind in fields_of(type(child)):
        if kind != "words":
            continue
        known = StringTranslation.objects.filter(
            context__object_id=source.translation_key,
            context__path=f"{relation}.{child.translation_key}.{field.name}",
            translation_of__data=getattr(child, field.name),
            locale_id=twin.locale_id,
        ).first()
        setattr(twin, field.name, known.data if known else "")
