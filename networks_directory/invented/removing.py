"""Deletes the networks that generate_networks has made, and nothing else: they are known by their keys."""

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import DO_NOTHING
from modelcluster.fields import ParentalKey
from wagtail.models import Page

from ..index.lock import lock
from ..index.writing import remove
from ..models.invented_networks import InventedNetwork
from ..models.networks import NetworkPage
from ..pages.directory import NetworkFamilyPage
from .generating import TYPES, check_allowed, count_children

BATCH = 500  # networks deleted in one transaction


def remove_invented_networks(progress=lambda number: None):
    """Delete every invented network, in all languages. Returns how many there were.

    It may be stopped and run again. Raises NotAllowedError in production.
    """
    check_allowed()
    number = 0
    while keys := list(InventedNetwork.objects.values_list("translation_key", flat=True)[:BATCH]):
        with transaction.atomic():
            lock()
            remove(keys)
            _delete_pages(keys)
            InventedNetwork.objects.filter(translation_key__in=keys).delete()
            count_children(NetworkFamilyPage.objects.all())
        number += len(keys)
        progress(number)
    return number


def _delete_pages(keys):
    """Delete the pages of these networks: in bulk, but one by one those that somebody has worked with."""
    pages = Page.objects.filter(translation_key__in=keys)
    for page in pages.filter(pk__in=_in_use(pages)):
        page.specific.delete()
    numbers = list(pages.values_list("pk", flat=True))
    entries = NetworkPage._meta.get_field("index_entries").related_model.objects
    entries = entries.filter(content_type__in=ContentType.objects.get_for_models(*TYPES.values()).values())
    entries.filter(object_id__in=list(map(str, numbers))).delete()
    parts = [(model, "networkpage_ptr_id") for model in TYPES.values()]
    facts = [
        (relation.related_model, relation.field.column) for relation in _references() if _is_fact(relation)
    ]
    with connection.cursor() as cursor:
        for model, column in [*facts, *parts, (NetworkPage, "page_ptr_id"), (Page, "id")]:
            for start in range(0, len(numbers), BATCH):
                batch = numbers[start : start + BATCH]
                marks = ", ".join(["%s"] * len(batch))
                cursor.execute(
                    f"DELETE FROM {model._meta.db_table} WHERE {column} IN ({marks})",  # noqa: S608 - our tables
                    batch,
                )


def _in_use(pages):
    """The numbers of those of some pages that were edited, or that others than their own facts point at."""
    used = set(pages.exclude(latest_revision=None).values_list("pk", flat=True))
    for relation in _references():
        if not _is_fact(relation):
            rows = relation.related_model._base_manager.filter(
                **{f"{relation.field.name}__in": pages.values("pk")}
            )
            used.update(rows.values_list(relation.field.attname, flat=True))
    return used


def _references():
    """The relations by which rows of other tables point at a network, but for those that are part of it."""
    return [
        relation
        for relation in NetworkPage._meta.related_objects
        if relation.on_delete is not DO_NOTHING and not relation.parent_link
    ]


def _is_fact(relation):
    return relation.model is NetworkPage and isinstance(relation.field, ParentalKey)
