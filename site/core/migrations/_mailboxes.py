"""Of migrations, and never changed: mailboxes stored as some browsers send them ("info@xn--mnchen-3ya.de").

They become what people read, as every form stores them now; what is unique and would meet another stays.
Of the rest of the site nothing is imported here: it may change, what a migration has done may not.
"""

import re
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models.functions import Cast

ENCODED = "xn--"
MAILBOX = re.compile(r"[^\s@]+@[^\s@]*xn--[^\s@]*")


def read_mailboxes(model: type[models.Model], *names: str) -> None:
    """Read those in the columns of a model, texts and JSON."""
    for name in names:
        rows = model._default_manager.annotate(as_text=Cast(name, models.TextField()))
        for row in rows.filter(as_text__contains=ENCODED).iterator():
            kept = getattr(row, name)
            if (read := in_words(kept)) != kept:
                _store(model, row.pk, name, read)


def in_words(value: Any) -> Any:
    """A value with every mailbox in it as people read it."""
    if isinstance(value, str):
        return readable_mailbox(value) if MAILBOX.fullmatch(value) else value
    if isinstance(value, list):
        return [in_words(item) for item in value]
    if isinstance(value, dict):
        return {key: in_words(item) for key, item in value.items()}
    return value


def _read_label(label: str) -> str:
    try:
        return label.encode().decode("idna") if label.startswith("xn--") else label
    except UnicodeError:
        return label


def readable_mailbox(address: str) -> str:
    """ "info@xn--mnchen-3ya.de" -> "info@münchen.de"."""
    name, at, host = address.rpartition("@")
    return name + at + ".".join(map(_read_label, host.split(".")))


def _store(model: type[models.Model], pk: Any, name: str, value: Any) -> None:
    try:
        with transaction.atomic():
            model._default_manager.filter(pk=pk).update(**{name: value})
    except IntegrityError:
        return
