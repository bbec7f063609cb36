"""Many rows of a table, written at once."""

from django.db import connection
from django.db.models import AutoField
from wagtail.models import Page


class Rows:
    """Rows of one table, collected and then written at once: by COPY where the database has it."""

    def __init__(self, model, **defaults):
        self.model = model
        # A page says its own number, the database numbers all others.
        self.fields = [
            field
            for field in model._meta.local_concrete_fields
            if model is Page or not isinstance(field, AutoField)
        ]
        instance = model(**defaults)
        self.columns = [field.column for field in self.fields]
        self.places = {field.attname: place for place, field in enumerate(self.fields)}
        self.blank = [self._prepared(field, getattr(instance, field.attname)) for field in self.fields]
        self.rows = []

    @staticmethod
    def _prepared(field, value):
        return field.get_db_prep_save(value, connection)

    def prepared(self, name, value):
        """A value as the database keeps it; for those that are not what they are in Python."""
        return self._prepared(self.fields[self.places[name]], value)

    def add(self, **values):
        row = self.blank.copy()
        for name, value in values.items():
            row[self.places[name]] = value
        self.rows.append(row)

    def write(self):
        table = connection.ops.quote_name(self.model._meta.db_table)
        columns = ", ".join(map(connection.ops.quote_name, self.columns))
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                    for row in self.rows:
                        copy.write_row(row)
            else:
                marks = ", ".join(["%s"] * len(self.columns))
                cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", self.rows)  # noqa: S608
        self.rows = []
