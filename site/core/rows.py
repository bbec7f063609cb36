"""Child rows of which a parent may have one a value: they may change places with each other."""

from collections.abc import Iterator
from typing import Any

from django.db.models import UniqueConstraint
from modelcluster.models import get_all_child_relations


def let_rows_change_places(parent: Any) -> None:
    """Before a parent is saved with its rows: of those that take another's value, none finds it taken.

    They are written one after the other, and no database lets two rows have one value meanwhile. A row whose
    value another takes is deleted; saved next, with its parent, it is written again under its own key.
    """
    in_memory = getattr(parent, "_cluster_related_objects", {})
    for relation in get_all_child_relations(type(parent)):
        rows = [row for row in in_memory.get(relation.get_accessor_name(), ()) if row.pk]
        if len(rows) < 2:
            continue
        for columns in _unique_in_parent(relation):
            _make_room(relation.related_model, rows, columns)


def _unique_in_parent(relation: Any) -> Iterator[list[str]]:
    """The columns of which no two rows of a parent have the same, for each such rule of the relation."""
    meta = relation.related_model._meta
    for rule in meta.constraints:
        if isinstance(rule, UniqueConstraint) and relation.field.name in rule.fields:
            others = [name for name in rule.fields if name != relation.field.name]
            yield [meta.get_field(name).attname for name in others]


def _make_room(model: Any, rows: list[Any], columns: list[str]) -> None:
    """Delete the rows of a model whose stored values other rows in memory have."""
    wanted = {row.pk: tuple(str(getattr(row, column)) for column in columns) for row in rows}
    stored = model._base_manager.filter(pk__in=wanted).values_list("pk", *columns)
    before = {pk: tuple(map(str, values)) for pk, *values in stored}
    moved = {pk for pk, values in before.items() if wanted[pk] != values}
    taken = {wanted[pk] for pk in moved}
    if in_the_way := [pk for pk in moved if before[pk] in taken]:
        model._base_manager.filter(pk__in=in_the_way).delete()
