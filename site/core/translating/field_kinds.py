"""The fields of a translatable object by kind: what of them is a fact, how it is compared and copied.

wagtail-localize sorts the fields of a model (core.facts declares ours); each is of one of five kinds here.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.fields import StreamField
from wagtail.models import ReferenceIndex, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, get_translatable_fields
from wagtail_localize.models import StringTranslation

PICTURE = "picture"  # the block and, in it, the child that hold a picture of a body (core.blocks)
WAGTAILS_OWN = "first_published_at"  # says something of one language alone


class FieldKind:
    """One field of a translatable model. `column` is its name where it is one, "" for a relation."""

    refers = False  # whether its facts may be references, of which Wagtail keeps an index

    def __init__(self, field: Any) -> None:
        self.field = field
        self.name: str = field.name

    @property
    def column(self) -> str:
        return self.name

    def read(self, instance: models.Model) -> Any:
        """Its facts as a plain value, the same in every language."""
        raise NotImplementedError

    def same(self, original: Any, translation: Any) -> bool:
        """Whether a translation has the facts of its original here."""
        return bool(self.read(original) == self.read(translation))

    def copy(self, original: Any, translation: Any) -> None:
        """Give a translation the facts of its original here, in memory."""
        raise NotImplementedError

    def copy_words(self, original: Any, stand_in: Any) -> None:
        """Give what stands in for a translation the words of its original here, in memory."""


class Fact(FieldKind):
    """A column that is the same in every language."""

    def __init__(self, field: Any) -> None:
        super().__init__(field)
        self.refers = field.is_relation

    def read(self, instance: models.Model) -> Any:
        return getattr(instance, self.field.attname)

    def copy(self, original: Any, translation: Any) -> None:
        setattr(translation, self.field.attname, self.read(original))


class Words(FieldKind):
    """A text. That there is nothing to say is a fact: cleared in the original, it is cleared everywhere."""

    def read(self, instance: models.Model) -> Any:
        return bool(getattr(instance, self.field.attname))

    def same(self, original: Any, translation: Any) -> bool:
        return self.read(original) or not self.read(translation)

    def copy(self, original: Any, translation: Any) -> None:
        if not self.read(original):
            setattr(translation, self.field.attname, "")

    def copy_words(self, original: Any, stand_in: Any) -> None:
        if self.name != "slug":  # its address is its own
            setattr(stand_in, self.field.attname, getattr(original, self.field.attname))


class Stream(FieldKind):
    """A StreamField. Its pictures are facts; what is said of them is words, as all the rest."""

    refers = True

    def read(self, instance: models.Model) -> Any:
        pictures = _pictures(getattr(instance, self.name))
        return {key: (picture.pk, picture.decorative) for key, picture in pictures.items()}

    def same(self, original: Any, translation: Any) -> bool:
        wanted, found = self.read(original), self.read(translation)
        both = wanted.keys() & found.keys()  # a new picture comes with its block
        return all(wanted[key] == found[key] for key in both)

    def copy(self, original: Any, translation: Any) -> None:
        pictures = _pictures(getattr(original, self.name))
        for block in getattr(translation, self.name):
            picture = pictures.get(block.id)
            shown = block.value.get(PICTURE) if block.block_type == PICTURE else None
            if picture and shown and (picture.pk, picture.decorative) != (shown.pk, shown.decorative):
                replacement = type(picture).objects.get(pk=picture.pk)
                replacement.decorative = picture.decorative
                replacement.contextual_alt_text = shown.contextual_alt_text
                block.value[PICTURE] = replacement

    def copy_words(self, original: Any, stand_in: Any) -> None:
        setattr(stand_in, self.name, getattr(original, self.name))


class ChildRows(FieldKind):
    """A relation whose rows are facts, and have none of their own identity: a row is what it says."""

    column = ""

    def __init__(self, field: Any) -> None:
        super().__init__(field)
        self.model = field.related_model
        self.refers = ReferenceIndex.model_is_indexable(self.model, allow_child_models=True)

    @property
    def paths(self) -> list[str]:
        """What is prefetched of it: the rows, and what they point at."""
        pointers = [f.name for f in self.model._meta.concrete_fields if f.many_to_one and f.name != "locale"]
        parent = self.field.remote_field.name
        return [self.name, *(f"{self.name}__{name}" for name in pointers if name != parent)]

    def rows(self, instance: Any) -> list[Any]:
        return list(getattr(instance, self.name).all())

    def read(self, instance: models.Model) -> Any:
        return [_columns(row) for row in self.rows(instance)]

    def copy(self, original: Any, translation: Any) -> None:
        own, rows = self.rows(translation), []
        for position, wanted in enumerate(self.rows(original)):
            row = next((row for row in own if _columns(row) == _columns(wanted)), None)
            if row is None:
                row = self.model(**_columns(wanted))
            else:
                own.remove(row)
            row.sort_order = position
            rows.append(row)
        setattr(translation, self.name, rows)


class Twins(ChildRows):
    """A relation whose rows have words too, and so a twin in each language, known by its translation key.

    A row added in the original appears at once with its facts and with the words a translator has already
    given it, or none; one removed in the original is removed.
    """

    def read(self, instance: models.Model) -> Any:
        return [row.translation_key for row in self.rows(instance)]

    def same(self, original: Any, translation: Any) -> bool:
        same_rows = self.read(original) == self.read(translation)
        return same_rows and all(map(same_facts, self.rows(original), self.rows(translation)))

    def copy(self, original: Any, translation: Any) -> None:
        own = {row.translation_key: row for row in self.rows(translation)}
        twins = []
        for position, row in enumerate(self.rows(original)):
            twin = own.get(row.translation_key)
            if twin is None:
                twin = self.model(translation_key=row.translation_key, locale_id=translation.locale_id)
                self._copy_known_words(original, row, twin)
            copy_facts(row, twin)
            twin.sort_order = position
            twins.append(twin)
        setattr(translation, self.name, twins)

    def copy_words(self, original: Any, stand_in: Any) -> None:
        twins = self.rows(stand_in)
        for row, twin in zip(self.rows(original), twins, strict=True):
            copy_words(row, twin)
        setattr(stand_in, self.name, twins)

    def _copy_known_words(self, original: Any, row: Any, twin: Any) -> None:
        """Give a new row the words translators have already given it; the others stay empty."""
        for kind in kinds_of(self.model):
            if isinstance(kind, Words):
                known = StringTranslation.objects.filter(
                    context__object_id=original.translation_key,
                    context__path=f"{self.name}.{row.translation_key}.{kind.name}",
                    translation_of__data=getattr(row, kind.name),
                    locale_id=twin.locale_id,
                ).first()
                setattr(twin, kind.name, known.data if known else "")


@cache
def kinds_of(model: type[models.Model]) -> tuple[FieldKind, ...]:
    """The fields of a translatable model, each as one of the kinds above."""
    return tuple(_kinds_of(model))


def _kinds_of(model: type[models.Model]) -> Iterator[FieldKind]:
    for declared in get_translatable_fields(model):
        field = declared.get_field(model)
        is_relation = isinstance(field, models.ManyToOneRel) and isinstance(field.remote_field, ParentalKey)
        if field.name == WAGTAILS_OWN:
            continue
        if is_relation and issubclass(field.related_model, TranslatableMixin):
            yield Twins(field)
        elif isinstance(declared, SynchronizedField):
            yield ChildRows(field) if is_relation else Fact(field)
        else:
            yield Stream(field) if isinstance(field, StreamField) else Words(field)


def relations_of(model: type[models.Model]) -> list[ChildRows]:
    """Those of them that are child rows."""
    return [kind for kind in kinds_of(model) if isinstance(kind, ChildRows)]


def different_facts(original: Any, translation: Any) -> list[FieldKind]:
    """The fields in which a translation has not the facts of its original."""
    return [kind for kind in kinds_of(type(original)) if not kind.same(original, translation)]


def same_facts(original: Any, translation: Any) -> bool:
    """Whether a translation has the facts of its original, and no text where the original has none."""
    return all(kind.same(original, translation) for kind in kinds_of(type(original)))


def copy_facts(original: Any, translation: Any) -> None:
    """Give `translation` every fact that is not as `original` has it; leave its words alone."""
    for kind in different_facts(original, translation):
        kind.copy(original, translation)


def copy_words(original: Any, stand_in: Any) -> None:
    """Give a page the words of its original, its slug apart: it stands in for a translation."""
    for kind in kinds_of(type(original)):
        kind.copy_words(original, stand_in)


def _columns(row: models.Model) -> dict[str, Any]:
    """The columns of a child row, without its own key and its parent's, which no two languages share."""
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key and not isinstance(field, ParentalKey) and field.name != "sort_order"
    }


def _pictures(stream: Any) -> dict[str, Any]:
    """The pictures of a StreamField: {id of their block: image}."""
    return {
        block.id: block.value[PICTURE]
        for block in stream
        if block.block_type == PICTURE and block.value.get(PICTURE)
    }
