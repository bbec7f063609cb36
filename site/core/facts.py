"""Declares which fields of a model are facts: entered once in the source language, the same in all."""

from typing import Any

from wagtail_localize.fields import SynchronizedField


def facts(*names: Any) -> list[SynchronizedField]:
    """Fields (or child relations) that every translation takes from the source, and cannot change."""
    return [SynchronizedField(name, overridable=False) for name in names]
