"""Of migrations, and never changed: which texts are the same words, as 0002 took them.

translating/wording.py says the same today. What it says tomorrow needs a migration of its own.
"""

import hashlib
import json
import re

from wagtail.fields import StreamField

BLOCK_ID = re.compile(r"\.(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|None)(?=\.|$)")
LINE_END = re.compile(r"\r?(?:<br\s*/?>|\n)|\r")
SAME_ELEMENTS = {"strong": "b", "em": "i"}
KEPT = ("data", "locale_id", "translation_type", "tool_name", "last_translated_by_id")


def words_in(string):
    """A string of wagtail-localize's without its line ends, widths of spaces and names of emphasis."""
    for element, same in SAME_ELEMENTS.items():
        string = re.sub(rf"<(/?){element}\b", rf"<\1{same}", string)
    lines = LINE_END.split(string)
    return "\n".join(" ".join(line.split()) for line in lines).strip()


def kind_of_place(path, streams):
    """A place of a page, without the ids of the blocks it lies in. `streams` are the page's StreamFields."""
    return BLOCK_ID.sub("", path) if path.split(".", maxsplit=1)[0] in streams else path


def stream_names(model):
    """The names of a model's StreamFields."""
    return frozenset(field.name for field in model._meta.get_fields() if isinstance(field, StreamField))


def version_of(segments, streams):
    """The version of the words of some segments: 32 characters."""
    places = {}
    for segment in segments:
        places.setdefault(segment.context.path, []).append(words_in(segment.string.data))
    found = sorted((kind_of_place(path, streams), strings) for path, strings in places.items())
    return hashlib.md5(json.dumps(found).encode(), usedforsecurity=False).hexdigest()


def same_words(segments, translations, streams):
    """For each segment without a translation, one of the same words: (segment, translation), by language."""
    elsewhere, here, taken = {}, {}, set()
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
