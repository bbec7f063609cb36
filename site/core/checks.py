"""Project rules that a running site must not break, as Django system checks."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import Error, register


@register()
def site_is_not_a_package(app_configs: Any, **kwargs: Any) -> list[Error]:
    """The standard library owns the module name `site`: a package of that name would never load."""
    if (Path(settings.BASE_DIR) / "site" / "__init__.py").exists():
        return [
            Error(
                "site/ has an __init__.py.",
                hint="Delete it: site/ is a plain folder on sys.path.",
                id="core.E001",
            )
        ]
    return []


@register()
def source_language_is_a_content_language(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Facts are entered in LANGUAGE_CODE, so pages must exist in it."""
    if settings.LANGUAGE_CODE not in dict(settings.LANGUAGES):
        return [
            Error(
                f"LANGUAGE_CODE ({settings.LANGUAGE_CODE}) is not among LANGUAGES.",
                hint="Add it to LANGUAGES in config/settings/base.py.",
                id="core.E002",
            )
        ]
    return []
