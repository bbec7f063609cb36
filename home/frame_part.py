"""The privacy notice, which every form that asks for personal data leads to."""

from typing import Any
from uuid import UUID

from core.one_query import Given
from core.surroundings import FramePage, FramePart, Surroundings

from .opening_content import fixed_key

PRIVACY_NOTICE = fixed_key("about/privacy")


class PrivacyNoticePart(FramePart):
    """The privacy notice of the opening content where it is in the menu of the page's foot, or None."""

    name = "privacy_notice"

    def queries(self, language_code: Given) -> dict[str, Any]:
        return {}

    def build(self, rows: dict[str, list[dict[str, Any]]], surroundings: Surroundings) -> FramePage | None:
        notices = (page for page in surroundings.menu if UUID(str(page.translation_key)) == PRIVACY_NOTICE)
        return next(notices, None)
