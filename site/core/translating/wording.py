"""Which texts are the same words: nothing between them leaves a translator anything to do.

A browser ends the lines of a form in its own way, editors leave spaces behind, blocks are made again with new
ids. None of this is a change of words: it ages no translation, and what translators have done stands for it.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.fields import StreamField
from wagtail_localize.models import StringTranslation, TranslationSource

BLOCK_ID = re.compile(r"\.(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|None)(?=\.|$)")
LINE_END = re.compile(r"\r?(?:<br\s*/?>|\n)|\r")
SAME_ELEMENTS = {"strong": "b", "em": "i"}
# What a translation of a string keeps where it stands for another.
KEPT = ("data", "locale_id", "translation_type", "tool_name", "last_translated_by_id")


def words_in(string: str) -> str:
    """A string of wagtail-localize's, which is HTML, without what is no words of it.

    That is how its lines end, how wide its spaces are, and by which of two names its emphasis goes.
    """
    for element, same in SAME_ELEMENTS.items():
        string = re.sub(rf"<(/?){element}\b", rf"<\1{same}", string)
    lines = LINE_END.split(string)
    return "\n".join(" ".join(line.split()) for line in lines).strip()


def kind_of_place(path: str, streams: frozenset[str]) -> str:
    """A place of a page, without the ids of the blocks it lies in. `streams` are the page's StreamFields.

    The ids of child rows stay: their words follow their facts.
    """
    return BLOCK_ID.sub("", path) if path.split(".", maxsplit=1)[0] in streams else path


def stream_names(model: type[models.Model]) -> frozenset[str]:
    """The names of a model's StreamFields."""
    return frozenset(field.name for field in model._meta.get_fields() if isinstance(field, StreamField))


def streams_of(source: TranslationSource) -> frozenset[str]:
    """The names of the StreamFields of what a TranslationSource was made from."""
    model = ContentType.objects.get_for_id(source.specific_content_type_id).model_class()
    return stream_names(model) if model else frozenset()


def version_of(segments: Iterable[Any], streams: frozenset[str]) -> str:
    """The version of the words of some segments: 32 characters."""
    places: dict[str, list[str]] = {}
    for segment in segments:
        places.setdefault(segment.context.path, []).append(words_in(segment.string.data))
    found = sorted((kind_of_place(path, streams), strings) for path, strings in places.items())
    return hashlib.md5(json.dumps(found).encode(), usedforsecurity=False).hexdigest()


def same_words(
    segments: Iterable[Any], translations: Iterable[Any], streams: frozenset[str]
) -> Iterator[tuple[Any, Any]]:
    """For each segment without a translation, one of the same words: (segment, translation), by language.

    A translation from the segment's own place comes before one from another of its kind, a later one before
    an earlier.
    """
    elsewhere: dict[tuple[str, str], dict[int, Any]] = {}
    here: dict[tuple[str, str], dict[int, Any]] = {}
    taken = set()
    for translation in translations:
        path, words = translation.context.path, words_in(translation.translation_of.data)
        taken.add((translation.context_id, translation.translation_of_id, translation.locale_id))
        here.setdefault((path, words), {})[translation.locale_id] = translation
        elsewhere.setdefault((kind_of_place(path, streams), words), {})[translation.locale_id] = translation
    for segment in segments:
        path, words = segment.context.path, words_in(segment.string.data)
        found = elsewhere.get((kind_of_place(path, streams), words), {}) | here.get((path, words), {})
        for locale_id, translation in found.items():
            if (segment.context_id, segment.string_id, locale_id) not in taken:
                yield segment, translation


def keep_translations(source: TranslationSource) -> None:
    """Let the translations of a source's words stand for the same words, written or placed another way."""
    segments = source.stringsegment_set.select_related("context", "string")
    known = StringTranslation.objects.filter(context__object_id=source.object_id, has_error=False)
    pairs = same_words(
        segments.exclude(context__path="slug"),
        known.select_related("context", "translation_of").order_by("updated_at", "pk"),
        streams_of(source),
    )
    StringTranslation.objects.bulk_create(
        (
            StringTranslation(
                translation_of_id=segment.string_id,
                context_id=segment.context_id,
                **{name: getattr(translation, name) for name in KEPT},
            )
            for segment, translation in pairs
        ),
        ignore_conflicts=True,  # the same words twice in one place
    )
