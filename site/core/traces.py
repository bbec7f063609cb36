"""Where in the database a text stands, whatever the table: to show it whole, and to take it out whole."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast, Lower
from wagtail.fields import StreamField


@dataclass(frozen=True)
class Trace:
    """One column of one row that holds the text."""

    model: type[models.Model]
    pk: Any
    field: Any
    text: str  # the whole column, as the database has it


def standing_alone(text: str) -> str:
    """A regular expression of a text that is not part of a longer word or address.

    In JSON as the database has it, what stands before may be the end of an escape: "\\n".
    """
    before = r"(?:(?<![\w.+-])|(?<=\\[nrtbf])|(?<=\\u[0-9a-f]{4}))"
    return before + re.escape(text) + r"(?![\w-]|\.\w)"


def traces_of(text: str, but_for: tuple[str, ...] = ()) -> Iterator[Trace]:
    """Every column of every table that holds a text, in upper or lower case.

    `but_for` names models that are left out, as "app.Model".
    """
    for model in apps.get_models():
        if model._meta.managed and model._meta.label not in but_for:
            for field in model._meta.local_concrete_fields:
                if isinstance(field, models.CharField | models.TextField | models.JSONField | StreamField):
                    yield from _traces_in(model, field, text)


def _traces_in(model: type[models.Model], field: Any, text: str) -> Iterator[Trace]:
    # Letters beyond ASCII are themselves in JSON on PostgreSQL, and numbers ("\\u00fc") on SQLite.
    spellings = {text.lower(), json.dumps(text.lower())[1:-1]}
    rows = model._base_manager.annotate(as_text=Cast(field.name, models.TextField()))
    rows = rows.annotate(as_lower_text=Lower("as_text"))
    rows = rows.filter(reduce(or_, (Q(as_lower_text__contains=spelling) for spelling in spellings)))
    alone = re.compile("|".join(map(standing_alone, spellings)), re.IGNORECASE)
    for pk, found in rows.values_list("pk", "as_text"):
        if alone.search(found):
            yield Trace(model, pk, field, found)


def rewrite(trace: Trace, change: Callable[[Any], Any]) -> None:
    """Write a column anew as `change` makes it: of JSON, also of JSON kept as text, the value is changed."""
    value, is_json = trace.text, isinstance(trace.field, models.JSONField | StreamField)
    if is_json or value[:1] in ("{", "["):
        try:
            value = change(json.loads(trace.text))
        except ValueError:
            value = change(trace.text)
        else:
            value = value if is_json else json.dumps(value)
    else:
        value = change(value)
    if isinstance(trace.field, StreamField):
        value = trace.field.stream_block.to_python(value)
    trace.model._base_manager.filter(pk=trace.pk).update(**{trace.field.name: value})
