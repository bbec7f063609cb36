"""Several small tables read in one query.

A listing has a dozen small child tables (phones, cities, channels ...) and a page's frame is made of
four small lists. One query each would be a dozen round trips; a UNION ALL of JSON rows is one.
"""

import json
from collections.abc import Mapping
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import JSONObject
from django.utils.dateparse import parse_date

Row = dict[str, Any]
Parts = Mapping[str, tuple[QuerySet[Any, Any], Mapping[str, Any]]]  # {name: (queryset, {key: expression})}


def fetch_in_one_query(parts: Parts) -> dict[str, list[Row]]:
    """Read several querysets in one query.

    Args:
        parts: {name: (queryset, {key: field or expression})}.

    Returns:
        {name: [{key: value}]}, each list in its queryset's `order_by`. Values are as JSON has them:
        dates are strings, keys of rows are what was asked for.
    """
    branches = []
    rows: dict[str, tuple[list[str], list[Row]]] = {}
    for name, (queryset, columns) in parts.items():
        ordering = [str(field) for field in queryset.query.order_by]
        sort_keys = {f"sort{i}": field.lstrip("-") for i, field in enumerate(ordering)}
        branches.append(
            queryset.order_by()
            .annotate(
                part=Value(name, output_field=CharField()),
                row=JSONObject(**columns, **sort_keys),
            )
            .values_list("part", "row")
        )
        rows[name] = (ordering, [])
    first, *others = branches
    for name, row in first.union(*others, all=True) if others else first:
        rows[name][1].append(row)
    return {name: _sorted(found, ordering) for name, (ordering, found) in rows.items()}


def as_date(value: Any) -> Any:
    """A column of a row that holds a date: JSON has it as text; an object in memory as it is."""
    return parse_date(value) if isinstance(value, str) else value


def as_list(value: Any) -> list[Any]:
    """A column of a row that holds a JSON list: SQLite gives it as text."""
    return json.loads(value) if isinstance(value, str) else value or []


def _sorted(rows: list[Row], ordering: list[str]) -> list[Row]:
    """Rows in the order of `ordering`, which a UNION of unlike tables cannot give; last key first."""
    for i, field in reversed(list(enumerate(ordering))):
        rows.sort(
            key=lambda row: (row[f"sort{i}"] is None, row[f"sort{i}"]),
            reverse=field[0] == "-",
        )
    for row in rows:
        for i in range(len(ordering)):
            del row[f"sort{i}"]
    return rows
