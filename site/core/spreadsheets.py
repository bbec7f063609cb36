"""Exports that a spreadsheet program opens without running what a stranger wrote."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone


def neutralise(value: Any) -> Any:
    """A cell that would be taken for a formula (= + - @, tab, return) is marked as text.

    Source: OWASP, "CSV Injection".
    """
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return "'" + value
    return value


class SafeExportMixin:
    """For Wagtail's listing views with an export: every cell is neutralised, in CSV and in XLSX.

    Words and times are those of the list: in its language and its time zone.
    """

    def stream_csv(self, queryset: QuerySet) -> Iterable[str]:
        """All lines at once: while the answer is sent, the language of its reader is no longer active."""
        return list(super().stream_csv(queryset))

    def preprocess_field_value(self, field: Any, value: Any, export_format: str) -> Any:
        if isinstance(value, datetime) and timezone.is_aware(value):
            value = timezone.make_naive(value)
        return neutralise(super().preprocess_field_value(field, value, export_format))
