"""Several small tables read in one query.

A listing has a dozen small child tables (phones, cities, channels ...) and a page's frame is made of
four small lists. One query each would be a dozen round trips; a UNION ALL of JSON rows is one. Putting such a
query together takes Django several times as long as reading it: what every page asks is put together once, as
a OneQuery, and asked again with other values.
"""

import json
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import CharField, Expression, Field, QuerySet, Value
from django.db.models.functions import JSONObject
from django.utils.dateparse import parse_date

Row = dict[str, Any]
Parts = Mapping[str, tuple[QuerySet[Any, Any], Mapping[str, Any]]]  # {name: (queryset, {key: expression})}


class Given(Expression):
    """A value of a OneQuery that is given each time it is asked: `slug=Given("slug")`. Text by default."""

    def __init__(self, name: str, output_field: Field[Any, Any] | None = None) -> None:
        super().__init__(output_field=output_field or CharField())
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)


class OneQuery:
    """Several querysets, put together as one query that is asked as often as one likes.

    Args:
        parts: {name: (queryset, {key: field or expression})}.
    """

    def __init__(self, parts: Parts) -> None:
        branches = []
        self._orderings: dict[str, list[str]] = {}
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
            self._orderings[name] = ordering
        first, *others = branches
        union = first.union(*others, all=True) if others else first
        self._database = union.db
        # Django documents no way to have a query's SQL apart from its values; its own Subquery does the same.
        try:
            self._sql, self._values = union.query.get_compiler(using=self._database).as_sql()
        except EmptyResultSet:
            self._sql, self._values = "", ()

    def fetch(self, **given: Any) -> dict[str, list[Row]]:
        """Ask it, with a value for each Given by its name.

        Returns:
            {name: [{key: value}]}, each list in its queryset's `order_by`. Values are as JSON has them:
            dates are strings, keys of rows are what was asked for.
        """
        rows: dict[str, list[Row]] = {name: [] for name in self._orderings}
        if self._sql:
            connection = connections[self._database]
            values = [
                value.output_field.get_db_prep_value(given[value.name], connection)
                if isinstance(value, Given)
                else value
                for value in self._values
            ]
            with connection.cursor() as cursor:
                cursor.execute(self._sql, values)
                for name, row in cursor.fetchall():
                    rows[name].append(json.loads(row))
        return {name: _sorted(found, self._orderings[name]) for name, found in rows.items()}


def fetch_in_one_query(parts: Parts) -> dict[str, list[Row]]:
    """Read several querysets in one query that is asked only once; arguments and answer as of OneQuery."""
    return OneQuery(parts).fetch()


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
