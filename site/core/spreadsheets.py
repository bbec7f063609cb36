"""Exports that a spreadsheet program opens without running what a stranger wrote."""

from typing import Any


def neutralise(value: Any) -> Any:
    """A cell that would be taken for a formula (= + - @, tab, return) is marked as text.

    Source: OWASP, "CSV Injection".
    """
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return "'" + value
    return value


class SafeExportMixin:
    """For Wagtail's listing views with an export: every cell is neutralised, in CSV and in XLSX."""

    def preprocess_field_value(self, field: Any, value: Any, export_format: str) -> Any:
        return neutralise(super().preprocess_field_value(field, value, export_format))
