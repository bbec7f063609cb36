"""The sizes at which pages show pictures, made when a page is published and not while a visitor waits.

A large photograph takes seconds for all of them. Wagtail makes a rendition where a template first asks for
it (its prefetch_renditions() reads those that are there); here a task asks before anybody else does.
"""

import logging
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django_tasks import task
from wagtail.images import get_image_model
from wagtail.images.models import Filter, SourceImageIOError
from wagtail.models import ReferenceIndex

logger = logging.getLogger(__name__)

# As the templates say; tests/core/test_renditions.py looks that a page makes no other.
OF_A_BODY = tuple(Filter.expand_spec("format-{avif,webp,jpeg} width-{480,800,1440}"))  # picture.html
OF_A_FIELD = {"logo": tuple(Filter.expand_spec("max-{320x160,640x320} format-webp"))}  # _logo.html


def make_those_of_published(sender: Any, instance: Any, **kwargs: Any) -> None:
    """A page has been published: whatever pictures it shows."""
    pictures = ContentType.objects.get_for_model(get_image_model())
    shown = ReferenceIndex.get_references_for_object(instance).filter(to_content_type=pictures)
    _leave_to_task(shown.values_list("to_object_id", "model_path"))


def make_those_of_saved(sender: Any, instance: Any, created: bool, raw: bool, **kwargs: Any) -> None:
    """A picture has been saved, perhaps with another file: again, where it is shown."""
    if created or raw:
        return
    uses = ReferenceIndex.get_references_to(instance)
    _leave_to_task((instance.pk, path) for path in uses.values_list("model_path", flat=True))


def _leave_to_task(shown: Iterable[tuple[Any, str]]) -> None:
    """Have a task make what is shown, once the transaction is committed: (key of a picture, where) each."""
    wanted: dict[int, set[str]] = {}
    for key, path in shown:
        wanted.setdefault(int(key), set()).update(OF_A_FIELD.get(path, OF_A_BODY))
    for key, specs in wanted.items():
        transaction.on_commit(partial(make_renditions.enqueue, key, sorted(specs)), robust=True)


@task(backend="background")
def make_renditions(key: int, specs: list[str]) -> None:
    """Make a picture at some sizes, but for those that are there. It may run twice at once."""
    picture = get_image_model()._default_manager.filter(pk=key).first()
    if picture is None:  # deleted meanwhile
        return
    try:
        picture.get_renditions(*specs)
    except SourceImageIOError as error:  # the file is gone: pages say so where they show it
        logger.warning("Picture %s cannot be read: %s", key, error)
